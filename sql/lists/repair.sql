-- 读入时作的修正
-- Grain: source, file, sheet, column, value, repair
-- Reads: source.repair
-- Article: 全文
-- One line for each value that was mended: the first row in which it stands, and in how many.
select
    row_number() over (
        order by source, file, sheet, min(row), "column", repair, value, mended
    ) as sort_no,
    source as source_name,
    file,
    sheet,
    min(row) as row_no,
    "column" as column_name,
    value as delivered_value,
    mended as mended_value,
    repair,
    cast(sum(row_count) as bigint) as row_count
from source.repair
group by source, file, sheet, "column", value, mended, repair
