-- 结果表的主键没有重复
-- Grain: table, key
-- Reads: verdicts.assessment, verdicts.condition, verdicts.coverage, verdicts.entitlement, verdicts.entitlement_person, verdicts.finding
-- Article: 全文
-- Keys may hold a person's number: the message names the table alone.
with keyed as (
    select
        'entitlement' as name,
        concat_ws('|', benefit_code, subject_id, period_start, period_end) as key_text
    from verdicts.entitlement
    union all
    select
        'entitlement_person' as name,
        concat_ws('|', benefit_code, subject_id, person_id) as key_text
    from verdicts.entitlement_person
    union all
    select
        'condition' as name,
        concat_ws('|', benefit_code, subject_id, coalesce(person_id, '-'), period_start, period_end, condition_code)
            as key_text
    from verdicts.condition
    union all
    select
        'coverage' as name,
        concat_ws('|', source, partition) as key_text
    from verdicts.coverage
    union all
    select
        'finding' as name,
        finding_id as key_text
    from verdicts.finding
    union all
    select
        'assessment' as name,
        code as key_text
    from verdicts.assessment
),

repeated as (
    select
        name,
        count(*) as row_count,
        count(distinct key_text) as key_count
    from keyed
    group by name
)

select
    'output_key' as check_name,
    name as subject,
    cast(key_count as decimal(18, 2)) as expected,
    cast(row_count as decimal(18, 2)) as observed,
    '结果表的主键有重复' as message
from repeated
where row_count <> key_count
