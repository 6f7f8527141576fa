-- 收费减免的判定
-- Grain: key
-- Reads: policy.benefit, facts.fee_bill, verdicts.entitlement
-- Article: 第十九条、第二十一条、第二十七条
-- One row a bill, under the measure that is best for it: eligible before unknown before ineligible, then the amount,
-- then the code. The relief given is the standard less the charge; more than is due is 少收, less is 多收.
with ranked as (
    select
        entitlement.*,
        row_number() over (
            partition by entitlement.subject_id
            order by
                case entitlement.verdict when 'eligible' then 1 when 'unknown' then 2 else 3 end asc,
                entitlement.amount desc nulls last,
                entitlement.benefit_code asc
        ) as place
    from verdicts.entitlement as entitlement
    where entitlement.subject_kind = 'bill'
),

compared as (
    select
        best.benefit_code,
        best.subject_id,
        best.uscc,
        best.period_start,
        best.period_end,
        best.verdict as entitlement_verdict,
        best.amount as entitled_amount,
        best.missing,
        best.reason,
        best.evidence,
        benefit.title,
        bill.fee_type,
        bill.standard_amount,
        bill.relief_amount,
        case
            when best.verdict = 'unknown' then 'unverifiable'
            when bill.relief_amount < best.amount then 'under'
            when bill.relief_amount = best.amount then 'compliant'
            when best.verdict = 'ineligible' then 'ineligible'
            else 'over'
        end as verdict,
        coalesce(greatest(bill.relief_amount - best.amount, 0), 0) as excess_amount,
        coalesce(greatest(best.amount - bill.relief_amount, 0), 0) as shortfall_amount
    from ranked as best
    inner join policy.benefit as benefit on best.benefit_code = benefit.benefit_code
    inner join facts.fee_bill as bill on best.subject_id = bill.bill_no
    where best.place = 1
)

select
    'fee_bill' as source,
    subject_id as key,
    benefit_code,
    uscc,
    cast(null as varchar) as person_id,
    relief_amount as claimed_amount,
    entitled_amount,
    cast(excess_amount as decimal(18, 2)) as excess_amount,
    cast(shortfall_amount as decimal(18, 2)) as shortfall_amount,
    verdict,
    subject_id,
    period_start,
    period_end,
    case
        when excess_amount > 0 then 'undercharged'
        when shortfall_amount > 0 then 'overcharged'
    end as finding_code,
    title || '：' || fee_type || '标准应收' || standard_amount || '元，'
    || case entitlement_verdict
        when 'unknown' then '应收多少待核实（' || missing || '）'
        when 'ineligible' then '不符合减免条件（' || reason || '），应收' || standard_amount || '元'
        else '减免后应收' || (standard_amount - entitled_amount) || '元'
    end
    || '，实收' || (standard_amount - relief_amount) || '元'
    || case
        when shortfall_amount > 0 then '，多收' || shortfall_amount || '元'
        when excess_amount > 0 then '，少收' || excess_amount || '元'
        else ''
    end as explanation,
    missing,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    evidence
from compared
