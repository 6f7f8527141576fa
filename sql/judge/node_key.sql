-- 发放节点受互斥约束的范围
-- Grain: node_id, scope, scope_id
-- Reads: judge.node, judge.award_member
-- Article: 全文
-- What two nodes must share for a pair of benefits to bind them: a person, a subject, a filing or a bill.
with node as (
    select
        node_id,
        benefit_code,
        award_id,
        uscc,
        person_id
    from judge.node
)

select distinct
    node.node_id,
    node.benefit_code,
    'person' as scope,
    coalesce(member.person_id, member.subject_id) as scope_id
from node
inner join judge.award_member as member
    on node.benefit_code = member.benefit_code and node.award_id = member.award_id
union all
select
    node_id,
    benefit_code,
    'subject' as scope,
    coalesce(uscc, person_id, award_id) as scope_id
from node
union all
select
    node.node_id,
    node.benefit_code,
    document.scope,
    node.award_id as scope_id
from node
cross join (values ('filing'), ('bill')) as document (scope)
