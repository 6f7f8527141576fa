-- 发放判定
-- Grain: one row a row of the ledger
-- Reads: judge.payout_line, judge.payout_split, judge.payout_conflict, judge.payout_explanation, judge.payout_award, judge.award
-- Article: 全文
-- The published split. basis is the text's unless all that the payout lost was lost to a reading: to a pair that
-- is one, or to a person shared under one.
with part as (
    select
        split.*,
        cast(split.repeat_amount + split.lost_amount as decimal(18, 2)) as duplicate_amount,
        greatest(
            split.over_cap_amount,
            split.over_entitlement_amount,
            split.ineligible_amount,
            split.repeat_amount + split.lost_amount
        ) as worst_amount
    from judge.payout_split as split
)

select
    line.payout_no,
    line.benefit_code,
    line.level,
    line.uscc,
    line.person_id,
    line.amount,
    case
        when line.is_reversal then 'returned'
        when part.worst_amount > 0 and part.over_cap_amount = part.worst_amount then 'over_cap'
        when part.worst_amount > 0 and part.over_entitlement_amount = part.worst_amount then 'over_entitlement'
        when part.worst_amount > 0 and part.ineligible_amount = part.worst_amount then 'ineligible'
        when part.worst_amount > 0 then 'duplicate'
        when part.unverifiable_amount > 0 then 'unverifiable'
        when part.returned_amount > 0 then 'returned'
        else 'compliant'
    end as verdict,
    part.compliant_amount,
    part.over_cap_amount,
    part.over_entitlement_amount,
    part.ineligible_amount,
    part.duplicate_amount,
    part.unverifiable_amount,
    part.returned_amount,
    part.compliant_amount as allowed_amount,
    cast(line.amount - part.compliant_amount - part.unverifiable_amount - part.returned_amount as decimal(18, 2))
        as excess_amount,
    case
        when part.repeat_amount > 0 then 'text'
        when part.lost_amount > 0 then conflict.lost_basis
        when part.head_lost_amount > 0 and part.over_cap_amount + part.ineligible_amount = 0 then 'reading'
        else 'text'
    end as basis,
    conflict.conflicts_with,
    award.award_id as entitlement_subject_id,
    summed.period_start as entitlement_period_start,
    summed.period_end as entitlement_period_end,
    part.node_id,
    explanation.explanation,
    part.top_up_amount,
    award.award_id as subject_id,
    line.line_no,
    line.delivery_no,
    line.row_no
from judge.payout_line as line
inner join part on line.line_no = part.line_no
inner join judge.payout_explanation as explanation on line.line_no = explanation.line_no
left join judge.payout_conflict as conflict on line.line_no = conflict.line_no
left join judge.payout_award as award on line.line_no = award.line_no and award.fault is null
left join judge.award as summed on award.benefit_code = summed.benefit_code and award.award_id = summed.award_id
