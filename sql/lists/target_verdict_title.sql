-- 目标完成情况的中文名称
-- Grain: verdict
-- Reads: (none)
-- Article: 全文
-- As: view
select
    known.verdict,
    known.title
from (
    values
    ('reached', '达标'),
    ('missed', '未达标'),
    ('on_track', '按进度'),
    ('behind', '落后'),
    ('not_reported', '未填报'),
    ('no_target', '文件无此目标')
) as known (verdict, title)
