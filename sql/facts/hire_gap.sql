-- 引进之前不明的月份
-- Grain: one row a month, or source, that leaves open what was before a talent's contract
-- Reads: run.context, facts.lookback, facts.insured_month, facts.unplaced_month, facts.coverage
-- Article: 第十八条
-- A month paid by an employer nobody knows; a month of the twelve without data, where the whole district is asked. What
-- the employer alone is asked for is looked up among the rows delivered: only no source at all leaves it open.
with month_before as (
    select
        stepped.window_start,
        stepped.window_end,
        stepped.person_id,
        stepped.uscc,
        stepped.start_on,
        cast(extract(year from stepped.day) * 100 + extract(month from stepped.day) as integer) as month
    from (
        select
            hire.*,
            unnest(
                generate_series(
                    date_trunc('month', hire.since_on),
                    date_trunc('month', hire.start_on) - interval '1' month,
                    interval '1' month
                )
            ) as day
        from facts.lookback as hire
    ) as stepped
)

select
    hire.window_start,
    hire.window_end,
    hire.person_id,
    hire.uscc,
    hire.start_on,
    '社会保险缴费明细中' || unplaced.month // 100 || '年' || unplaced.month % 100 || '月缴费的单位' as missing
from facts.lookback as hire
inner join facts.unplaced_month as unplaced
    on
        hire.person_id = unplaced.person_id
        and hire.start_month > unplaced.month
        and coalesce(hire.since_month <= unplaced.month, true)
left join facts.insured_month as decided
    on
        not hire.is_gusu
        and hire.window_start = decided.window_start
        and hire.window_end = decided.window_end
        and hire.person_id = decided.person_id
        and hire.uscc = decided.uscc
        and unplaced.month = decided.month
where decided.person_id is null
union all
select
    month_before.window_start,
    month_before.window_end,
    month_before.person_id,
    month_before.uscc,
    month_before.start_on,
    '社会保险缴费明细' || month_before.month // 100 || '年' || month_before.month % 100 || '月的数据' as missing
from month_before
cross join run.context as context
left join facts.coverage as by_month
    on
        by_month.source = 'social_insurance'
        and cast(month_before.month as varchar) = by_month.partition
left join facts.coverage as whole
    on
        whole.source = 'social_insurance'
        and whole.partition = 'whole'
-- What settings say of the whole source holds for a month of which nobody delivered a row.
where
    not coalesce(
        by_month.covered,
        whole.covered
        and whole.basis = 'settings'
        and extract(year from context.as_of) * 100 + extract(month from context.as_of) >= month_before.month,
        false
    )
union all
select
    hire.window_start,
    hire.window_end,
    hire.person_id,
    hire.uscc,
    hire.start_on,
    '社会保险缴费明细' as missing
from facts.lookback as hire
inner join facts.coverage as whole
    on
        whole.source = 'social_insurance'
        and whole.partition = 'whole'
where
    not hire.is_gusu
    and not whole.covered
