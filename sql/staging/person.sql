-- 人员信息
-- Grain: person_id
-- Reads: source.person
-- Article: 全文
-- As: view
select
    delivered.person_id,
    delivered.name,
    delivered.hukou_code,
    delivered.first_insured_period,
    delivered.education,
    delivered.school,
    delivered.study_mode,
    delivered.graduated_on,
    delivered.deceased_on,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.person as delivered
