-- 同一事项多个级次发放
-- Grain: payout_no
-- Reads: judge.payout_case
-- Article: 全文
-- A text basis: the closing paragraph binds levels among each other.
select
    'paid_other_level' as code,
    'high' as severity,
    benefit_code,
    uscc,
    person_id,
    payee as subject,
    payout_no,
    period_start,
    period_end,
    amount,
    cast(lost_amount as decimal(18, 2)) as excess_amount,
    label || '：同一事项在其他级次已享受，' || lost_amount || '元重复，' || remedy || lost_amount || '元' as message,
    own_rows || conflict_rows as evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    department,
    level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.payout_case
where lost_amount > 0 and lost_to_level
