-- 发工资而未参保
-- Grain: benefit_code, subject_id, person_id
-- Reads: judge.paid_month, policy.benefit
-- Article: 第十六条
-- The months of one person at one enterprise are one finding. It moves no money of the ledger: worth checking.
with hit as (
    select
        benefit_code,
        subject_id,
        person_id,
        min(insurance_type) as insurance_type,
        min(month) as first_month,
        max(month) as last_month,
        string_agg(month // 100 || '年' || month % 100 || '月', '、' order by month) as months,
        array_agg({ 'source': 'payroll', 'delivery_no': delivery_no, 'row_no': row_no } order by month) as places
    from judge.paid_month
    where outcome = 'hit'
    group by benefit_code, subject_id, person_id
)

select
    'pay_without_insurance' as code,
    'low' as severity,
    hit.benefit_code,
    hit.subject_id as uscc,
    hit.person_id,
    hit.subject_id || ':' || hit.person_id as subject,
    cast(null as varchar) as payout_no,
    make_date(hit.first_month // 100, hit.first_month % 100, 1) as period_start,
    last_day(make_date(hit.last_month // 100, hit.last_month % 100, 1)) as period_end,
    cast(0 as decimal(18, 2)) as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    benefit.title || '：单位在' || hit.months || '向一名人员发放工资，而该人当月没有在本单位参加' || hit.insurance_type
    || '保险的记录，建议核实参保人数' as message,
    hit.places as evidence,
    'reading' as basis,
    'A-SI-1' as assumption_id,
    benefit.department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from hit
inner join policy.benefit as benefit on hit.benefit_code = benefit.benefit_code
