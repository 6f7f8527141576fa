-- 资格
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.condition, benefits.*
-- Article: 全文
-- One failed condition is enough to be ineligible; short of that, one that is not known, or an amount that is
-- not, leaves the subject unknown. Every failed condition is named, or everything that is missing.
with unnested as (
    -- Taken apart in the select list: joined to its own row, a list costs forty times as much.
    select
        benefit_code,
        subject_id,
        period_start,
        period_end,
        unnest(conditions) as condition,
        generate_subscripts(conditions, 1) as position
    from collected.benefits
),

item as (
    -- What passed is not told.
    select
        unnested.benefit_code,
        unnested.subject_id,
        unnested.period_start,
        unnested.period_end,
        unnested.position,
        unnested.condition.verdict as verdict,
        coalesce(named.title, unnested.condition.condition_code) as title,
        unnested.condition.observed as observed,
        unnested.condition.required as required,
        unnested.condition.missing as missing
    from unnested
    left join policy.condition as named
        on
            unnested.benefit_code = named.benefit_code
            and unnested.condition.condition_code = named.condition_code
    where unnested.condition.verdict <> 'pass'
),

summary as (
    select
        benefit_code,
        subject_id,
        period_start,
        period_end,
        bool_or(verdict = 'fail') as has_fail,
        bool_or(verdict = 'unknown') as has_unknown,
        string_agg(
            title || '：' || coalesce(observed, '') || coalesce('（要求：' || required || '）', ''), '；' order by position
        ) filter (where verdict = 'fail') as failed,
        string_agg(title || '：缺' || coalesce(missing, '数据'), '；' order by position)
        filter (where verdict = 'unknown') as missing,
        string_agg(title, '、' order by position) filter (where verdict = 'fail') as failed_titles,
        string_agg(title, '、' order by position) filter (where verdict = 'unknown') as missing_titles
    from item
    group by benefit_code, subject_id, period_start, period_end
),

judged as (
    select
        benefit.*,
        summary.failed,
        summary.failed_titles,
        concat_ws('、', summary.missing_titles, case when benefit.amount_missing is not null then '金额' end)
            as all_missing_titles,
        concat_ws('；', summary.missing, '金额：缺' || benefit.amount_missing) as all_missing,
        case
            when summary.has_fail then 'ineligible'
            when summary.has_unknown or benefit.amount_missing is not null then 'unknown'
            else 'eligible'
        end as verdict
    from collected.benefits as benefit
    left join summary
        on
            benefit.benefit_code = summary.benefit_code
            and benefit.subject_id = summary.subject_id
            and benefit.period_start = summary.period_start
            and benefit.period_end = summary.period_end
)

select
    benefit_code,
    subject_kind,
    subject_id,
    uscc,
    person_id,
    claim_no,
    period_start,
    period_end,
    verdict,
    case when verdict = 'eligible' then quantity end as quantity,
    case when verdict = 'eligible' then unit_amount end as unit_amount,
    case when verdict = 'eligible' then gross_amount end as gross_amount,
    cap_amount,
    cast(
        case verdict
            when 'eligible' then least(gross_amount, coalesce(cap_amount, gross_amount))
            when 'ineligible' then 0
        end as decimal(18, 2)
    ) as amount,
    case verdict
        when 'ineligible' then failed
        when 'unknown' then all_missing
    end as reason,
    cast(
        case when verdict = 'eligible' then greatest(gross_amount - coalesce(cap_amount, gross_amount), 0) end
        as decimal(18, 2)
    ) as cut_amount,
    possible_amount,
    case when verdict = 'unknown' then all_missing end as missing,
    -- The reason without a value: the titles of the conditions alone.
    case verdict
        when 'ineligible' then failed_titles
        when 'unknown' then all_missing_titles
    end as reason_titles,
    evidence
from judged
