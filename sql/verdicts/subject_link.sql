-- 同一单位的新旧代码
-- Grain: uscc
-- Reads: staging.subject_link
-- Article: 全文
-- As: view
select
    uscc,
    linked_uscc,
    basis,
    is_merged
from staging.subject_link
