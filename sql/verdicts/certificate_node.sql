-- 从高不重复的证明：各项发放
-- Grain: certificate_id, trial, node_id
-- Reads: judge.node, judge.payout_line, judge.payout_split, policy.benefit, verdicts.lawful_set
-- Article: 全文
-- Every node of every set of payments that exclude each other (从高不重复): what it is entitled to, whether the lawful
-- set keeps it, and whether the best alternative would. Where an entitlement is not known, one trial a possibility.
with component as (
    select
        component,
        left(md5(string_agg(distinct node_id, '|' order by node_id)), 16) as certificate_id
    from verdicts.lawful_set
    group by component
),

line as (
    select
        split.node_id,
        cast(coalesce(sum(payout.left_amount) filter (where payout.is_paid), 0) as decimal(18, 2)) as paid_amount,
        cast(coalesce(sum(payout.left_amount) filter (where not payout.is_paid), 0) as decimal(18, 2))
            as proposed_amount,
        cast(sum(split.compliant_amount) as decimal(18, 2)) as allowed_amount,
        string_agg(distinct payout.payout_no, ',' order by payout.payout_no) as payout_nos
    from judge.payout_split as split
    inner join judge.payout_line as payout on split.line_no = payout.line_no
    where split.state = 'open' and split.node_id in (select solved.node_id from verdicts.lawful_set as solved)
    group by split.node_id
)

select
    component.certificate_id,
    cast(solved.trial as integer) as trial,
    solved.node_id,
    node.benefit_code,
    node.award_id as subject_id,
    node.level,
    node.uscc,
    node.person_id,
    node.verdict,
    solved.entitled_amount,
    solved.is_solved,
    solved.is_lawful,
    solved.is_alternative,
    line.paid_amount,
    line.proposed_amount,
    line.allowed_amount,
    line.payout_nos,
    benefit.title || '（' || node.level || '级'
    || case
        when not solved.is_solved then ''
        when solved.entitled_amount is null then '，应享待核实且不设上限'
        when node.verdict = 'unknown' then '，待核实，按' || solved.entitled_amount || '元计'
        else '，应享' || solved.entitled_amount || '元'
    end
    || '）' as label,
    node.tie_rank
from verdicts.lawful_set as solved
inner join component on solved.component = component.component
inner join judge.node as node on solved.node_id = node.node_id
inner join policy.benefit as benefit on node.benefit_code = benefit.benefit_code
inner join line on solved.node_id = line.node_id
