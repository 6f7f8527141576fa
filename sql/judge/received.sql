-- 各项资格已依法享受的金额
-- Grain: benefit_code, award_id
-- Reads: judge.line_fill, judge.node, judge.node_doubt, judge.node_trial, judge.payout_line, judge.payout_split
-- Article: 全文
-- Of 已发放 money alone, and only what may be kept; what tops up another node counts for that node. "Here" are the
-- levels that the benefit's rule covers, "elsewhere" the others.
with kept as (
    -- What the 已发放 lines may keep, by the node that it counts for.
    select
        coalesce(fill.target_node_id, split.node_id) as node_id,
        coalesce(fill.target_node_id, split.node_id) <> split.node_id as is_top_up,
        coalesce(fill.kept_amount, split.compliant_amount) as kept_amount
    from judge.payout_split as split
    inner join judge.payout_line as line on split.line_no = line.line_no
    left join judge.line_fill as fill on split.line_no = fill.line_no and fill.trial = 0
    where split.state = 'open' and line.is_paid and split.node_verdict <> 'unknown' and split.doubt is null
),

standing as (
    -- A node is out of the running where a lawful one excludes it.
    select
        any_value(node.benefit_code) as benefit_code,
        any_value(node.award_id) as award_id,
        any_value(node.is_covered) as is_covered,
        any_value(node.entitled_amount) as entitled_amount,
        coalesce(any_value(trial.is_lawful), true) as is_lawful,
        count(doubt.node_id) > 0 as is_in_doubt,
        coalesce(sum(kept.kept_amount), 0) as kept_amount,
        coalesce(sum(kept.kept_amount) filter (where kept.is_top_up), 0) as top_up_amount
    from judge.node as node
    left join judge.node_trial as trial on node.node_id = trial.node_id and trial.trial = 0
    left join judge.node_doubt as doubt on node.node_id = doubt.node_id
    left join kept on node.node_id = kept.node_id
    group by node.node_id
)

select
    benefit_code,
    award_id,
    bool_or(is_in_doubt) as is_in_doubt,
    bool_or(is_covered) as is_judged_here,
    bool_or(is_covered and is_lawful) as is_lawful_here,
    coalesce(sum(kept_amount) filter (where is_covered), 0) as here_amount,
    coalesce(sum(top_up_amount) filter (where is_covered), 0) as top_up_amount,
    coalesce(sum(kept_amount) filter (where not is_covered), 0) as elsewhere_amount,
    coalesce(sum(entitled_amount) filter (where not is_covered and is_lawful), 0) as elsewhere_entitled_amount
from standing
group by benefit_code, award_id
