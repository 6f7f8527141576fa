-- 多收
-- Grain: source, key, benefit_code
-- Reads: policy.benefit, verdicts.relief_verdict
-- Article: 全文
-- Charged more than is due. Of a bill that is relief withheld (a shortfall), of a premium it is the charge's own excess;
-- either is owed back, and amount is how much.
select
    'overcharged' as code,
    case when relief.basis = 'text' then 'high' else 'medium' end as severity,
    relief.benefit_code,
    relief.uscc,
    relief.person_id,
    relief.subject_id as subject,
    cast(null as varchar) as payout_no,
    relief.period_start,
    relief.period_end,
    cast(relief.excess_amount + relief.shortfall_amount as decimal(18, 2)) as amount,
    relief.excess_amount as excess_amount,
    relief.explanation
    || case
        when relief.basis = 'text' then '；应退还' || (relief.excess_amount + relief.shortfall_amount) || '元'
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
where relief.finding_code = 'overcharged'
