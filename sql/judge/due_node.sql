-- 应享事项与已发放事项（用于核对少发）
-- Grain: node_id
-- Reads: judge.award_member, judge.lawful_total, judge.node, policy.exclusive_pair, verdicts.entitlement, policy.benefit
-- Article: 全文
-- What step 5 looks at, and beside it what is due and was not paid: an exact amount of a benefit that some pair binds.
-- Nothing is ever due of a ceiling, so one that was not paid stands in nobody's way. is_own: under the rule of a level
-- that covers it.
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
        owed.lawful_amount
    from verdicts.entitlement as entitlement
    inner join bound on entitlement.benefit_code = bound.benefit_code
    inner join policy.benefit as benefit
        on
            entitlement.benefit_code = benefit.benefit_code
            and benefit.amount_kind = 'exact'
            and benefit.kind <> 'compliance'
    left join judge.lawful_total as owed
        on
            entitlement.benefit_code = owed.benefit_code
            and entitlement.subject_id = owed.subject_id
    left join settled
        on
            entitlement.benefit_code = settled.benefit_code
            and entitlement.subject_id = settled.subject_id
    where
        entitlement.verdict <> 'ineligible'
        and entitlement.subject_kind in ('enterprise', 'person', 'claim')
        and settled.subject_id is null
),

node as (
    select
        node_id,
        benefit_code,
        award_id as subject_id,
        level,
        uscc,
        person_id,
        entitled_amount,
        cap_amount,
        first_paid_on,
        true as is_paid,
        is_covered as is_own
    from judge.node
    union all
    select
        benefit_code || '/' || subject_id as node_id,
        benefit_code,
        subject_id,
        null as level,
        uscc,
        person_id,
        case when verdict = 'eligible' then lawful_amount end as entitled_amount,
        cap_amount,
        null as first_paid_on,
        false as is_paid,
        true as is_own
    from unpaid
)

select
    node_id,
    benefit_code,
    subject_id,
    uscc,
    person_id,
    entitled_amount,
    cap_amount,
    is_paid,
    is_own,
    row_number() over (
        order by
            first_paid_on nulls last,
            benefit_code,
            subject_id,
            case level when '中央' then 1 when '省' then 2 when '市' then 3 else 4 end,
            node_id
    ) as tie_rank
from node
