-- 名录
-- Grain: roster, subject_id, valid_from
-- Reads: source.roster
-- Article: 全文
-- As: view
select
    delivered.roster,
    delivered.subject_id,
    delivered.subject_name,
    delivered.category,
    delivered.valid_from,
    delivered.valid_to,
    delivered.approved_by,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.roster as delivered
