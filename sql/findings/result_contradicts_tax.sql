-- 经营指标与申报相反
-- Grain: benefit_code, subject_id
-- Reads: judge.result_tax, policy.benefit, verdicts.entitlement
-- Article: 第十六条
-- The figures of a filing are tax secrets: the message gives the direction, the evidence leads to the rows.
select
    'result_contradicts_tax' as code,
    'high' as severity,
    compared.benefit_code,
    compared.subject_id as uscc,
    cast(null as varchar) as person_id,
    compared.subject_id as subject,
    cast(null as varchar) as payout_no,
    benefit.window_start as period_start,
    benefit.window_end as period_end,
    cast(coalesce(entitlement.amount, 0) as decimal(18, 2)) as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    benefit.title || '：主管部门确认的经营指标较上年同期增长，而该单位同月份的增值税申报销售额低于上年同期，建议核实确认数的来源'
        as message,
    compared.evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    benefit.department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.result_tax as compared
inner join policy.benefit as benefit on compared.benefit_code = benefit.benefit_code
left join verdicts.entitlement as entitlement
    on compared.benefit_code = entitlement.benefit_code and compared.subject_id = entitlement.subject_id
where compared.outcome = 'hit'
