-- 可保留金额不超过应享额
-- Grain: node_id
-- Reads: judge.line_fill, judge.node, judge.payout_split
-- Article: 全文
-- What a node's own lines may keep, and what counts toward it from others, each stay within its entitlement.
with own as (
    select
        node_id,
        sum(compliant_amount) as amount
    from judge.payout_split
    where state = 'open'
    group by node_id
),

counted as (
    select
        target_node_id as node_id,
        sum(kept_amount) as amount
    from judge.line_fill
    where trial = 0
    group by target_node_id
),

kept as (
    select
        node_id,
        amount
    from own
    union all
    select
        node_id,
        amount
    from counted
)

select
    'node_allowed' as check_name,
    node.benefit_code || '/' || node.level as subject,
    node.entitled_amount as expected,
    cast(kept.amount as decimal(18, 2)) as observed,
    '可保留金额超过应享额' as message
from judge.node as node
inner join kept on node.node_id = kept.node_id
where node.verdict <> 'unknown' and kept.amount > node.entitled_amount
