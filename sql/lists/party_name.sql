-- 单位名称与人员姓名
-- Grain: code
-- Reads: staging.enterprise, staging.person, staging.roster, staging.contract, staging.claim_person, staging.payout
-- Article: 全文
-- The name in the register; of whom no register holds, the name on a roster, in a contract or claim, else the payee's.
with candidate as (
    select
        uscc as code,
        name,
        1 as preference,
        delivery_no,
        row_no
    from staging.enterprise

    union all

    select
        person_id as code,
        name,
        1 as preference,
        delivery_no,
        row_no
    from staging.person

    union all

    select
        subject_id as code,
        subject_name as name,
        2 as preference,
        delivery_no,
        row_no
    from staging.roster
    where subject_name is not null

    union all

    select
        person_id as code,
        person_name as name,
        3 as preference,
        delivery_no,
        row_no
    from staging.contract

    union all

    select
        person_id as code,
        person_name as name,
        4 as preference,
        delivery_no,
        row_no
    from staging.claim_person

    union all

    select
        coalesce(uscc, person_id) as code,
        payee_name as name,
        5 as preference,
        delivery_no,
        row_no
    from staging.payout
    where uscc is null or person_id is null
),

ranked as (
    select
        code,
        name,
        row_number() over (partition by code order by preference, delivery_no, row_no) as place
    from candidate
    where code is not null
)

select
    code,
    name
from ranked
where place = 1
