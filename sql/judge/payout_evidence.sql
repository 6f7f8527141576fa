-- 可能列为疑点的逐笔发放的判断依据
-- Grain: line_no
-- Reads: judge.questioned_line, judge.payout_line, judge.payout_step, judge.payout_award, judge.award_member, judge.node_edge, verdicts.entitlement
-- Article: 全文
-- As: view
-- own_rows: the payout's row and the rows its entitlement rests on. node_rows: all payouts of its node.
-- conflict_rows: those of the nodes it conflicts with.
with line as (
    select
        payout.line_no,
        { 'source': 'payout', 'delivery_no': payout.delivery_no, 'row_no': payout.row_no } as place,
        step.node_id,
        award.benefit_code,
        award.award_id
    from judge.questioned_line as questioned
    inner join judge.payout_line as payout on questioned.line_no = payout.line_no
    left join judge.payout_step as step on payout.line_no = step.line_no
    left join judge.payout_award as award on payout.line_no = award.line_no and award.fault is null
),

grounds as (
    select
        member.benefit_code,
        member.award_id,
        flatten(array_agg(entitlement.evidence order by entitlement.subject_id)) as rows_read
    from judge.award_member as member
    inner join (select distinct
        benefit_code,
        award_id
    from line) as asked
        on member.benefit_code = asked.benefit_code and member.award_id = asked.award_id
    inner join verdicts.entitlement as entitlement
        on member.benefit_code = entitlement.benefit_code and member.subject_id = entitlement.subject_id
    where entitlement.evidence is not null
    group by member.benefit_code, member.award_id
),

shown_node as (
    select node_id from line
    union
    select edge.other_node_id as node_id
    from line
    inner join judge.node_edge as edge on line.node_id = edge.node_id
),

node_line as (
    select
        step.node_id,
        array_agg(
            { 'source': 'payout', 'delivery_no': payout.delivery_no, 'row_no': payout.row_no } order by payout.line_no
        ) as places
    from shown_node
    inner join judge.payout_step as step on shown_node.node_id = step.node_id
    inner join judge.payout_line as payout on step.line_no = payout.line_no
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
    line.line_no,
    [line.place] || coalesce(grounds.rows_read, []) as own_rows,
    coalesce(node_line.places, []) as node_rows,
    coalesce(conflict.places, []) as conflict_rows
from line
left join grounds on line.benefit_code = grounds.benefit_code and line.award_id = grounds.award_id
left join node_line on line.node_id = node_line.node_id
left join conflict on line.node_id = conflict.node_id
