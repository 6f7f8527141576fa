-- 多享减免
-- Grain: source, key, benefit_code
-- Reads: policy.benefit, verdicts.relief_verdict
-- Article: 全文
-- More relief, or a larger share, was given than is due. A deduction from income is no money: its figures stand in the
-- message and in no sum.
select
    'relief_over' as code,
    case when relief.basis = 'text' then 'high' else 'medium' end as severity,
    relief.benefit_code,
    relief.uscc,
    relief.person_id,
    relief.subject_id as subject,
    cast(null as varchar) as payout_no,
    relief.period_start,
    relief.period_end,
    cast(case when benefit.kind = 'deduction' then 0 else relief.claimed_amount end as decimal(18, 2)) as amount,
    cast(case when benefit.kind = 'deduction' then 0 else relief.excess_amount end as decimal(18, 2)) as excess_amount,
    relief.explanation
    || case
        when benefit.kind = 'deduction' then '；应纳税所得额应当调整'
        when relief.basis = 'text' then '；应追回' || relief.excess_amount || '元'
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
where relief.finding_code = 'relief_over'
