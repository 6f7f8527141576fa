-- 保证金
-- Grain: deposit_no
-- Reads: staging.deposit, run.context
-- Article: 第二十条、第二十七条
-- Two rows of one deposit may have been delivered: one deposit then, and what they do not agree on decides nothing.
-- What was given back or made good after the as-of day has not happened yet.
with happened as (
    select
        delivered.deposit_no,
        delivered.uscc,
        delivered.deposit_type,
        delivered.due_on,
        delivered.amount,
        delivered.paid_on,
        case when delivered.refunded_on > context.as_of then 0 else coalesce(delivered.refunded_amount, 0) end
            as refunded_amount,
        case when delivered.replenished_on <= context.as_of then delivered.replenished_on end as replenished_on,
        delivered.withheld_from_payment,
        delivered.delivery_no,
        delivered.row_no
    from staging.deposit as delivered
    cross join run.context as context
),

known as (
    select
        *,
        concat_ws(
            '|',
            deposit_type,
            due_on,
            amount,
            coalesce(cast(paid_on as varchar), '-'),
            refunded_amount,
            coalesce(cast(replenished_on as varchar), '-'),
            coalesce(cast(withheld_from_payment as varchar), '-')
        ) as content
    from happened
)

select
    deposit_no,
    case when min(uscc) = max(uscc) then min(uscc) end as uscc,
    min(deposit_type) as deposit_type,
    min(due_on) as due_on,
    min(amount) as amount,
    max(paid_on) as paid_on,
    cast(min(refunded_amount) as decimal(18, 2)) as refunded_amount,
    max(replenished_on) as replenished_on,
    bool_or(withheld_from_payment) as is_withheld,
    min(content) = max(content) as is_agreed,
    min(delivery_no) as delivery_no,
    min(row_no) as row_no
from known
group by deposit_no
