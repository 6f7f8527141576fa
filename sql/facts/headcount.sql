-- 月均参保人数
-- Grain: benefit_code, uscc
-- Reads: policy.benefit, facts.window_month, facts.subject, facts.insured_month, facts.coverage
-- Article: 第十六条
-- Persons insured at the enterprise in each month of the window. Person-months and months stay whole numbers here: the
-- rule divides once, at the end.
with subject_month as (
    select
        benefit.benefit_code,
        benefit.window_start,
        benefit.window_end,
        subject.subject_id as uscc,
        window_month.month,
        window_month.label,
        coalesce(coverage.covered, false) as is_covered
    from policy.benefit as benefit
    inner join facts.window_month as window_month on benefit.benefit_code = window_month.benefit_code
    inner join facts.subject as subject on benefit.benefit_code = subject.benefit_code
    left join facts.coverage as coverage
        on
            coverage.source = 'social_insurance'
            and coverage.partition = cast(window_month.month as varchar)
    where benefit.rule = 'gs23_16a'
),

counted as (
    select
        window_start,
        window_end,
        uscc,
        month,
        count(*) as person_count
    from facts.insured_month
    where is_insured
    group by window_start, window_end, uscc, month
)

select
    subject_month.benefit_code,
    subject_month.uscc,
    cast(coalesce(sum(counted.person_count), 0) as bigint) as person_month_count,
    count(*) as month_count,
    string_agg(
        subject_month.label || ' '
        || case
            when subject_month.is_covered then coalesce(counted.person_count, 0) || ' 人' else '无数据'
        end,
        '、'
        order by subject_month.month
    ) as observed,
    '社会保险缴费明细'
    || string_agg(subject_month.label, '、' order by subject_month.month) filter (where not subject_month.is_covered)
    || '的数据' as missing
from subject_month
left join counted
    on
        subject_month.window_start = counted.window_start
        and subject_month.window_end = counted.window_end
        and subject_month.uscc = counted.uscc
        and subject_month.month = counted.month
group by subject_month.benefit_code, subject_month.uscc
