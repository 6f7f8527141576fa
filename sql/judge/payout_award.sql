-- 每笔发放找到的资格（第二步，下半）
-- Grain: line_no
-- Reads: judge.payout_target, verdicts.entitlement, staging.claim_person
-- Article: 全文
-- award_id is the entitlement's subject, or the claim whose list is summed. A list of which one person is
-- paid apart (or on another list) cannot be told from that payment: unverifiable.
with target as (
    select * from judge.payout_target
),

entitlement as (
    select
        benefit_code,
        subject_id,
        uscc,
        person_id
    from verdicts.entitlement
),

single_match as (
    select
        target.line_no,
        entitlement.subject_id
    from target
    inner join entitlement
        on target.code = entitlement.benefit_code and target.target_id = entitlement.subject_id
    where target.target_kind = 'subject'
    union all
    select
        target.line_no,
        entitlement.subject_id
    from target
    inner join entitlement
        on target.code = entitlement.benefit_code and target.uscc = entitlement.uscc
    where target.target_kind = 'party'
    union all
    select
        target.line_no,
        entitlement.subject_id
    from target
    inner join entitlement
        on target.code = entitlement.benefit_code and target.person_id = entitlement.person_id
    where target.target_kind = 'party' and (target.uscc is null or entitlement.uscc is null)
),

single as (
    select
        line_no,
        count(*) as match_count,
        min(subject_id) as subject_id
    from single_match
    group by line_no
),

list_target as (
    select distinct
        target.code,
        target.claim_no,
        member.person_id
    from target
    inner join staging.claim_person as member on target.claim_no = member.claim_no
    where target.target_kind = 'list' and target.fault is null
),

entitlement_count as (
    select
        entitlement.benefit_code,
        entitlement.subject_id,
        count(*) as match_count
    from entitlement
    inner join (select distinct
        code,
        person_id
    from list_target) as listed
        on entitlement.benefit_code = listed.code and entitlement.subject_id = listed.person_id
    group by entitlement.benefit_code, entitlement.subject_id
),

paid_apart as (
    -- Any payment of the benefit that means one person, whatever else is wrong with it.
    select distinct
        code,
        coalesce(target_id, person_id) as person_id
    from target
    where target_kind = 'subject'
),

on_lists as (
    select
        code,
        person_id,
        count(*) as list_count
    from list_target
    group by code, person_id
),

list_fault as (
    select
        list_target.code,
        list_target.claim_no,
        bool_or(coalesce(entitlement_count.match_count, 0) <> 1) as has_unmatched,
        bool_or(paid_apart.person_id is not null) as has_paid_apart,
        bool_or(on_lists.list_count > 1) as has_other_list
    from list_target
    inner join on_lists
        on list_target.code = on_lists.code and list_target.person_id = on_lists.person_id
    left join entitlement_count
        on
            list_target.code = entitlement_count.benefit_code
            and list_target.person_id = entitlement_count.subject_id
    left join paid_apart
        on list_target.code = paid_apart.code and list_target.person_id = paid_apart.person_id
    group by list_target.code, list_target.claim_no
)

select
    target.line_no,
    target.code as benefit_code,
    target.target_kind = 'list' as is_list,
    case when target.target_kind = 'list' then '名单:' || target.claim_no else single.subject_id end as award_id,
    case
        when target.fault is not null then target.fault
        when target.target_kind = 'list' and list_fault.claim_no is null then '申报没有花名册'
        when list_fault.has_unmatched then '花名册中有人没有唯一的资格记录'
        when list_fault.has_paid_apart then '花名册中有人另有单独发放'
        when list_fault.has_other_list then '花名册中有人同时在另一份已发放的花名册中'
        when target.target_kind <> 'list' and single.line_no is null then '没有对应的资格记录'
        when single.match_count > 1 then '对应的资格记录不唯一'
    end as fault
from target
left join single on target.line_no = single.line_no
left join list_fault
    on
        target.target_kind = 'list'
        and target.code = list_fault.code
        and target.claim_no = list_fault.claim_no
