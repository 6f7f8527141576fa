-- 主体
-- Grain: subject_id
-- Reads: staging.roster
-- Article: 全文
select subject_id
from staging.roster
