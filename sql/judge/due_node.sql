-- 应享事项与已发放事项中互斥的（用于核对少发）
-- Grain: node_id
-- Reads: judge.due_claim, judge.due_edge, judge.lawful_amount, judge.node
-- Article: 全文
-- What step 5 looks at, and beside it what is due and was not paid. is_own: under the rule of a level that covers it.
with touched as (
    select distinct node_id
    from judge.due_edge
),

node as (
    select
        node.node_id,
        node.benefit_code,
        node.award_id as subject_id,
        node.level,
        node.uscc,
        node.person_id,
        node.entitled_amount,
        node.cap_amount,
        node.first_paid_on,
        true as is_paid,
        node.is_covered as is_own
    from judge.node as node
    inner join touched on node.node_id = touched.node_id
    union all
    select
        claim.node_id,
        claim.benefit_code,
        claim.subject_id,
        null as level,
        claim.uscc,
        claim.person_id,
        case when claim.verdict = 'eligible' then owed.lawful_amount end as entitled_amount,
        claim.cap_amount,
        null as first_paid_on,
        false as is_paid,
        true as is_own
    from judge.due_claim as claim
    inner join touched on claim.node_id = touched.node_id
    left join judge.lawful_amount as owed
        on
            claim.benefit_code = owed.benefit_code
            and claim.subject_id = owed.subject_id
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
