-- 经营指标确认表
-- Grain: one row an enterprise, indicator and period
-- Reads: source.operating_result, staging.subject_link
-- Article: 全文
-- As: view
select
    coalesce(link.linked_uscc, delivered.uscc) as uscc,
    delivered.indicator,
    delivered.period_start,
    delivered.period_end,
    delivered.current_amount,
    delivered.prior_amount,
    delivered.confirmed_by,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.operating_result as delivered
left join staging.subject_link as link on delivered.uscc = link.uscc and link.is_merged
