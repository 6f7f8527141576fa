-- 未从高发放
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: judge.shortfall_case, policy.benefit, verdicts.relief_verdict
-- Article: 全文
-- A lower exclusive one was paid: at another level, of another benefit, per head for the same persons, or claimed in the
-- same tax filing. amount is the difference.
select
    'lower_paid' as code,
    case when obstacle is null then 'medium' else 'low' end as severity,
    benefit_code,
    uscc,
    person_id,
    subject_id as subject,
    cast(null as varchar) as payout_no,
    period_start,
    period_end,
    shortfall_amount as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    title || '：依法应享' || lawful_amount || '元，只享受了较低的互斥事项或级次，已享受' || received_amount || '元，应补差'
    || shortfall_amount || '元' || remark as message,
    evidence,
    case when assumption_id is not null then 'reading' else 'text' end as basis,
    assumption_id,
    department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.shortfall_case
where shortfall_code = 'lower_paid'
union all
select
    'lower_paid' as code,
    'medium' as severity,
    relief.benefit_code,
    relief.uscc,
    relief.person_id,
    relief.subject_id as subject,
    cast(null as varchar) as payout_no,
    relief.period_start,
    relief.period_end,
    relief.shortfall_amount as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    relief.explanation as message,
    relief.evidence,
    relief.basis,
    relief.assumption_id,
    benefit.department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from verdicts.relief_verdict as relief
inner join policy.benefit as benefit on relief.benefit_code = benefit.benefit_code
where relief.finding_code = 'lower_paid'
