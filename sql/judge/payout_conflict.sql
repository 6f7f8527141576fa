-- 每笔发放与哪些发放互斥
-- Grain: line_no
-- Reads: judge.line_fill, judge.node, judge.payout_line, judge.payout_step, judge.node_edge, judge.node_trial, policy.benefit
-- Article: 全文
-- conflicts_with: the payouts of all nodes with an edge to this one's. lost_basis and the two flags tell which
-- kinds of edge run between a losing node and the lawful ones that it lost to; lost_to says what was paid of those.
with line as (
    select
        step.line_no,
        step.node_id,
        payout.payout_no
    from judge.payout_step as step
    inner join judge.payout_line as payout on step.line_no = payout.line_no
    where step.state = 'open'
),

other as (
    select
        edge.node_id,
        string_agg(distinct line.payout_no, ',' order by line.payout_no) as conflicts_with
    from judge.node_edge as edge
    inner join line on edge.other_node_id = line.node_id
    group by edge.node_id
),

kept as (
    -- What a node's own lines keep for it.
    select
        node_id,
        sum(kept_amount) as kept_amount
    from judge.line_fill
    where trial = 0 and node_id = target_node_id
    group by node_id
),

winner as (
    select
        node.node_id,
        node.tie_rank,
        case when node.has_paid then '已按' else '按' end || benefit.title || '（' || node.level || '级）'
        || case when node.has_paid then '发放' else '拟发放' end
        || cast(coalesce(kept.kept_amount, 0) as decimal(18, 2)) || '元' as label
    from judge.node as node
    inner join policy.benefit as benefit on node.benefit_code = benefit.benefit_code
    left join kept on node.node_id = kept.node_id
),

crossing as (
    select
        edge.node_id,
        max(edge.basis) as lost_basis,
        case when max(edge.basis) = 'reading' then min(edge.assumption_id) end as lost_assumption_id,
        bool_or(edge.is_level) as lost_to_level,
        bool_or(not edge.is_level) as lost_to_pair,
        string_agg(winner.label, '、' order by winner.tie_rank) filter (where there.is_lawful) as lost_to
    from judge.node_edge as edge
    inner join judge.node_trial as here on edge.node_id = here.node_id
    inner join judge.node_trial as there on edge.other_node_id = there.node_id
    inner join winner on there.node_id = winner.node_id
    where here.trial = 0 and there.trial = 0 and here.is_lawful <> there.is_lawful
    group by edge.node_id
)

select
    line.line_no,
    other.conflicts_with,
    crossing.lost_basis,
    crossing.lost_assumption_id,
    coalesce(crossing.lost_to_level, false) as lost_to_level,
    coalesce(crossing.lost_to_pair, false) as lost_to_pair,
    crossing.lost_to
from line
inner join other on line.node_id = other.node_id
left join crossing on line.node_id = crossing.node_id
