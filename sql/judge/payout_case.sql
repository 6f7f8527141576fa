-- 疑点所用的逐笔发放
-- Grain: line_no
-- Reads: judge.payout_line, judge.payout_split, judge.payout_conflict, judge.payout_evidence, judge.questioned_line, judge.award_basis, judge.node, verdicts.payout_verdict, policy.benefit
-- Article: 全文
-- What every finding about a payout needs, once: its name, its money, what it rests on, and the words for the remedy.
select
    line.line_no,
    line.payout_no,
    line.code,
    line.benefit_code,
    coalesce(benefit.title, line.benefit_code) || '（' || line.level || '级，发放编号' || line.payout_no || '）' as label,
    line.level,
    line.uscc,
    line.person_id,
    line.payee,
    line.is_paid,
    line.is_reversal,
    line.status,
    line.voucher_no,
    line.paid_on,
    line.amount,
    line.left_amount,
    coalesce(line.period_start, benefit.window_start) as period_start,
    coalesce(line.period_end, benefit.window_end) as period_end,
    coalesce(line.department, benefit.department) as department,
    split.state,
    split.cause,
    split.over_cap_amount,
    split.over_entitlement_amount,
    split.head_lost_amount,
    split.ineligible_amount,
    split.repeat_amount,
    split.lost_amount,
    split.unverifiable_amount,
    split.is_second_full_payment,
    verdict.explanation,
    coalesce(conflict.lost_basis, 'text') as lost_basis,
    conflict.lost_assumption_id,
    coalesce(conflict.lost_to_level, false) as lost_to_level,
    coalesce(conflict.lost_to_pair, false) as lost_to_pair,
    node.entitled_amount,
    node.cap_amount,
    node.lost_assumption_id as head_assumption_id,
    coalesce(award_basis.basis, 'text') as ineligible_basis,
    award_basis.assumption_id as ineligible_assumption_id,
    case
        when
            benefit.window_assumption_id is not null
            and coalesce(line.period_end <= benefit.window_end, true)
            and coalesce(line.period_start <= benefit.window_end, true)
            then benefit.window_assumption_id
    end as window_assumption_id,
    case when line.is_paid then '应追回' else '不应发放' end as remedy,
    evidence.own_rows,
    evidence.node_rows,
    evidence.conflict_rows
from judge.questioned_line as questioned
inner join judge.payout_line as line on questioned.line_no = line.line_no
inner join judge.payout_split as split on line.line_no = split.line_no
inner join judge.payout_evidence as evidence on line.line_no = evidence.line_no
inner join verdicts.payout_verdict as verdict on line.line_no = verdict.line_no
left join judge.node as node on split.node_id = node.node_id
left join judge.payout_conflict as conflict on line.line_no = conflict.line_no
left join judge.award_basis as award_basis
    on verdict.benefit_code = award_basis.benefit_code and verdict.subject_id = award_basis.subject_id
left join policy.benefit as benefit on line.code = benefit.benefit_code
