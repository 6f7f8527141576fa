-- 取决于待核实资格的节点（第五步）
-- Grain: node_id
-- Reads: judge.node, judge.node_trial, judge.line_fill, verdicts.lawful_set, policy.benefit
-- Article: 全文
-- A known node is in doubt where what one of its lines may keep hangs on an entitlement that nobody knows yet,
-- or where its component was too large to solve. hangs_on names what it hangs on (never a person).
with kept as (
    select
        component,
        trial,
        node_id,
        line_no,
        sum(kept_amount) as kept_amount
    from judge.line_fill
    group by component, trial, node_id, line_no
),

moving_line as (
    select
        component,
        node_id,
        line_no
    from kept
    group by component, node_id, line_no
    having min(kept_amount) <> max(kept_amount)
),

moving as (
    select distinct
        moving_line.node_id,
        moving_line.component
    from moving_line
    inner join judge.node as node on moving_line.node_id = node.node_id
    where node.verdict <> 'unknown'
),

unknown_node as (
    select distinct
        trial.component,
        node.node_id,
        benefit.title
        || '（' || node.level || '级'
        -- A unified code may be named, an identity number may not.
        || case when node.person_id is null and not node.is_list then '，' || node.award_id else '' end
        || '）' as label
    from judge.node_trial as trial
    inner join judge.node as node on trial.node_id = node.node_id
    inner join policy.benefit as benefit on node.benefit_code = benefit.benefit_code
    where trial.is_unknown
),

unknown_label as (
    select
        component,
        string_agg(distinct label, '、' order by label) as hangs_on
    from unknown_node
    group by component
)

select
    moving.node_id,
    'hangs' as doubt,
    unknown_label.hangs_on
from moving
left join unknown_label on moving.component = unknown_label.component
union all
select
    lawful_set.node_id,
    'too_large' as doubt,
    cast(null as varchar) as hangs_on
from verdicts.lawful_set as lawful_set
where not lawful_set.is_solved
