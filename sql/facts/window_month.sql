-- 窗口期月份
-- Grain: benefit_code, month
-- Reads: policy.benefit
-- Article: 全文
-- The calendar months that a benefit's window touches.
with month_start as (
    select
        benefit_code,
        window_end,
        unnest(generate_series(date_trunc('month', window_start), window_end, interval '1' month)) as month_start
    from policy.benefit
)

select
    benefit_code,
    cast(extract(year from month_start) * 100 + extract(month from month_start) as integer) as month,
    extract(year from month_start) || '年' || extract(month from month_start) || '月' as label,
    date_trunc('month', month_start) = date_trunc('month', window_end) as is_last
from month_start
