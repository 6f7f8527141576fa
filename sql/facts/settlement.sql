-- 医疗费用结算
-- Grain: settlement_no
-- Reads: staging.medical_settlement
-- Article: 第四十条、第四十一条
-- Two rows of one settlement may have been delivered: one settlement then, of the first day told, and what they do not
-- agree on is not known.
with known as (
    select
        delivered.*,
        concat_ws(
            '|',
            delivered.visit_type,
            delivered.settled_on,
            delivered.total_amount,
            delivered.eligible_amount,
            delivered.basic_paid,
            delivered.critical_illness_paid,
            delivered.aid_paid,
            delivered.special_paid,
            delivered.personal_paid
        ) as content
    from staging.medical_settlement as delivered
)

select
    settlement_no,
    case when min(person_id) = max(person_id) then min(person_id) end as person_id,
    min(visit_type) as visit_type,
    min(settled_on) as settled_on,
    case when min(started_on) = max(started_on) then min(started_on) end as started_on,
    case when min(covid) = max(covid) then min(covid) end as covid,
    case when min(hospital_grade) = max(hospital_grade) then min(hospital_grade) end as hospital_grade,
    case when min(hospital_district) = max(hospital_district) then min(hospital_district) end as hospital_district,
    case when bool_or(designated) = bool_and(designated) then bool_or(designated) end as is_designated,
    min(total_amount) as total_amount,
    min(eligible_amount) as eligible_amount,
    min(basic_paid) as basic_paid,
    min(critical_illness_paid) as critical_illness_paid,
    min(aid_paid) as aid_paid,
    min(special_paid) as special_paid,
    cast(
        min(basic_paid + critical_illness_paid + aid_paid + special_paid + personal_paid) as decimal(18, 2)
    ) as parts_amount,
    min(content) = max(content) as is_agreed,
    min(delivery_no) as delivery_no,
    min(row_no) as row_no
from known
group by settlement_no
