-- 个人所得税扣缴明细
-- Grain: one row a person, employer and month
-- Reads: source.individual_income_tax, run.context, staging.subject_link
-- Article: 全文
-- As: view
-- A month that begins after the as-of day is absent.
select
    delivered.person_id,
    delivered.person_name,
    coalesce(link.linked_uscc, delivered.uscc) as uscc,
    delivered.month,
    delivered.income,
    delivered.tax_withheld,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.individual_income_tax as delivered
cross join run.context as context
left join staging.subject_link as link on delivered.uscc = link.uscc and link.is_merged
-- One comparison: what a reader looks for (a month) does not reach the files past an `or`.
where
    coalesce(delivered.month, 0) <= extract(year from context.as_of) * 100 + extract(month from context.as_of)
