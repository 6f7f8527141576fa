-- 退回行
-- Grain: source, file, sheet, row, column
-- Reads: source.rejected_row
-- Article: 全文
select
    row_number() over (
        order by source, file, sheet, row nulls first, "column", reason, value, advice
    ) as sort_no,
    source as source_name,
    file,
    sheet,
    row as row_no,
    "column" as column_name,
    value as delivered_value,
    reason,
    advice
from source.rejected_row
