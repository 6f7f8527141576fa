-- 单位已到账的缴费月份
-- Grain: benefit_code, uscc, month
-- Reads: facts.premium_year_month, staging.social_insurance, run.context
-- Article: 第十五条
-- The premiums of an enterprise that were received and not given back: 正常, paid by the as-of day, and no 退费 of that
-- person in that month. A month of which only other 正常 rows are there has a row, with nobody in it.
with payment as (
    select
        looked_at.benefit_code,
        premium.uscc,
        premium.person_id,
        looked_at.month,
        premium.payment_kind = '正常' as is_regular,
        premium.payment_kind = '正常' and premium.paid_on <= context.as_of as is_received,
        premium.payment_kind = '退费' as is_refund,
        premium.employer_amount + premium.employee_amount as premium_amount,
        premium.delivery_no,
        premium.row_no
    from facts.premium_year_month as looked_at
    cross join run.context as context
    inner join staging.social_insurance as premium
        on
            looked_at.insurance_type = premium.insurance_type
            and looked_at.month = premium.period
    where premium.uscc is not null
),

person as (
    select
        benefit_code,
        uscc,
        month,
        bool_or(is_regular) as is_regular,
        coalesce(bool_or(is_received), false) and not bool_or(is_refund) as is_counted,
        sum(premium_amount) filter (where is_received) as premium_amount,
        min({ 'delivery_no': delivery_no, 'row_no': row_no }) filter (where is_regular) as first_row
    from payment
    group by benefit_code, uscc, month, person_id
)

select
    benefit_code,
    uscc,
    month,
    count(*) filter (where is_counted) as person_count,
    cast(coalesce(sum(premium_amount) filter (where is_counted), 0) as decimal(18, 2)) as premium_amount,
    min(first_row).delivery_no as delivery_no,
    min(first_row).row_no as row_no
from person
group by benefit_code, uscc, month
having bool_or(is_regular)
