-- 收费单
-- Grain: bill_no
-- Reads: staging.fee_bill
-- Article: 第十九条、第二十一条、第二十七条
-- Two rows of one bill may have been delivered. They are one bill then, of the first day and the least relief they
-- tell, and what they do not agree on decides nothing.
select
    bill_no,
    case when min(uscc) = max(uscc) then min(uscc) end as uscc,
    min(fee_type) as fee_type,
    min(billed_on) as billed_on,
    min(standard_amount) as standard_amount,
    cast(min(standard_amount - charged_amount) as decimal(18, 2)) as relief_amount,
    min(fee_type) = max(fee_type)
    and min(billed_on) = max(billed_on)
    and min(standard_amount) = max(standard_amount)
    and min(charged_amount) = max(charged_amount) as is_agreed,
    min(delivery_no) as delivery_no,
    min(row_no) as row_no
from staging.fee_bill
group by bill_no
