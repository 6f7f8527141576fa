-- 超过限额
-- Grain: payout_no
-- Reads: judge.payout_case
-- Article: 全文
select
    'over_cap' as code,
    'high' as severity,
    benefit_code,
    uscc,
    person_id,
    payee as subject,
    payout_no,
    period_start,
    period_end,
    amount,
    cast(over_cap_amount as decimal(18, 2)) as excess_amount,
    label || '：' || over_cap_amount || '元超过限额' || cap_amount || '元，' || remedy || over_cap_amount || '元' as message,
    own_rows || node_rows as evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    department,
    level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.payout_case
where over_cap_amount > 0
