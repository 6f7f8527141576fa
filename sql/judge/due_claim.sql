-- 应享而没有发放、又与其他事项互斥的事项（用于核对少发）
-- Grain: node_id
-- Reads: judge.award_member, judge.node, judge.node_key, policy.benefit, policy.exclusive_pair, verdicts.entitlement
-- Article: 全文
-- What is due and was not paid: an exact amount of a benefit that some pair binds, where the other side of the pair is
-- paid or due as well, or the same benefit was paid at a level that its rule does not cover. Nothing is ever due of a
-- ceiling, so one that was not paid stands in nobody's way.
with pair as (
    select
        benefit_code_a,
        benefit_code_b,
        scope
    from policy.exclusive_pair
    where is_on
),

bound as (
    select
        benefit_code_a as benefit_code,
        scope
    from pair
    union
    select
        benefit_code_b as benefit_code,
        scope
    from pair
),

settled as (
    -- Paid under the rule of a level that covers it, or on a list.
    select
        benefit_code,
        award_id as subject_id
    from judge.node
    where is_covered
    union
    select
        benefit_code,
        subject_id
    from judge.award_member
    where is_list
),

unpaid as (
    select
        entitlement.benefit_code,
        entitlement.subject_id,
        entitlement.uscc,
        entitlement.person_id,
        entitlement.verdict,
        entitlement.cap_amount,
        benefit.level_relation
    from verdicts.entitlement as entitlement
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
        and entitlement.benefit_code in (
            select bound.benefit_code from bound
            where bound.scope in ('person', 'subject')
        )
),

key as (
    select
        unpaid.benefit_code,
        unpaid.subject_id,
        bound.scope,
        case bound.scope
            when 'person' then coalesce(unpaid.person_id, unpaid.subject_id)
            else coalesce(unpaid.uscc, unpaid.person_id, unpaid.subject_id)
        end as scope_id
    from unpaid
    inner join bound on unpaid.benefit_code = bound.benefit_code and bound.scope in ('person', 'subject')
    union all
    -- What was paid is no claim, but may stand against one.
    select
        benefit_code,
        null as subject_id,
        scope,
        scope_id
    from judge.node_key
),

meeting as (
    select
        a.benefit_code as benefit_code_a,
        a.subject_id as subject_id_a,
        b.benefit_code as benefit_code_b,
        b.subject_id as subject_id_b
    from pair
    inner join key as a on pair.benefit_code_a = a.benefit_code and pair.scope = a.scope
    inner join key as b
        on pair.benefit_code_b = b.benefit_code and pair.scope = b.scope and a.scope_id = b.scope_id
),

met as (
    select
        benefit_code_a as benefit_code,
        subject_id_a as subject_id
    from meeting
    where subject_id_a is not null
    union
    select
        benefit_code_b as benefit_code,
        subject_id_b as subject_id
    from meeting
    where subject_id_b is not null
    union
    select
        unpaid.benefit_code,
        unpaid.subject_id
    from unpaid
    inner join judge.node as elsewhere
        on
            unpaid.benefit_code = elsewhere.benefit_code
            and unpaid.subject_id = elsewhere.award_id
            and not elsewhere.is_covered
    where unpaid.level_relation = 'exclusive'
)

select
    unpaid.benefit_code || '/' || unpaid.subject_id as node_id,
    unpaid.benefit_code,
    unpaid.subject_id,
    unpaid.uscc,
    unpaid.person_id,
    unpaid.verdict,
    unpaid.cap_amount
from met
inner join unpaid on met.benefit_code = unpaid.benefit_code and met.subject_id = unpaid.subject_id
