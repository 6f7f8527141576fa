-- 每份到数的行数相符
-- Grain: delivery_no
-- Reads: source.delivery, verdicts.delivery
-- Article: 全文
-- Rows read are accepted, rejected, superseded or out of scope, as ingested and as published.
with delivery as (
    select
        file,
        sheet,
        rows_read,
        accepted + rejected + superseded + out_of_scope as row_count
    from source.delivery
    union all
    select
        file,
        sheet,
        rows_read,
        accepted + rejected + superseded + out_of_scope as row_count
    from verdicts.delivery
)

select
    'delivery_row' as check_name,
    file || coalesce('〔' || sheet || '〕', '') as subject,
    cast(rows_read as decimal(18, 2)) as expected,
    cast(row_count as decimal(18, 2)) as observed,
    '到数的行数与接收、退回、被替换、范围之外之和不符' as message
from delivery
where rows_read <> row_count
