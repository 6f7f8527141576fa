-- 节点之间的互斥（第五步）
-- Grain: node_id, other_node_id
-- Reads: judge.node, judge.node_key, judge.payout_step, policy.benefit, policy.exclusive_pair
-- Article: 全文
-- Both directions stand here. Pairs bind whatever the levels; one benefit at two levels conflicts where the
-- periods of some of their payouts overlap. Pairs per head were settled in step 4.
with node as (
    select * from judge.node
),

period as (
    select distinct
        node_id,
        period_start,
        period_end
    from judge.payout_step
    where state = 'open'
),

level_edge as (
    select distinct
        a.node_id as node_a,
        b.node_id as node_b
    from node as a
    inner join node as b
        on a.benefit_code = b.benefit_code and a.award_id = b.award_id and a.tie_rank < b.tie_rank
    inner join policy.benefit as benefit
        on a.benefit_code = benefit.benefit_code and benefit.level_relation = 'exclusive'
    inner join period as period_a on a.node_id = period_a.node_id
    inner join period as period_b
        on
            b.node_id = period_b.node_id
            and period_a.period_start <= period_b.period_end
            and period_a.period_end >= period_b.period_start
),

pair_edge as (
    select distinct
        a.node_id as node_a,
        b.node_id as node_b,
        pair.pair_id,
        pair.basis,
        pair.assumption_id
    from policy.exclusive_pair as pair
    inner join judge.node_key as a on pair.benefit_code_a = a.benefit_code and pair.scope = a.scope
    inner join judge.node_key as b
        on pair.benefit_code_b = b.benefit_code and pair.scope = b.scope and a.scope_id = b.scope_id
    where pair.is_on and pair.scope not in ('head', 'hire')
),

edge as (
    select
        node_a,
        node_b,
        '级次' as pair_id,
        'text' as basis,
        cast(null as varchar) as assumption_id,
        true as is_level
    from level_edge
    union all
    select
        node_a,
        node_b,
        pair_id,
        basis,
        assumption_id,
        false as is_level
    from pair_edge
),

both_ways as (
    select
        node_a as node_id,
        node_b as other_node_id,
        pair_id,
        basis,
        assumption_id,
        is_level
    from edge
    union all
    select
        node_b as node_id,
        node_a as other_node_id,
        pair_id,
        basis,
        assumption_id,
        is_level
    from edge
)

select
    node_id,
    other_node_id,
    string_agg(distinct pair_id, '、' order by pair_id) as pairs,
    -- "text" sorts after "reading": the text alone is enough.
    max(basis) as basis,
    case when max(basis) = 'reading' then min(assumption_id) end as assumption_id,
    bool_or(is_level) as is_level
from both_ways
group by node_id, other_node_id
