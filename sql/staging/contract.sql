-- 劳动合同备案
-- Grain: one row a contract
-- Reads: source.contract
-- Article: 全文
-- As: view
select
    delivered.person_id,
    delivered.person_name,
    delivered.uscc,
    delivered.contract_type,
    delivered.signed_on,
    delivered.start_on,
    delivered.end_on,
    delivered.introduced_by_uscc,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.contract as delivered
