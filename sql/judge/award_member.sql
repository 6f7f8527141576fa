-- 发放所依据的资格记录
-- Grain: benefit_code, award_id, subject_id
-- Reads: judge.payout_award, verdicts.entitlement, staging.claim_person
-- Article: 全文
with award as (
    select distinct
        benefit_code,
        award_id,
        is_list
    from judge.payout_award
    where fault is null
),

member as (
    select
        award.benefit_code,
        award.award_id,
        award.is_list,
        award.award_id as subject_id
    from award
    where not award.is_list
    union all
    select distinct
        award.benefit_code,
        award.award_id,
        award.is_list,
        listed.person_id as subject_id
    from award
    inner join staging.claim_person as listed on award.award_id = '名单:' || listed.claim_no
    where award.is_list
)

select
    member.benefit_code,
    member.award_id,
    member.is_list,
    member.subject_id,
    entitlement.uscc,
    entitlement.person_id,
    entitlement.period_start,
    entitlement.period_end,
    entitlement.verdict,
    entitlement.quantity,
    entitlement.unit_amount,
    entitlement.gross_amount,
    entitlement.cap_amount,
    entitlement.amount,
    entitlement.possible_amount,
    entitlement.missing
from member
inner join verdicts.entitlement as entitlement
    on member.benefit_code = entitlement.benefit_code and member.subject_id = entitlement.subject_id
