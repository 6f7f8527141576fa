-- 目标任务进度
-- Grain: metric_code, as_of
-- Reads: source.progress
-- Article: 全文
-- As: view
select
    delivered.metric_code,
    delivered.as_of,
    delivered.value,
    delivered.reported_by,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.progress as delivered
