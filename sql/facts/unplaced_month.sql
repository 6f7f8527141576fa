-- 单位不明的参保月份
-- Grain: person_id, month
-- Reads: facts.employment_payment
-- Article: 全文
-- A row whose employer nobody knows: the person may have been insured anywhere in that month.
select
    person_id,
    month,
    min(delivery_no) as delivery_no,
    min(row_no) as row_no
from facts.employment_payment
where is_employer_unknown
group by person_id, month
