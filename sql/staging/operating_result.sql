-- 经营指标确认表
-- Grain: one row an enterprise, indicator and period
-- Reads: source.operating_result
-- Article: 全文
-- As: view
select
    delivered.uscc,
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
