-- 逐人资格
-- Grain: benefit_code, subject_id, person_id
-- Reads: policy.condition, heads.*
-- Article: 全文
-- The person's own verdict, whatever becomes of the employer or agency.
with judged as (
    select
        benefit_code,
        subject_id,
        person_id,
        unnest(conditions) as condition,
        generate_subscripts(conditions, 1) as position
    from collected.heads
),

item as (
    select
        judged.benefit_code,
        judged.subject_id,
        judged.person_id,
        judged.position,
        judged.condition.verdict as verdict,
        coalesce(named.title, judged.condition.condition_code) as title,
        judged.condition.observed as observed,
        judged.condition.required as required,
        judged.condition.missing as missing
    from judged
    left join policy.condition as named
        on
            judged.benefit_code = named.benefit_code
            and judged.condition.condition_code = named.condition_code
),

summary as (
    select
        benefit_code,
        subject_id,
        person_id,
        case
            when bool_or(verdict = 'fail') then 'ineligible'
            when bool_or(verdict = 'unknown') then 'unknown'
            else 'eligible'
        end as verdict,
        string_agg(
            title || '：' || coalesce(observed, '') || coalesce('（要求：' || required || '）', ''), '；' order by position
        ) filter (where verdict = 'fail') as failed,
        string_agg(title || '：缺' || coalesce(missing, '数据'), '；' order by position)
        filter (where verdict = 'unknown') as missing
    from item
    group by benefit_code, subject_id, person_id
)

select
    summary.benefit_code,
    summary.subject_id,
    summary.person_id,
    summary.verdict,
    case summary.verdict
        when 'ineligible' then summary.failed
        when 'unknown' then summary.missing
    end as reason,
    head.employer_uscc,
    head.start_on,
    case when summary.verdict = 'unknown' then summary.missing end as missing,
    head.evidence
from summary
inner join collected.heads as head
    on
        summary.benefit_code = head.benefit_code
        and summary.subject_id = head.subject_id
        and summary.person_id = head.person_id
