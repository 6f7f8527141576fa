-- 发放判定的中文名称
-- Grain: verdict
-- Reads: (none)
-- Article: 全文
-- As: view
select
    known.verdict,
    known.title,
    known.sort_order
from (
    values
    ('compliant', '合规', 1),
    ('over_cap', '超限额', 2),
    ('over_entitlement', '超标准', 3),
    ('ineligible', '不符合条件', 4),
    ('duplicate', '重复享受', 5),
    ('unverifiable', '待核实', 6),
    ('returned', '已退回', 7)
) as known (verdict, title, sort_order)
