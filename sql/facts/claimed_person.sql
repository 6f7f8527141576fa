-- 申报涉及人员
-- Grain: benefit_code, claim_no, person_id
-- Reads: facts.claim, staging.claim_person
-- Article: 全文
-- The persons a claim names: its list, and the person of the claim itself.
with named as (
    select
        claim.benefit_code,
        claim.claim_no,
        listed.person_id,
        listed.delivery_no,
        listed.row_no,
        true as is_listed
    from facts.claim as claim
    inner join staging.claim_person as listed on claim.claim_no = listed.claim_no
    union all
    select
        benefit_code,
        claim_no,
        person_id,
        null as delivery_no,
        null as row_no,
        false as is_listed
    from facts.claim
    where person_id is not null
)

select
    named.benefit_code,
    named.claim_no,
    named.person_id,
    -- The subject the claim speaks for, null where the claim does not say.
    coalesce(claim.uscc, claim.person_id) as subject_id,
    bool_or(named.is_listed) as is_listed,
    min(named.delivery_no) as delivery_no,
    min(named.row_no) as row_no
from named
inner join facts.claim as claim
    on
        named.benefit_code = claim.benefit_code
        and named.claim_no = claim.claim_no
group by named.benefit_code, named.claim_no, named.person_id, coalesce(claim.uscc, claim.person_id)
