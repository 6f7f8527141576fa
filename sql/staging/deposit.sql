-- 保证金台账
-- Grain: deposit_no
-- Reads: source.deposit, run.context, staging.subject_link
-- Article: 全文
-- As: view
-- A deposit paid after the as-of day is not yet paid on it.
select
    delivered.deposit_no,
    coalesce(link.linked_uscc, delivered.uscc) as uscc,
    delivered.deposit_type,
    delivered.due_on,
    delivered.amount,
    case when delivered.paid_on <= context.as_of then delivered.paid_on end as paid_on,
    delivered.refunded_amount,
    delivered.refunded_on,
    delivered.replenished_on,
    delivered.withheld_from_payment,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.deposit as delivered
cross join run.context as context
left join staging.subject_link as link on delivered.uscc = link.uscc and link.is_merged
