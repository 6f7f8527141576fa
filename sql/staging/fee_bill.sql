-- 涉企收费明细
-- Grain: bill_no
-- Reads: source.fee_bill, run.context, staging.subject_link
-- Article: 全文
-- As: view
-- Rows dated after the as-of day are absent; a row without billed_on stays.
select
    delivered.bill_no,
    coalesce(link.linked_uscc, delivered.uscc) as uscc,
    delivered.fee_type,
    delivered.billed_on,
    delivered.standard_amount,
    delivered.charged_amount,
    delivered.claim_no,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.fee_bill as delivered
cross join run.context as context
left join staging.subject_link as link on delivered.uscc = link.uscc and link.is_merged
where
    delivered.billed_on is null
    or delivered.billed_on <= context.as_of
