-- 市场主体登记
-- Grain: uscc
-- Reads: source.enterprise, staging.subject_link
-- Article: 全文
-- As: view
-- Of a unit under several codes the one that stands for it (staging.subject_link).
select
    delivered.uscc,
    delivered.name,
    delivered.entity_type,
    delivered.industry_code,
    delivered.registered_on,
    delivered.status,
    delivered.status_on,
    delivered.district,
    delivered.street,
    delivered.legal_person_name,
    delivered.legal_person_id,
    delivered.si_employer_no,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.enterprise as delivered
left join staging.subject_link as link on delivered.uscc = link.uscc and link.is_merged
where link.uscc is null
