-- 逐人资格
-- Grain: benefit_code, subject_id, person_id
-- Reads: facts.condition_title, heads.*
-- Article: 全文
-- The person's own verdict, whatever becomes of the employer or agency.
with parted as (
    select
        head.*,
        [
            coalesce(named.titles[item['condition_code']], item['condition_code']) || '：'
            || coalesce(item['observed'], '') || coalesce('（要求：' || item['required'] || '）', '')
            for item in head.conditions if item['verdict'] = 'fail'
        ] as failures,
        [
            coalesce(named.titles[item['condition_code']], item['condition_code']) || '：缺'
            || coalesce(item['missing'], '数据')
            for item in head.conditions if item['verdict'] = 'unknown'
        ] as gaps
    from collected.heads as head
    left join facts.condition_title as named on head.benefit_code = named.benefit_code
),

told as (
    select
        *,
        case
            when len(failures) > 0 then 'ineligible'
            when len(gaps) > 0 then 'unknown'
            else 'eligible'
        end as verdict,
        array_to_string(failures, '；') as failed,
        array_to_string(gaps, '；') as all_missing
    from parted
)

select
    benefit_code,
    subject_id,
    person_id,
    verdict,
    case verdict
        when 'ineligible' then failed
        when 'unknown' then all_missing
    end as reason,
    employer_uscc,
    start_on,
    case when verdict = 'unknown' then all_missing end as missing,
    evidence
from told
