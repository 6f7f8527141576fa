-- 保证金逾期或扣留
-- Grain: key, benefit_code
-- Reads: policy.benefit, facts.deposit_case, verdicts.relief_verdict
-- Article: 第二十条、第二十七条
-- Put off beyond the last day, withheld from what a builder is owed, or made good too late. A deposit of which too much or
-- too little was given back has that finding as well, and the money stands there.
select
    'late_deposit' as code,
    'medium' as severity,
    relief.benefit_code,
    relief.uscc,
    relief.person_id,
    relief.subject_id as subject,
    cast(null as varchar) as payout_no,
    relief.period_start,
    relief.period_end,
    case when benefit.kind = 'deferral' then deposit.amount else deposit.refunded_amount end as amount,
    cast(case when relief.finding_code = 'late_deposit' then relief.excess_amount else 0 end as decimal(18, 2))
        as excess_amount,
    relief.explanation
    || case
        when not deposit.is_late then '；不得以扣留工程款的方式收取保证金'
        when benefit.kind = 'deferral' and deposit.paid_on is null then '；应督促补缴' || deposit.amount || '元'
        when benefit.kind <> 'deferral' and deposit.replenished_on is null
            then '；应督促补足' || deposit.refunded_amount || '元'
        else '；逾期情况建议核实'
    end as message,
    relief.evidence,
    relief.basis,
    relief.assumption_id,
    benefit.department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from verdicts.relief_verdict as relief
inner join policy.benefit as benefit on relief.benefit_code = benefit.benefit_code
inner join facts.deposit_case as deposit
    on
        relief.benefit_code = deposit.benefit_code
        and relief.key = deposit.deposit_no
where
    relief.source = 'deposit'
    and (
        relief.finding_code = 'late_deposit'
        or (deposit.is_late and relief.verdict <> 'unverifiable')
    )
