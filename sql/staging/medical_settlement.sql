-- 医疗费用结算
-- Grain: settlement_no
-- Reads: source.medical_settlement, run.context
-- Article: 全文
-- As: view
-- Rows dated after the as-of day are absent; a row without settled_on stays.
select
    delivered.settlement_no,
    delivered.person_id,
    delivered.hospital,
    delivered.hospital_grade,
    delivered.hospital_district,
    delivered.visit_type,
    delivered.covid,
    delivered.designated,
    delivered.insurance_type,
    delivered.started_on,
    delivered.settled_on,
    delivered.total_amount,
    delivered.eligible_amount,
    delivered.basic_paid,
    delivered.critical_illness_paid,
    delivered.aid_paid,
    delivered.special_paid,
    delivered.personal_paid,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.medical_settlement as delivered
cross join run.context as context
where
    delivered.settled_on is null
    or delivered.settled_on <= context.as_of
