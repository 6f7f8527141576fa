-- 超过应享金额
-- Grain: payout_no
-- Reads: judge.payout_case
-- Article: 全文
-- The part that only persons shared with another benefit opened rests on that pair's reading.
select
    'over_entitlement' as code,
    'high' as severity,
    benefit_code,
    uscc,
    person_id,
    payee as subject,
    payout_no,
    period_start,
    period_end,
    amount,
    cast(over_entitlement_amount as decimal(18, 2)) as excess_amount,
    label || '：' || over_entitlement_amount || '元超过应享额' || entitled_amount || '元，'
    || case when head_lost_amount > 0 then '其中' || head_lost_amount || '元涉及按人互斥口径，建议核实' else remedy end
    || over_entitlement_amount || '元' as message,
    own_rows || node_rows as evidence,
    case when head_lost_amount = over_entitlement_amount then 'reading' else 'text' end as basis,
    case when head_lost_amount = over_entitlement_amount then head_assumption_id end as assumption_id,
    department,
    level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.payout_case
where over_entitlement_amount > 0
