-- 退回的行
-- Grain: one row a rejected row and reason
-- Reads: source.rejected_row
-- Article: 全文
-- As: view
select
    source,
    file,
    sheet,
    row,
    "column",
    value,
    reason,
    advice
from source.rejected_row
