-- 申报
-- Grain: benefit_code, claim_no
-- Reads: staging.claim, policy.benefit
-- Article: 全文
-- Two rows of one claim may have been delivered: what they do not agree on is not known.
with agreed as (
    select
        code as benefit_code,
        claim_no,
        case when count(uscc) = count(*) and min(uscc) = max(uscc) then min(uscc) end as uscc,
        case when count(person_id) = count(*) and min(person_id) = max(person_id) then min(person_id) end as person_id,
        count(person_id) = 0 or (count(person_id) = count(*) and min(person_id) = max(person_id)) as is_person_known,
        case when count(occurred_on) = count(*) and min(occurred_on) = max(occurred_on) then min(occurred_on) end
            as occurred_on,
        case when count(ended_on) = count(*) and min(ended_on) = max(ended_on) then min(ended_on) end as ended_on,
        -- An empty end is open; ends that disagree are not known.
        count(ended_on) = 0 or (count(ended_on) = count(*) and min(ended_on) = max(ended_on)) as is_end_known,
        case when count(category) = count(*) and min(category) = max(category) then min(category) end as category,
        case when count(quantity) = count(*) and min(quantity) = max(quantity) then min(quantity) end as quantity,
        case when count(base_amount) = count(*) and min(base_amount) = max(base_amount) then min(base_amount) end
            as base_amount,
        case when count(approved) = count(*) and min(approved) = max(approved) then min(approved) end as approved,
        min(delivery_no) as delivery_no,
        min(row_no) as row_no
    from staging.claim
    where code is not null
    group by code, claim_no
)

select
    agreed.benefit_code,
    agreed.claim_no,
    agreed.uscc,
    agreed.person_id,
    agreed.is_person_known,
    agreed.occurred_on,
    agreed.ended_on,
    agreed.is_end_known,
    agreed.category,
    agreed.quantity,
    agreed.base_amount,
    agreed.approved,
    -- Null where the day is not known.
    agreed.occurred_on between benefit.window_start and benefit.window_end as is_in_window,
    agreed.delivery_no,
    agreed.row_no
from agreed
inner join policy.benefit as benefit on agreed.benefit_code = benefit.benefit_code
