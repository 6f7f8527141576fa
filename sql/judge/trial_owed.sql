-- 合法节点尚欠的金额（含各种可能）
-- Grain: component, trial, node_id
-- Reads: judge.node_trial, judge.trial_line
-- Article: 全文
-- What the 已发放 lines of a lawful node leave of its entitlement. round is the turn in which it is filled: tie order.
select
    trial.component,
    trial.trial,
    trial.node_id,
    trial.has_paid,
    cast(
        trial.entitled_amount
        - coalesce(sum(line.compliant_amount) filter (where line.is_paid), 0) as decimal(18, 2)
    ) as owed_amount,
    row_number() over (partition by trial.component, trial.trial order by trial.tie_rank) as round
from judge.node_trial as trial
left join judge.trial_line as line
    on
        trial.component = line.component
        and trial.trial = line.trial
        and trial.node_id = line.node_id
where trial.is_lawful
group by trial.component, trial.trial, trial.node_id, trial.has_paid, trial.entitled_amount, trial.tie_rank
