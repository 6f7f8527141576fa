-- 领取人与申报人
-- Grain: benefit_code, subject_id
-- Reads: policy.benefit, staging.payout, facts.claim
-- Article: 全文
-- Everyone paid at any status or level, and everyone with a claim. A payee whose code is invalid is nobody; money of
-- an enterprise's benefit that went to a person alone makes that person the candidate.
with payee as (
    select
        code as benefit_code,
        uscc,
        person_id,
        true as is_payee
    from staging.payout
    where
        uscc_fault is null
        and person_id_fault is null
),

claimant as (
    select
        benefit_code,
        uscc,
        person_id,
        false as is_payee
    from facts.claim
),

applicant as (
    select * from payee
    union all
    select * from claimant
)

select
    benefit.benefit_code,
    coalesce(applicant.uscc, applicant.person_id) as subject_id,
    max(applicant.uscc) as uscc,
    case when max(applicant.uscc) is null then max(applicant.person_id) end as person_id,
    bool_or(applicant.is_payee) as is_payee,
    bool_or(not applicant.is_payee) as is_claimant
from applicant
inner join policy.benefit as benefit on applicant.benefit_code = benefit.benefit_code
where coalesce(applicant.uscc, applicant.person_id) is not null
group by benefit.benefit_code, coalesce(applicant.uscc, applicant.person_id)
