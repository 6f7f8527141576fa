-- 应享而没有发放的事项（用于核对少发）
-- Grain: node_id
-- Reads: judge.award_member, judge.node, policy.benefit, policy.exclusive_pair, verdicts.entitlement
-- Article: 全文
-- What is due and was not paid: an exact amount of a benefit that some pair binds. Nothing is ever due of a ceiling, so
-- one that was not paid stands in nobody's way.
with bound as (
    select benefit_code_a as benefit_code
    from policy.exclusive_pair
    where is_on and scope not in ('head', 'hire')
    union
    select benefit_code_b as benefit_code
    from policy.exclusive_pair
    where is_on and scope not in ('head', 'hire')
),

settled as (
    -- Paid under the rule of a level that covers it, or on a list.
    select
        node.benefit_code,
        node.award_id as subject_id
    from judge.node as node
    inner join bound on node.benefit_code = bound.benefit_code
    where node.is_covered
    union
    select
        member.benefit_code,
        member.subject_id
    from judge.award_member as member
    inner join bound on member.benefit_code = bound.benefit_code
    where member.is_list
)

select
    entitlement.benefit_code || '/' || entitlement.subject_id as node_id,
    entitlement.benefit_code,
    entitlement.subject_id,
    entitlement.uscc,
    entitlement.person_id,
    entitlement.verdict,
    entitlement.cap_amount
from verdicts.entitlement as entitlement
inner join bound on entitlement.benefit_code = bound.benefit_code
inner join policy.benefit as benefit
    on
        entitlement.benefit_code = benefit.benefit_code
        and benefit.amount_kind = 'exact'
        and benefit.kind <> 'compliance'
left join settled
    on
        entitlement.benefit_code = settled.benefit_code
        and entitlement.subject_id = settled.subject_id
where
    entitlement.verdict <> 'ineligible'
    and entitlement.subject_kind in ('enterprise', 'person', 'claim')
    and settled.subject_id is null
