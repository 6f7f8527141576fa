-- 不符合条件而发放
-- Grain: payout_no
-- Reads: judge.payout_case
-- Article: 全文
-- Money out of time has a finding of its own (paid_outside_window).
select
    'paid_ineligible' as code,
    'high' as severity,
    benefit_code,
    uscc,
    person_id,
    payee as subject,
    payout_no,
    period_start,
    period_end,
    amount,
    cast(ineligible_amount as decimal(18, 2)) as excess_amount,
    label || '：享受主体不符合条件，'
    || case when ineligible_basis = 'reading' then '该结论取决于口径，建议核实' else remedy end
    || ineligible_amount
    || '元' as message,
    own_rows as evidence,
    ineligible_basis as basis,
    ineligible_assumption_id as assumption_id,
    department,
    level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.payout_case
where ineligible_amount > 0 and state = 'open'
