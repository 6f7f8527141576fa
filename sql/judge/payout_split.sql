-- 每笔发放的七个部分
-- Grain: line_no
-- Reads: judge.payout_line, judge.payout_step, judge.line_cover, judge.node, judge.node_doubt, judge.line_fill
-- Article: 全文
-- Steps 1 to 7 put together. repeat_amount is what step 6 found beyond an entitlement already paid in full,
-- lost_amount what step 7 left uncovered; together they are the duplicate part.
with filled as (
    -- A node that is not in doubt keeps the same under every trial: the first one tells.
    select
        line_no,
        sum(kept_amount) as kept_amount,
        coalesce(sum(kept_amount) filter (where target_node_id <> node_id), 0) as top_up_amount
    from judge.line_fill
    where trial = 0
    group by line_no
),

settled as (
    select
        line.line_no,
        line.left_amount,
        line.returned_amount,
        step.state,
        step.cause,
        step.node_id,
        node.verdict as node_verdict,
        node.missing,
        doubt.doubt,
        doubt.hangs_on,
        coalesce(cover.before_amount, 0) as before_amount,
        coalesce(cover.over_cap_amount, 0) as over_cap_amount,
        coalesce(cover.compliant_amount, 0) as covered_amount,
        coalesce(cover.unverifiable_amount, 0) as unknown_amount,
        coalesce(cover.ineligible_amount, 0) as ineligible_amount,
        coalesce(cover.duplicate_amount, 0) as repeat_amount,
        coalesce(cover.over_entitlement_amount, 0) as over_entitlement_amount,
        coalesce(cover.head_lost_amount, 0) as head_lost_amount,
        coalesce(cover.is_second_full_payment, false) as is_second_full_payment,
        case
            when doubt.node_id is not null then 0
            when node.verdict = 'unknown' then 0
            else coalesce(filled.kept_amount, cover.compliant_amount, 0)
        end as kept_amount,
        case
            when doubt.node_id is not null or node.verdict = 'unknown' then 0
            else coalesce(filled.top_up_amount, 0)
        end as top_up_amount
    from judge.payout_line as line
    left join judge.payout_step as step on line.line_no = step.line_no
    left join judge.line_cover as cover on line.line_no = cover.line_no
    left join judge.node as node on step.node_id = node.node_id
    left join judge.node_doubt as doubt on step.node_id = doubt.node_id
    left join filled on line.line_no = filled.line_no
)

select
    line_no,
    node_id,
    state,
    cause,
    node_verdict,
    doubt,
    before_amount,
    cast(kept_amount as decimal(18, 2)) as compliant_amount,
    over_cap_amount,
    over_entitlement_amount,
    head_lost_amount,
    cast(case when state = 'ineligible' then left_amount else ineligible_amount end as decimal(18, 2))
        as ineligible_amount,
    repeat_amount,
    cast(case when doubt is null then covered_amount - kept_amount else 0 end as decimal(18, 2)) as lost_amount,
    cast(
        case
            when state = 'unverifiable' then left_amount
            when doubt is not null then unknown_amount + covered_amount
            else unknown_amount
        end as decimal(18, 2)
    ) as unverifiable_amount,
    case
        when state = 'unverifiable' then cause
        when doubt = 'too_large' then '互斥关系涉及的发放过多，未能在限定步数内得出结论'
        when doubt = 'hangs' and covered_amount > 0 then '能否保留取决于' || hangs_on || '的资格'
        when node_verdict = 'unknown' then '资格待核实，' || coalesce(missing, '缺判断所需的数据')
        when unknown_amount > 0 then '尚有人员待核实，核实后可能应享'
    end as unverifiable_reason,
    returned_amount,
    cast(top_up_amount as decimal(18, 2)) as top_up_amount,
    is_second_full_payment
from settled
