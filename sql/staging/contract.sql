-- 劳动合同备案
-- Grain: one row a contract
-- Reads: source.contract, staging.subject_link
-- Article: 全文
-- As: view
select
    delivered.person_id,
    delivered.person_name,
    coalesce(link.linked_uscc, delivered.uscc) as uscc,
    delivered.contract_type,
    delivered.signed_on,
    delivered.start_on,
    delivered.end_on,
    coalesce(agency.linked_uscc, delivered.introduced_by_uscc) as introduced_by_uscc,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.contract as delivered
left join staging.subject_link as link on delivered.uscc = link.uscc and link.is_merged
left join staging.subject_link as agency on delivered.introduced_by_uscc = agency.uscc and agency.is_merged
