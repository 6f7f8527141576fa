-- 应补发的事项
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: judge.payment_obstacle, judge.shortfall, judge.payout_line, judge.payout_award, policy.benefit, verdicts.entitlement
-- Article: 全文
-- What every finding about money not paid needs, once. A proposal is no payment; what cannot be paid yet says why.
with paid as (
    select
        award.benefit_code,
        award.award_id,
        array_agg(
            { 'source': 'payout', 'delivery_no': line.delivery_no, 'row_no': line.row_no } order by line.line_no
        ) as places
    from judge.payout_award as award
    inner join judge.payout_line as line on award.line_no = line.line_no
    where award.fault is null
    group by award.benefit_code, award.award_id
)

select
    shortfall.benefit_code,
    shortfall.subject_id,
    shortfall.uscc,
    shortfall.person_id,
    shortfall.period_start,
    shortfall.period_end,
    shortfall.shortfall_code,
    shortfall.shortfall_amount,
    shortfall.lawful_amount,
    shortfall.received_amount,
    benefit.title,
    benefit.department,
    case
        when shortfall.unverifiable_amount > 0
            then '；另有' || shortfall.unverifiable_amount || '元已发放而待核实，已从差额中扣除'
        else ''
    end
    || coalesce('；暂不能支付：' || obstacle.obstacle, '') as remark,
    obstacle.obstacle,
    shortfall.assumption_id,
    coalesce(entitlement.evidence, []) || coalesce(paid.places, []) as evidence
from judge.shortfall as shortfall
inner join policy.benefit as benefit on shortfall.benefit_code = benefit.benefit_code
inner join verdicts.entitlement as entitlement
    on
        shortfall.benefit_code = entitlement.benefit_code
        and shortfall.subject_id = entitlement.subject_id
        and shortfall.period_start = entitlement.period_start
        and shortfall.period_end = entitlement.period_end
left join paid on shortfall.benefit_code = paid.benefit_code and shortfall.subject_id = paid.award_id
left join judge.payment_obstacle as obstacle
    on
        shortfall.benefit_code = obstacle.benefit_code
        and shortfall.subject_id = obstacle.subject_id
where shortfall.shortfall_code is not null
