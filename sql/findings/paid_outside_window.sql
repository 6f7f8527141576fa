-- 享受期或发放日在窗口外
-- Grain: payout_no
-- Reads: judge.payout_case
-- Article: 全文
select
    'paid_outside_window' as code,
    'medium' as severity,
    benefit_code,
    uscc,
    person_id,
    payee as subject,
    payout_no,
    period_start,
    period_end,
    amount,
    cast(ineligible_amount as decimal(18, 2)) as excess_amount,
    label || '：' || cause || '，'
    || case when window_assumption_id is not null then '起始日取决于口径，建议核实' else remedy end
    || ineligible_amount
    || '元' as message,
    own_rows as evidence,
    case when window_assumption_id is not null then 'reading' else 'text' end as basis,
    window_assumption_id as assumption_id,
    department,
    level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.payout_case
where ineligible_amount > 0 and state = 'ineligible'
