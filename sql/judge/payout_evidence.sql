-- 每笔发放的判断依据
-- Grain: line_no
-- Reads: judge.payout_line, judge.payout_step, judge.payout_award, judge.award_member, judge.node_edge, verdicts.entitlement
-- Article: 全文
-- own_rows: the payout's row and the rows its entitlement rests on. node_rows: all payouts of its node.
-- conflict_rows: those of the nodes it conflicts with.
with address as (
    select
        line_no,
        { 'source': 'payout', 'delivery_no': delivery_no, 'row_no': row_no } as place
    from judge.payout_line
),

grounds as (
    select
        member.benefit_code,
        member.award_id,
        flatten(array_agg(entitlement.evidence order by entitlement.subject_id)) as rows_read
    from judge.award_member as member
    inner join verdicts.entitlement as entitlement
        on member.benefit_code = entitlement.benefit_code and member.subject_id = entitlement.subject_id
    where entitlement.evidence is not null
    group by member.benefit_code, member.award_id
),

node_line as (
    select
        step.node_id,
        array_agg(address.place order by address.line_no) as places
    from judge.payout_step as step
    inner join address on step.line_no = address.line_no
    where step.state = 'open'
    group by step.node_id
),

conflict as (
    select
        edge.node_id,
        flatten(array_agg(node_line.places order by edge.other_node_id)) as places
    from judge.node_edge as edge
    inner join node_line on edge.other_node_id = node_line.node_id
    group by edge.node_id
)

select
    address.line_no,
    [address.place] || coalesce(grounds.rows_read, []) as own_rows,
    coalesce(node_line.places, []) as node_rows,
    coalesce(conflict.places, []) as conflict_rows
from address
left join judge.payout_step as step on address.line_no = step.line_no
left join judge.payout_award as award on address.line_no = award.line_no and award.fault is null
left join grounds on award.benefit_code = grounds.benefit_code and award.award_id = grounds.award_id
left join node_line on step.node_id = node_line.node_id
left join conflict on step.node_id = conflict.node_id
