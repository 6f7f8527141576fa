-- 各列概况
-- Grain: source, column
-- Reads: source.column_profile
-- Article: 全文
-- Of the rows that were accepted; the faults are those of the rows that were not.
select
    row_number() over (order by source, place) as sort_no,
    source as source_name,
    title as column_name,
    row_count,
    filled_count,
    row_count - filled_count as empty_count,
    distinct_count,
    case when is_estimated then '约' end as distinct_note,
    smallest,
    largest,
    fault_count
from source.column_profile
