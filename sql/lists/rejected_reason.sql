-- 退回原因统计
-- Grain: source, column, reason
-- Reads: source.rejected_row
-- Article: 全文
-- One row of a delivery can have several faults; row_count counts rows, not faults.
with located as (
    select
        source,
        "column",
        reason,
        file || '|' || coalesce(sheet, '') || '|' || coalesce(row, 0) as row_key
    from source.rejected_row
)

select
    row_number() over (order by source asc, count(*) desc, "column" asc, reason asc) as sort_no,
    source as source_name,
    "column" as column_name,
    reason,
    count(*) as fault_count,
    count(distinct row_key) as row_count
from located
group by source, "column", reason
