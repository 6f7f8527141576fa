-- 追缴与调账
-- Grain: line_no, part
-- Reads: judge.payout_case, verdicts.payout_verdict
-- Article: 全文
-- Of money that has left the treasury: every part that must come back, with its ground, and what only changes funds.
-- ground: recover (应追回, the text says so), verify (建议核实, a reading does), adjust (需调账, nothing comes back).
with paid as (
    select
        found.*,
        split.explanation as verdict_explanation,
        split.top_up_amount
    from judge.payout_case as found
    inner join verdicts.payout_verdict as split on found.line_no = split.line_no
    where found.is_paid and not found.is_reversal
),

part as (
    select
        line_no,
        'over_cap' as part,
        over_cap_amount as amount,
        'text' as basis,
        null as assumption_id
    from paid
    union all
    select
        line_no,
        'over_entitlement' as part,
        over_entitlement_amount - head_lost_amount as amount,
        'text' as basis,
        null as assumption_id
    from paid
    union all
    select
        line_no,
        'shared_person' as part,
        head_lost_amount as amount,
        'reading' as basis,
        head_assumption_id as assumption_id
    from paid
    union all
    select
        line_no,
        'ineligible' as part,
        ineligible_amount as amount,
        case
            when state = 'ineligible' and window_assumption_id is not null then 'reading'
            when state = 'ineligible' then 'text'
            else ineligible_basis
        end as basis,
        case when state = 'ineligible' then window_assumption_id else ineligible_assumption_id end as assumption_id
    from paid
    union all
    select
        line_no,
        'paid_twice' as part,
        repeat_amount as amount,
        'text' as basis,
        null as assumption_id
    from paid
    union all
    select
        line_no,
        'exclusive' as part,
        lost_amount as amount,
        lost_basis as basis,
        lost_assumption_id as assumption_id
    from paid
    union all
    select
        line_no,
        'top_up' as part,
        top_up_amount as amount,
        'adjust' as basis,
        null as assumption_id
    from paid
)

select
    paid.uscc,
    paid.person_id,
    paid.payout_no,
    paid.benefit_code,
    paid.level,
    paid.department,
    paid.paid_on,
    paid.voucher_no,
    paid.amount as paid_amount,
    part.part,
    case part.basis when 'text' then 'recover' when 'reading' then 'verify' else 'adjust' end as ground,
    part.assumption_id,
    cast(part.amount as decimal(18, 2)) as amount,
    paid.verdict_explanation as explanation,
    paid.line_no
from part
inner join paid on part.line_no = paid.line_no
where part.amount > 0
