-- 参保而无工资个税
-- Grain: benefit_code, subject_id, uscc, person_id
-- Reads: judge.counted_month, policy.benefit, verdicts.entitlement
-- Article: 第十六条、第十七条
-- The months of one person at one employer are one finding. Nothing is recovered on this alone: worth checking.
with hit as (
    select
        benefit_code,
        subject_id,
        uscc,
        person_id,
        min(month) as first_month,
        max(month) as last_month,
        string_agg(month // 100 || '年' || month % 100 || '月', '、' order by month) as months,
        array_agg(
            { 'source': 'social_insurance', 'delivery_no': delivery_no, 'row_no': row_no } order by month
        ) as places
    from judge.counted_month
    where outcome = 'hit'
    group by benefit_code, subject_id, uscc, person_id
)

select
    'insured_without_pay' as code,
    'medium' as severity,
    hit.benefit_code,
    hit.uscc,
    hit.person_id,
    hit.subject_id || ':' || hit.uscc || ':' || hit.person_id as subject,
    cast(null as varchar) as payout_no,
    make_date(hit.first_month // 100, hit.first_month % 100, 1) as period_start,
    last_day(make_date(hit.last_month // 100, hit.last_month % 100, 1)) as period_end,
    -- What one head brings; a mean over all heads (16A) hangs on no single person.
    cast(case when benefit.is_per_head then coalesce(entitlement.unit_amount, 0) else 0 end as decimal(18, 2))
        as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    benefit.title || '：计入人数的一名人员在' || hit.months
    || '有参保记录，而单位既没有工资发放记录，也没有个人所得税扣缴记录，建议核实是否真实用工' as message,
    hit.places as evidence,
    'reading' as basis,
    'A-SI-1' as assumption_id,
    benefit.department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from hit
inner join policy.benefit as benefit on hit.benefit_code = benefit.benefit_code
inner join verdicts.entitlement as entitlement
    on hit.benefit_code = entitlement.benefit_code and hit.subject_id = entitlement.subject_id
