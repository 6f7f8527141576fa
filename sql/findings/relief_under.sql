-- 少享减免
-- Grain: source, key, benefit_code
-- Reads: policy.benefit, verdicts.relief_verdict
-- Article: 全文
-- Less relief, or a smaller share, was given than is due. amount is what is missing; of a deduction it is no money.
select
    'relief_under' as code,
    'medium' as severity,
    relief.benefit_code,
    relief.uscc,
    relief.person_id,
    relief.subject_id as subject,
    cast(null as varchar) as payout_no,
    relief.period_start,
    relief.period_end,
    cast(case when benefit.kind = 'deduction' then 0 else relief.shortfall_amount end as decimal(18, 2)) as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    relief.explanation
    || case
        when benefit.kind = 'deduction' then '；可以补充扣除'
        when relief.basis = 'text' then '；应补给' || relief.shortfall_amount || '元'
        else '；该结论取决于口径，建议核实'
    end as message,
    relief.evidence,
    relief.basis,
    relief.assumption_id,
    benefit.department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from verdicts.relief_verdict as relief
inner join policy.benefit as benefit on relief.benefit_code = benefit.benefit_code
where relief.finding_code = 'relief_under'
