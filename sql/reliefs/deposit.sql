-- 保证金缓缴和暂退的判定
-- Grain: key, benefit_code
-- Reads: policy.benefit, facts.deposit_case, verdicts.entitlement
-- Article: 第二十条、第二十七条
-- 20A: put off too long is too much, the whole of it; withheld from what a builder is owed is as wrong and costs nothing.
-- 27A: what was given back, against the whole. Made good too late is no matter of the amount.
with compared as (
    select
        entitlement.benefit_code,
        entitlement.subject_id,
        entitlement.uscc,
        entitlement.period_start,
        entitlement.period_end,
        entitlement.verdict as entitlement_verdict,
        entitlement.amount as entitled_amount,
        entitlement.reason,
        entitlement.evidence,
        benefit.title,
        deposit.*,
        deposit.rule = 'gs23_20a' as is_deferral,
        case
            when deposit.rule <> 'gs23_20a' then deposit.refunded_amount
            when deposit.is_deferred then deposit.amount
            else 0
        end as claimed_amount,
        case
            when entitlement.verdict = 'unknown' then entitlement.missing
            when deposit.rule = 'gs23_20a' and not deposit.is_late and deposit.is_withheld is null
                then '没有扣留工程款：缺保证金台账的是否扣留工程款'
        end as missing
    from verdicts.entitlement as entitlement
    inner join policy.benefit as benefit on entitlement.benefit_code = benefit.benefit_code
    inner join facts.deposit_case as deposit
        on
            entitlement.benefit_code = deposit.benefit_code
            and entitlement.subject_id = deposit.deposit_no
),

judged as (
    select
        *,
        case
            when missing is not null then 'unverifiable'
            when is_deferral and (is_late or is_withheld) then 'over'
            when is_deferral or claimed_amount = entitled_amount then 'compliant'
            when claimed_amount < entitled_amount then 'under'
            when entitlement_verdict = 'ineligible' then 'ineligible'
            else 'over'
        end as verdict
    from compared
),

measured as (
    select
        *,
        case
            when missing is not null then 0
            when is_deferral then case when is_late then claimed_amount else 0 end
            else greatest(claimed_amount - entitled_amount, 0)
        end as excess_amount,
        case
            when missing is not null or is_deferral then 0
            else greatest(entitled_amount - claimed_amount, 0)
        end as shortfall_amount
    from judged
)

select
    'deposit' as source,
    subject_id as key,
    benefit_code,
    uscc,
    cast(null as varchar) as person_id,
    cast(claimed_amount as decimal(18, 2)) as claimed_amount,
    case when missing is null then entitled_amount end as entitled_amount,
    cast(excess_amount as decimal(18, 2)) as excess_amount,
    cast(shortfall_amount as decimal(18, 2)) as shortfall_amount,
    verdict,
    subject_id,
    period_start,
    period_end,
    case
        when missing is not null then null
        when is_deferral and verdict = 'over' then 'late_deposit'
        when excess_amount > 0 then 'relief_over'
        when shortfall_amount > 0 then 'relief_under'
        when is_late then 'late_deposit'
    end as finding_code,
    title || '：应缴' || amount || '元，'
    || case
        when missing is not null then '待核实（' || missing || '）'
        when is_deferral then '应缴日期' || cast(due_on as varchar) || '，可缓缴到' || cast(limit_on as varchar)
        when entitlement_verdict = 'ineligible' then '不符合条件（' || reason || '），不应暂退'
        else '可暂退' || entitled_amount || '元'
    end
    || case
        when is_deferral
            then
                coalesce('，' || cast(paid_on as varchar) || '缴纳', '，到基准日没有缴纳')
                || case when is_late then '，已逾期' else '' end
                || case when is_withheld then '，登记为扣留工程款' else '' end
        else
            '，已暂退' || refunded_amount || '元'
            || case
                when excess_amount > 0 then '，多退' || excess_amount || '元'
                when shortfall_amount > 0 then '，少退' || shortfall_amount || '元'
                else ''
            end
            || case
                when is_late
                    then
                        '，应在' || cast(limit_on as varchar) || '前补足，'
                        || coalesce(cast(replenished_on as varchar) || '才补足', '到基准日没有补足')
                else ''
            end
    end as explanation,
    missing,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    evidence
from measured
