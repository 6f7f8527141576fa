-- 医疗费用财政补助和专项保障的判定
-- Grain: key, benefit_code
-- Reads: policy.benefit, facts.settlement_case, verdicts.entitlement
-- Article: 第四十条、第四十一条
-- 40A: the special money, against what was left to the patient. 41A: what the fund and the special money paid together
-- (the special money alone where the visit is none of the measure's), against the share that is the least of it, or just it.
with compared as (
    select
        entitlement.benefit_code,
        entitlement.subject_id,
        entitlement.person_id,
        entitlement.period_start,
        entitlement.period_end,
        entitlement.verdict as entitlement_verdict,
        entitlement.amount as entitled_amount,
        entitlement.missing,
        entitlement.reason,
        entitlement.evidence,
        benefit.title,
        settlement.rule = 'gs23_40a' as is_ward,
        settlement.is_floor,
        settlement.is_reading and settlement.covid_verdict <> 'fail' as is_day_reading,
        settlement.eligible_amount,
        settlement.basic_paid + settlement.critical_illness_paid + settlement.aid_paid as borne_amount,
        case
            when settlement.rule = 'gs23_40a' or entitlement.verdict = 'ineligible' then settlement.special_paid
            else settlement.basic_paid + settlement.special_paid
        end as claimed_amount
    from verdicts.entitlement as entitlement
    inner join policy.benefit as benefit on entitlement.benefit_code = benefit.benefit_code
    inner join facts.settlement_case as settlement
        on
            entitlement.benefit_code = settlement.benefit_code
            and entitlement.subject_id = settlement.settlement_no
),

judged as (
    select
        *,
        case
            when entitlement_verdict = 'unknown' then 'unverifiable'
            when claimed_amount < entitled_amount then 'under'
            when claimed_amount = entitled_amount then 'compliant'
            when entitlement_verdict = 'ineligible' then 'ineligible'
            when not is_ward and is_floor then 'compliant'
            else 'over'
        end as verdict
    from compared
),

measured as (
    select
        *,
        case when verdict in ('over', 'ineligible') then claimed_amount - entitled_amount else 0 end as excess_amount,
        case when verdict = 'under' then entitled_amount - claimed_amount else 0 end as shortfall_amount,
        case
            when is_day_reading then 'A-40A-1'
            -- Only to the other reading is it too much.
            when not is_ward and verdict = 'over' then 'A-41A-1'
        end as assumption_id
    from judged
)

select
    'medical_settlement' as source,
    subject_id as key,
    benefit_code,
    cast(null as varchar) as uscc,
    person_id,
    cast(claimed_amount as decimal(18, 2)) as claimed_amount,
    entitled_amount,
    cast(excess_amount as decimal(18, 2)) as excess_amount,
    cast(shortfall_amount as decimal(18, 2)) as shortfall_amount,
    verdict,
    subject_id,
    period_start,
    period_end,
    case
        when excess_amount > 0 then 'relief_over'
        when shortfall_amount > 0 then 'relief_under'
    end as finding_code,
    title || '：政策范围内费用' || eligible_amount || '元，'
    || case when is_ward then '基本医保、大病保险和医疗救助已支付' || borne_amount || '元，' else '' end
    || case entitlement_verdict
        when 'unknown' then '应支付多少待核实（' || missing || '）'
        when 'ineligible' then '不符合条件（' || reason || '），不应支付'
        else '应支付' || case when is_ward or not is_floor then '' else '至少' end || entitled_amount || '元'
    end
    || '，已支付' || claimed_amount || '元'
    || case
        when excess_amount > 0 then '，多支付' || excess_amount || '元'
        when shortfall_amount > 0 then '，少支付' || shortfall_amount || '元'
        else ''
    end as explanation,
    missing,
    case when assumption_id is null then 'text' else 'reading' end as basis,
    assumption_id,
    evidence
from measured
