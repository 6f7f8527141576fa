-- 无法核实的发放
-- Grain: payout_no
-- Reads: judge.payout_case
-- Article: 全文
-- Never money to be recovered: it stands apart as 待核实.
select
    'unverifiable' as code,
    'medium' as severity,
    benefit_code,
    uscc,
    person_id,
    payee as subject,
    payout_no,
    period_start,
    period_end,
    amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    label || '：' || unverifiable_amount || '元待核实。' || explanation as message,
    own_rows || conflict_rows as evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    department,
    level,
    cast(unverifiable_amount as decimal(18, 2)) as unverifiable_amount
from judge.payout_case
where unverifiable_amount > 0
