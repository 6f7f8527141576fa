-- 连续参保核对月份
-- Grain: window_start, window_end, person_id, uscc, start_month, least_months, month_offset
-- Reads: facts.hire, facts.placement
-- Article: 第十六条、第十七条
-- The months that a run of n months from a contract's first day can touch: its month and the n that follow.
with started as (
    select
        window_start,
        window_end,
        person_id,
        employer_uscc,
        start_on,
        least_insured_months
    from facts.hire
    union all
    select
        window_start,
        window_end,
        person_id,
        employer_uscc,
        start_on,
        least_insured_months
    from facts.placement
),

start_month as (
    select distinct
        window_start,
        window_end,
        person_id,
        employer_uscc as uscc,
        least_insured_months as least_months,
        extract(year from start_on) * 12 + extract(month from start_on) - 1 as start_index
    from started
    where
        start_on is not null
        and least_insured_months is not null
),

touched as (
    select
        start_month.*,
        unnest(generate_series(0, start_month.least_months)) as month_offset
    from start_month
)

select
    window_start,
    window_end,
    person_id,
    uscc,
    cast(start_index // 12 * 100 + start_index % 12 + 1 as integer) as start_month,
    least_months,
    cast(month_offset as integer) as month_offset,
    cast((start_index + month_offset) // 12 * 100 + (start_index + month_offset) % 12 + 1 as integer) as month
from touched
