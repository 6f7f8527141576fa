-- 个人事项的申报
-- Grain: benefit_code, claim_no, subject_id
-- Reads: policy.benefit, policy.benefit_roster, facts.claim, facts.claimed_person
-- Article: 第三条、第十八条
-- For whom each claim of a person's benefit speaks: the person of the claim and everyone on its list, each for the whole
-- of it. Where the benefit is for teams too, a claim is of its person alone or, without one, of the
-- enterprise for its team. A claim that names nobody has no row.
with measure as (
    select
        benefit.benefit_code,
        coalesce(bool_or(needed.members = 'person_or_enterprise'), false) as is_for_teams
    from policy.benefit as benefit
    left join policy.benefit_roster as needed
        on
            benefit.benefit_code = needed.benefit_code
            and needed.role = 'subject'
    where benefit.subject_kind = 'person'
    group by benefit.benefit_code
),

spoken as (
    select
        claim.benefit_code,
        claim.claim_no,
        'person' as subject_kind,
        named.person_id as subject_id
    from measure
    inner join facts.claim as claim on measure.benefit_code = claim.benefit_code
    inner join facts.claimed_person as named
        on
            claim.benefit_code = named.benefit_code
            and claim.claim_no = named.claim_no
    where
        not measure.is_for_teams
        or named.person_id = claim.person_id
    union all
    select
        claim.benefit_code,
        claim.claim_no,
        'enterprise' as subject_kind,
        claim.uscc as subject_id
    from measure
    inner join facts.claim as claim on measure.benefit_code = claim.benefit_code
    where
        measure.is_for_teams
        and claim.person_id is null
        and claim.is_person_known
        and claim.uscc is not null
)

select
    spoken.benefit_code,
    spoken.claim_no,
    spoken.subject_id,
    spoken.subject_kind,
    claim.uscc,
    claim.occurred_on,
    claim.is_in_window,
    claim.approved,
    claim.base_amount,
    claim.delivery_no,
    claim.row_no
from spoken
inner join facts.claim as claim
    on
        spoken.benefit_code = claim.benefit_code
        and spoken.claim_no = claim.claim_no
