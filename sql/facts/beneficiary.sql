-- 个人事项的候选
-- Grain: benefit_code, subject_id
-- Reads: policy.benefit, staging.payout, staging.contract, facts.personal_claim, facts.roster_member, facts.enterprise
-- Article: 第三条、第十八条
-- Who is judged for a person's benefit: the roster in the window, everyone paid, everyone a claim speaks for, and whoever
-- has a contract starting in the window with an employer on the benefit's rosters. An enterprise that was
-- paid is a candidate only where its claim names nobody: else it was paid for those whom the claim names.
with measure as (
    select
        benefit_code,
        window_start,
        window_end
    from policy.benefit
    where subject_kind = 'person'
),

speaking_claim as (
    select distinct
        benefit_code,
        claim_no
    from facts.personal_claim
),

candidate as (
    select
        payout.code as benefit_code,
        coalesce(payout.person_id, payout.uscc) as subject_id,
        payout.person_id is null as is_enterprise
    from staging.payout as payout
    left join speaking_claim
        on
            payout.code = speaking_claim.benefit_code
            and payout.claim_no = speaking_claim.claim_no
    where
        payout.uscc_fault is null
        and payout.person_id_fault is null
        and (payout.person_id is not null or speaking_claim.claim_no is null)
    union all
    select
        benefit_code,
        subject_id,
        subject_kind = 'enterprise' as is_enterprise
    from facts.personal_claim
    union all
    select
        member.benefit_code,
        member.subject_id,
        enterprise.uscc is not null as is_enterprise
    from facts.roster_member as member
    left join facts.enterprise as enterprise on member.subject_id = enterprise.uscc
    where
        member.role = 'subject'
        and member.is_in_window
    union all
    select
        measure.benefit_code,
        contract.person_id as subject_id,
        false as is_enterprise
    from measure
    inner join facts.roster_member as member
        on
            measure.benefit_code = member.benefit_code
            and member.role = 'employer'
            and member.is_in_window
    inner join staging.contract as contract
        on
            member.subject_id = contract.uscc
            and contract.start_on between measure.window_start and measure.window_end
),

gathered as (
    select
        measure.benefit_code,
        measure.window_start,
        measure.window_end,
        candidate.subject_id,
        bool_or(candidate.is_enterprise) as is_enterprise
    from measure
    inner join candidate on measure.benefit_code = candidate.benefit_code
    where candidate.subject_id is not null
    group by measure.benefit_code, measure.window_start, measure.window_end, candidate.subject_id
)

select
    benefit_code,
    subject_id,
    case when is_enterprise then 'enterprise' else 'person' end as subject_kind,
    case when is_enterprise then subject_id end as uscc,
    case when not is_enterprise then subject_id end as person_id,
    window_start,
    window_end
from gathered
