-- 未按从高不重复发放
-- Grain: payout_no
-- Reads: judge.payout_case
-- Article: 全文
-- Lost to another benefit of an exclusive pair. Where a level was lost to as well, the money stands with
-- paid_other_level; what shared persons opened stands with over_entitlement.
select
    'paid_exclusive' as code,
    case when lost_basis = 'text' then 'high' else 'medium' end as severity,
    benefit_code,
    uscc,
    person_id,
    payee as subject,
    payout_no,
    period_start,
    period_end,
    amount,
    cast(
        case when lost_amount > 0 and lost_to_pair and not lost_to_level then lost_amount else 0 end as decimal(18, 2)
    ) as excess_amount,
    label || '：'
    || case
        when lost_amount > 0 and lost_to_pair
            then
                '已按更高的互斥事项计发，' || lost_amount || '元不得同时享受，'
                || case when lost_basis = 'reading' then '建议核实' else remedy end || lost_amount || '元'
        else head_lost_amount || '元对应的人员已计入互斥的按人补贴，建议核实；金额列入超过应享金额'
    end as message,
    own_rows || conflict_rows as evidence,
    case when lost_amount > 0 and lost_to_pair then lost_basis else 'reading' end as basis,
    case when lost_amount > 0 and lost_to_pair then lost_assumption_id else head_assumption_id end as assumption_id,
    department,
    level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.payout_case
where (lost_amount > 0 and lost_to_pair) or head_lost_amount > 0
