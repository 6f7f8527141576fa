-- 同一事项重复发放
-- Grain: payout_no
-- Reads: judge.payout_case
-- Article: 全文
-- A second full payment counts here too where the cap makes it over_cap; its money stays with over_cap.
select
    'paid_twice' as code,
    'high' as severity,
    benefit_code,
    uscc,
    person_id,
    payee as subject,
    payout_no,
    period_start,
    period_end,
    amount,
    cast(repeat_amount as decimal(18, 2)) as excess_amount,
    label || '：同一事项同一主体此前已足额发放' || entitled_amount || '元，'
    || case
        when repeat_amount > 0 then remedy || repeat_amount || '元'
        else '本笔再次足额发放，超过限额的金额列入超过限额'
    end as message,
    own_rows || node_rows as evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    department,
    level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.payout_case
where repeat_amount > 0 or (is_second_full_payment and over_cap_amount > 0)
