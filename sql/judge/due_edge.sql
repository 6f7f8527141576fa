-- 应享事项之间的互斥（用于核对少发）
-- Grain: node_id, other_node_id
-- Reads: judge.due_claim, judge.node, judge.node_edge, judge.node_key, policy.benefit, policy.exclusive_pair, verdicts.lawful_set
-- Article: 全文
-- Both directions. Of what was paid, only the components that something unpaid touches.
with unpaid as (
    select * from judge.due_claim
),

due_key as (
    select
        node_id,
        benefit_code,
        'person' as scope,
        coalesce(person_id, subject_id) as scope_id
    from unpaid
    union all
    select
        node_id,
        benefit_code,
        'subject' as scope,
        coalesce(uscc, person_id, subject_id) as scope_id
    from unpaid
),

every_key as (
    select
        node_id,
        benefit_code,
        scope,
        scope_id
    from judge.node_key
    union all
    select
        node_id,
        benefit_code,
        scope,
        scope_id
    from due_key
),

pair as (
    select
        benefit_code_a as benefit_code,
        benefit_code_b as other_benefit_code,
        scope,
        assumption_id
    from policy.exclusive_pair
    where is_on
    union
    select
        benefit_code_b as benefit_code,
        benefit_code_a as other_benefit_code,
        scope,
        assumption_id
    from policy.exclusive_pair
    where is_on
),

touching as (
    select
        due_key.node_id,
        other.node_id as other_node_id,
        pair.assumption_id
    from due_key
    inner join pair on due_key.benefit_code = pair.benefit_code and due_key.scope = pair.scope
    inner join every_key as other
        on
            pair.other_benefit_code = other.benefit_code
            and pair.scope = other.scope
            and due_key.scope_id = other.scope_id
    union all
    -- The same benefit, paid at a level that its rule does not cover.
    select
        unpaid.node_id,
        other.node_id as other_node_id,
        null as assumption_id
    from unpaid
    inner join policy.benefit as benefit
        on unpaid.benefit_code = benefit.benefit_code and benefit.level_relation = 'exclusive'
    inner join judge.node as other
        on
            unpaid.benefit_code = other.benefit_code
            and unpaid.subject_id = other.award_id
),

touched as (
    select distinct standing.component
    from touching
    inner join verdicts.lawful_set as standing on touching.other_node_id = standing.node_id
),

edge as (
    select
        node_id,
        other_node_id,
        assumption_id
    from touching
    union all
    select
        other_node_id as node_id,
        node_id as other_node_id,
        assumption_id
    from touching
    union all
    select
        edge.node_id,
        edge.other_node_id,
        edge.assumption_id
    from judge.node_edge as edge
    inner join (select distinct
        component,
        node_id
    from verdicts.lawful_set) as standing
        on edge.node_id = standing.node_id
    inner join touched on standing.component = touched.component
)

select
    node_id,
    other_node_id,
    -- What the text itself says needs no reading.
    case when count(assumption_id) = count(*) then min(assumption_id) end as assumption_id
from edge
group by node_id, other_node_id
