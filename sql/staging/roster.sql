-- 名录
-- Grain: roster, subject_id, valid_from
-- Reads: source.roster, staging.subject_link
-- Article: 全文
-- As: view
select
    delivered.roster,
    coalesce(link.linked_uscc, delivered.subject_id) as subject_id,
    delivered.subject_name,
    delivered.category,
    delivered.valid_from,
    delivered.valid_to,
    delivered.approved_by,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.roster as delivered
left join staging.subject_link as link on delivered.subject_id = link.uscc and link.is_merged
