-- 申报花名册
-- Grain: claim_no, person_id
-- Reads: source.claim_person
-- Article: 全文
-- As: view
select
    delivered.claim_no,
    delivered.person_id,
    delivered.person_name,
    delivered.category,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.claim_person as delivered
