-- 发放节点受互斥约束的范围
-- Grain: node_id, scope, scope_id
-- Reads: judge.node, judge.award_member, policy.exclusive_pair
-- Article: 全文
-- What two nodes must share for a pair of benefits to bind them: a person, a subject, a filing or a bill. Only what
-- some pair of the node's benefit looks at.
with bound as (
    select
        benefit_code_a as benefit_code,
        scope
    from policy.exclusive_pair
    where is_on
    union
    select
        benefit_code_b as benefit_code,
        scope
    from policy.exclusive_pair
    where is_on
),

node as (
    select
        node.node_id,
        node.benefit_code,
        node.award_id,
        bound.scope,
        case when bound.scope = 'subject' then coalesce(node.uscc, node.person_id, node.award_id) else node.award_id end
            as scope_id
    from judge.node as node
    inner join bound on node.benefit_code = bound.benefit_code
)

select distinct
    node.node_id,
    node.benefit_code,
    node.scope,
    coalesce(member.person_id, member.subject_id) as scope_id
from node
inner join judge.award_member as member
    on node.benefit_code = member.benefit_code and node.award_id = member.award_id
where node.scope = 'person'
union all
select
    node_id,
    benefit_code,
    scope,
    scope_id
from node
where scope in ('subject', 'filing', 'bill')
