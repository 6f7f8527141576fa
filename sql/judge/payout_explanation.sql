-- 每笔发放为什么这样划分
-- Grain: line_no
-- Reads: judge.payout_line, judge.payout_split, judge.payout_conflict, judge.node
-- Article: 全文
-- As: view
-- One sentence a part that is not 0. Persons are never named.
with part as (
    select
        line.line_no,
        line.amount,
        case
            when line.delivered_uscc is not null
                then '台账代码' || line.delivered_uscc || '与' || line.uscc || '是同一单位（' || line.link_basis || '），合并判断'
        end as link_text,
        line.is_reversal,
        line.reverses_payout_no,
        original.payout_no is null as is_original_missing,
        line.returned_amount,
        case when line.is_paid then '应退回' else '不应发放' end as remedy,
        case when line.is_paid then '已发放' else '拟发放' end as paid_word,
        split.cause,
        split.unverifiable_reason,
        split.before_amount,
        split.compliant_amount,
        split.over_cap_amount,
        split.over_entitlement_amount,
        split.head_lost_amount,
        split.ineligible_amount,
        split.repeat_amount,
        split.lost_amount,
        split.unverifiable_amount,
        split.top_up_amount,
        node.entitled_amount,
        node.base_amount,
        node.cap_amount,
        node.is_covered,
        node.level,
        conflict.conflicts_with,
        conflict.lost_to,
        case when conflict.lost_basis = 'reading' then '（依据口径 ' || conflict.lost_assumption_id || '，建议核实）' else '' end
            as lost_remark
    from judge.payout_line as line
    inner join judge.payout_split as split on line.line_no = split.line_no
    left join judge.node as node on split.node_id = node.node_id
    left join judge.payout_conflict as conflict on line.line_no = conflict.line_no
    left join (
        select distinct payout_no from judge.payout_line
        where not is_reversal
    ) as original
        on line.reverses_payout_no = original.payout_no
)

select
    line_no,
    case
        when is_reversal and is_original_missing
            then '红冲行，冲减发放编号' || reverses_payout_no || '，台账中没有这一笔'
        when is_reversal then '红冲行，冲减发放编号' || reverses_payout_no
        else concat_ws(
            '；',
            link_text,
            paid_word || amount || '元',
            case when returned_amount > 0 then '其中' || returned_amount || '元已退回或红冲' end,
            case
                when compliant_amount > top_up_amount and not is_covered
                    then (compliant_amount - top_up_amount) || '元为' || level || '级资金，政策包没有该级次的规则，推定其应享额为发放额'
                when compliant_amount > top_up_amount
                    then (compliant_amount - top_up_amount) || '元在应享额' || entitled_amount || '元之内'
            end,
            case
                when top_up_amount > 0
                    then top_up_amount || '元抵作互斥事项或级次（发放编号' || conflicts_with || '）尚欠的差额，无需退回，需调账'
            end,
            case
                when over_cap_amount > 0
                    then over_cap_amount || '元超过限额' || cap_amount || '元，' || remedy || over_cap_amount || '元'
            end,
            case
                when head_lost_amount > 0
                    then
                        head_lost_amount || '元对应的人员已按标准较高或已发放的互斥事项计发，应享额由'
                        || base_amount || '元减为' || entitled_amount || '元，' || remedy || head_lost_amount || '元'
            end,
            case
                when over_entitlement_amount > head_lost_amount
                    then
                        (over_entitlement_amount - head_lost_amount) || '元超过应享额' || entitled_amount || '元（此前已发'
                        || before_amount || '元），' || remedy || (over_entitlement_amount - head_lost_amount) || '元'
            end,
            case
                when ineligible_amount > 0
                    then coalesce(cause, '不符合享受条件') || '，' || remedy || ineligible_amount || '元'
            end,
            case
                when repeat_amount > 0
                    then
                        '应享额' || entitled_amount || '元此前已全部发放，' || repeat_amount || '元为重复发放，'
                        || remedy || repeat_amount || '元'
            end,
            case
                when lost_amount > 0
                    then
                        coalesce(
                            lost_to || '，另' || lost_amount || '元与其（发放编号' || conflicts_with || '）互斥，',
                            '互斥的已发放款项（发放编号' || conflicts_with || '）已抵作其中' || lost_amount || '元，'
                        ) || remedy || lost_amount || '元' || lost_remark
            end,
            case
                when unverifiable_amount > 0
                    then unverifiable_amount || '元待核实：' || unverifiable_reason
            end
        )
    end as explanation
from part
