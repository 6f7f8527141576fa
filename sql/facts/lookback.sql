-- 新引进的回看
-- Grain: window_start, window_end, person_id, uscc, start_on
-- Reads: policy.assumption, facts.talent_hire
-- Article: 第十八条
-- How far back each contract of a talent is looked behind (A-18B-1): as far as there are rows (since null), or the 12 months
-- before, at any enterprise of the district.
with contract as (
    select distinct
        talent.window_start,
        talent.window_end,
        talent.person_id,
        talent.employer_uscc as uscc,
        talent.start_on,
        cast(extract(year from talent.start_on) * 100 + extract(month from talent.start_on) as integer) as start_month,
        reading.value = 'gusu' as is_gusu
    from facts.talent_hire as talent
    inner join policy.assumption as reading on reading.assumption_id = 'A-18B-1'
    where talent.start_on is not null
)

select
    window_start,
    window_end,
    person_id,
    uscc,
    start_on,
    start_month,
    is_gusu,
    cast(case when is_gusu then start_on - interval '12' month end as date) as since_on,
    -- Months are YYYYMM, so that 100 is a year.
    case when is_gusu then start_month - 100 end as since_month
from contract
