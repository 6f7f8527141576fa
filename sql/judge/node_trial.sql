-- 合法组合（第五步的结果，含各种可能）
-- Grain: component, trial, node_id
-- Reads: judge.node, verdicts.lawful_set
-- Article: 全文
-- Nodes of a component that was too large to solve have no row here (is_solved in verdicts.lawful_set). A node
-- tried as unbounded gets the largest amount a ledger can hold.
select
    solved.component,
    solved.trial,
    solved.node_id,
    node.tie_rank,
    node.has_paid,
    node.verdict = 'unknown' as is_unknown,
    cast(coalesce(solved.entitled_amount, 9999999999999999.99) as decimal(18, 2)) as entitled_amount,
    solved.is_lawful
from verdicts.lawful_set as solved
inner join judge.node as node on solved.node_id = node.node_id
where solved.is_solved
