-- 应享事项在互斥关系中的地位（用于核对少发）
-- Grain: benefit_code, subject_id
-- Reads: judge.due_edge, judge.due_node, judge.due_set, judge.line_fill, judge.payout_line, judge.payout_split
-- Article: 全文
-- Of what some other support excludes: whether it belongs to the lawful set (null where that hangs on something not
-- known), and what was paid of the lower one instead. The money of a loser goes to those it lost to in tie order.
with standing as (
    select
        solved.node_id,
        bool_and(solved.is_solved) as is_solved,
        bool_or(solved.is_lawful) as is_ever_lawful,
        bool_and(solved.is_lawful) as is_always_lawful
    from judge.due_set as solved
    group by solved.node_id
),

node as (
    select
        due.*,
        case
            when standing.is_solved and standing.is_ever_lawful = standing.is_always_lawful
                then standing.is_always_lawful
        end as is_lawful
    from judge.due_node as due
    inner join standing on due.node_id = standing.node_id
),

kept as (
    select
        coalesce(fill.target_node_id, split.node_id) as node_id,
        sum(coalesce(fill.kept_amount, split.compliant_amount)) as kept_amount
    from judge.payout_split as split
    inner join judge.payout_line as line on split.line_no = line.line_no and line.is_paid
    left join judge.line_fill as fill on split.line_no = fill.line_no and fill.trial = 0
    where split.state = 'open' and split.node_verdict <> 'unknown' and split.doubt is null
    group by coalesce(fill.target_node_id, split.node_id)
),

instead as (
    select
        winner.node_id,
        edge.assumption_id,
        greatest(
            0,
            least(
                winner.entitled_amount,
                kept.kept_amount - coalesce(
                    sum(winner.entitled_amount) over (
                        partition by loser.node_id
                        order by winner.tie_rank
                        rows between unbounded preceding and 1 preceding
                    ), 0
                )
            )
        ) as instead_amount
    from node as winner
    inner join judge.due_edge as edge on winner.node_id = edge.node_id
    inner join node as loser
        on
            edge.other_node_id = loser.node_id
            and loser.is_paid
            and not loser.is_lawful
            -- What another level paid of the same benefit is reckoned apart.
            and winner.benefit_code <> loser.benefit_code
    inner join kept on loser.node_id = kept.node_id
    where winner.is_lawful and not winner.is_paid
),

received as (
    select
        node_id,
        sum(instead_amount) as instead_amount,
        case when count(assumption_id) = count(*) then min(assumption_id) end as assumption_id
    from instead
    where instead_amount > 0
    group by node_id
)

select
    node.benefit_code,
    node.subject_id,
    bool_and(node.is_lawful) as is_lawful,
    bool_or(node.is_lawful is null) as is_in_doubt,
    cast(
        sum(least(coalesce(received.instead_amount, 0), coalesce(node.entitled_amount, 0))) as decimal(18, 2)
    ) as instead_amount,
    min(received.assumption_id) as assumption_id
from node
left join received on node.node_id = received.node_id
where node.is_own
group by node.benefit_code, node.subject_id
