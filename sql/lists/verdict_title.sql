-- 结论的中文名称
-- Grain: verdict
-- Reads: (none)
-- Article: 全文
-- As: view
-- How the workbooks name the verdicts of persons, subjects and payouts, and in which order they stand.
select
    known.verdict,
    known.title,
    known.sort_order
from (
    values
    ('eligible', '符合', 1),
    ('ineligible', '不符合', 2),
    ('unknown', '待核实', 3)
) as known (verdict, title, sort_order)
