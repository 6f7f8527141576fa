-- 落选节点的补差（第七步）
-- Grain: component, trial, line_no, target_node_id
-- Reads: judge.node_edge, judge.trial_line, judge.trial_owed
-- Article: 全文
-- What each line of a conflicting component may keep under each trial, and for which lawful node: its own, or one
-- that it tops up. A line's own row is always there, with 0 where it keeps nothing for itself. A round of the
-- recursion fills what one lawful node is still owed, in tie order, out of what the rounds before left of each line;
-- the fill order of the lines is that of judge.trial_line.
with recursive line as (
    select * from judge.trial_line
),

owed as (
    select * from judge.trial_owed
),

payee as (
    select distinct
        component,
        trial,
        node_id,
        payee
    from line
    where is_lawful
),

candidate as (
    select
        owed.component,
        owed.trial,
        owed.round,
        line.line_no,
        owed.owed_amount
    from owed
    inner join line on owed.component = line.component and owed.trial = line.trial
    left join judge.node_edge as edge
        on owed.node_id = edge.node_id and line.node_id = edge.other_node_id
    left join payee
        on
            owed.component = payee.component
            and owed.trial = payee.trial
            and owed.node_id = payee.node_id
            and line.payee = payee.payee
    where
        (line.node_id = owed.node_id and not line.is_paid)
        or (
            edge.node_id is not null
            and not line.is_lawful
            and (payee.payee is not null or not owed.has_paid)
        )
),

fill as (
    select
        line.component,
        line.trial,
        cast(0 as bigint) as round,
        line.line_no,
        line.fill_order,
        cast(case when line.is_lawful and line.is_paid then line.compliant_amount else 0 end as decimal(38, 2))
            as taken_amount,
        cast(case when line.is_lawful and line.is_paid then 0 else line.compliant_amount end as decimal(38, 2))
            as open_amount
    from line
    union all
    select
        turn.component,
        turn.trial,
        turn.round,
        turn.line_no,
        turn.fill_order,
        turn.taken_amount,
        cast(turn.open_amount - turn.taken_amount as decimal(38, 2)) as open_amount
    from (
        select
            fill.component,
            fill.trial,
            next_node.round,
            fill.line_no,
            fill.fill_order,
            fill.open_amount,
            cast(
                case
                    when candidate.line_no is null then 0
                    else greatest(
                        0,
                        least(
                            fill.open_amount,
                            candidate.owed_amount
                            - coalesce(
                                sum(case when candidate.line_no is null then 0 else fill.open_amount end) over (
                                    partition by fill.component, fill.trial
                                    order by fill.fill_order
                                    rows between unbounded preceding and 1 preceding
                                ), 0
                            )
                        )
                    )
                end as decimal(38, 2)
            ) as taken_amount
        from fill
        inner join owed as next_node
            on
                fill.component = next_node.component
                and fill.trial = next_node.trial
                and fill.round + 1 = next_node.round
        left join candidate
            on
                next_node.component = candidate.component
                and next_node.trial = candidate.trial
                and next_node.round = candidate.round
                and fill.line_no = candidate.line_no
    ) as turn
),

taken as (
    select
        line.component,
        line.trial,
        line.line_no,
        line.node_id,
        coalesce(owed.node_id, line.node_id) as target_node_id,
        fill.taken_amount
    from fill
    inner join line
        on fill.component = line.component and fill.trial = line.trial and fill.line_no = line.line_no
    left join owed
        on fill.component = owed.component and fill.trial = owed.trial and fill.round = owed.round
    where fill.round = 0 or fill.taken_amount > 0
)

select
    component,
    trial,
    line_no,
    node_id,
    target_node_id,
    cast(sum(taken_amount) as decimal(18, 2)) as kept_amount
from taken
group by component, trial, line_no, node_id, target_node_id
