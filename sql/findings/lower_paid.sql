-- 未从高发放
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: judge.shortfall, judge.payout_line, judge.payout_award, policy.benefit, verdicts.entitlement, verdicts.relief_verdict
-- Article: 全文
-- A lower exclusive one was paid: at another level, per head for the same persons, or claimed in the same tax filing.
-- amount is the difference.
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
    'lower_paid' as code,
    'medium' as severity,
    shortfall.benefit_code,
    shortfall.uscc,
    shortfall.person_id,
    shortfall.subject_id as subject,
    cast(null as varchar) as payout_no,
    shortfall.period_start,
    shortfall.period_end,
    shortfall.shortfall_amount as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    benefit.title || '：依法应享' || shortfall.lawful_amount || '元，只享受了较低的互斥事项或级次，已享受' || shortfall.received_amount
    || '元，应补差' || shortfall.shortfall_amount || '元'
    || case
        when shortfall.unverifiable_amount > 0
            then '；另有' || shortfall.unverifiable_amount || '元已发放而待核实，已从差额中扣除'
        else ''
    end as message,
    coalesce(entitlement.evidence, []) || coalesce(paid.places, []) as evidence,
    case when shortfall.is_reading then 'reading' else 'text' end as basis,
    case when shortfall.is_reading then 'A-EX-2' end as assumption_id,
    benefit.department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.shortfall as shortfall
inner join policy.benefit as benefit on shortfall.benefit_code = benefit.benefit_code
inner join verdicts.entitlement as entitlement
    on
        shortfall.benefit_code = entitlement.benefit_code
        and shortfall.subject_id = entitlement.subject_id
        and shortfall.period_start = entitlement.period_start
        and shortfall.period_end = entitlement.period_end
left join paid on shortfall.benefit_code = paid.benefit_code and shortfall.subject_id = paid.award_id
where shortfall.shortfall_code = 'lower_paid'
union all
select
    'lower_paid' as code,
    'medium' as severity,
    relief.benefit_code,
    relief.uscc,
    relief.person_id,
    relief.subject_id as subject,
    cast(null as varchar) as payout_no,
    relief.period_start,
    relief.period_end,
    relief.shortfall_amount as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    relief.explanation as message,
    relief.evidence,
    relief.basis,
    relief.assumption_id,
    benefit.department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from verdicts.relief_verdict as relief
inner join policy.benefit as benefit on relief.benefit_code = benefit.benefit_code
where relief.finding_code = 'lower_paid'
