-- 更正前后的变化
-- Grain: delivery_no, measure
-- Reads: source.change
-- Article: 全文
-- Rows first, then each column of money, of every file that replaced rows of an earlier one.
select
    row_number() over (order by delivery_no asc, added_count is null asc, measure asc) as sort_no,
    source as source_name,
    file,
    measure,
    before_amount,
    after_amount,
    after_amount - before_amount as difference_amount,
    added_count,
    removed_count,
    changed_count
from source.change
