-- 互斥节点的各笔发放（含各种可能）
-- Grain: component, trial, line_no
-- Reads: judge.line_cover, judge.node_trial, judge.payout_line
-- Article: 全文
-- fill_order is the order in which lines fill what is still owed (step 7): 已发放 lines of losing nodes, 拟发放 lines
-- of lawful ones, 拟发放 lines of losing ones, each by paid_on, payout_no.
select
    trial.component,
    trial.trial,
    trial.node_id,
    trial.is_lawful,
    cover.line_no,
    cover.is_paid,
    payout.payee,
    -- A node tried at some amount covers up to that amount; a known one as step 6 found.
    cast(
        case
            when trial.is_unknown
                then
                    least(cover.before_amount + cover.under_cap_amount, trial.entitled_amount)
                    - least(cover.before_amount, trial.entitled_amount)
            else cover.compliant_amount
        end as decimal(18, 2)
    ) as compliant_amount,
    row_number() over (
        partition by trial.component, trial.trial
        order by
            case when cover.is_paid then 1 when trial.is_lawful then 2 else 3 end,
            cover.paid_on nulls last,
            cover.line_no
    ) as fill_order
from judge.node_trial as trial
inner join judge.line_cover as cover on trial.node_id = cover.node_id
inner join judge.payout_line as payout on cover.line_no = payout.line_no
