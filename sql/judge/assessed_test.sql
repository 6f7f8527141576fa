-- 检查范围：应享、数据核对与其他疑点
-- Grain: code, is_judged, reason
-- Reads: judge.counted_month, judge.paid_month, judge.result_tax, judge.shortfall, policy.benefit, source.availability, source.delivery, staging.claim, staging.claim_person, verdicts.entitlement, verdicts.relief_verdict
-- Article: 全文
-- What the remaining tests looked at: subjects (应享未享 and its kin), months of persons, enterprises, reliefs, rows. A test
-- whose source is absent has no units, and the reason names the source.
with relief_kind as (
    select
        known.code,
        known.source,
        known.benefit_kind,
        known.reason
    from (
        values
        ('relief_over', 'tax_filing', null, '缺税费申报明细'),
        ('relief_under', 'tax_filing', null, '缺税费申报明细'),
        ('relief_over', 'medical_settlement', null, '缺医疗费用结算'),
        ('relief_under', 'medical_settlement', null, '缺医疗费用结算'),
        ('settlement_parts', 'medical_settlement', null, '缺医疗费用结算'),
        ('relief_over', 'deposit', 'refund', '缺保证金台账'),
        ('relief_under', 'deposit', 'refund', '缺保证金台账'),
        ('overcharged', 'fee_bill', null, '缺涉企收费明细'),
        ('undercharged', 'fee_bill', null, '缺涉企收费明细'),
        ('overcharged', 'social_insurance', null, '缺社会保险缴费明细'),
        ('undercharged', 'social_insurance', null, '缺社会保险缴费明细'),
        ('late_deposit', 'deposit', null, '缺保证金台账')
    ) as known (code, source, benefit_kind, reason)
),

unit as (
    select
        'insured_without_pay' as code,
        outcome <> 'not_judged' as is_judged,
        case when outcome = 'not_judged' then '缺' || missing end as reason,
        1 as unit_count
    from judge.counted_month
    union all
    select
        'pay_without_insurance' as code,
        outcome <> 'not_judged' as is_judged,
        case when outcome = 'not_judged' then '缺' || missing end as reason,
        1 as unit_count
    from judge.paid_month
    union all
    select
        'result_contradicts_tax' as code,
        outcome <> 'not_judged' as is_judged,
        case when outcome = 'not_judged' then '缺' || missing end as reason,
        1 as unit_count
    from judge.result_tax
    union all
    select
        'person_claimed_twice' as code,
        claim.uscc is not null as is_judged,
        case when claim.uscc is null then '申报没有单位代码' end as reason,
        1 as unit_count
    from staging.claim as claim
    inner join staging.claim_person as listed on claim.claim_no = listed.claim_no
    inner join policy.benefit as benefit on claim.code = benefit.benefit_code and benefit.is_per_head
    union all
    select
        'duplicate_key' as code,
        true as is_judged,
        cast(null as varchar) as reason,
        accepted as unit_count
    from source.delivery
    where source is not null
    union all
    -- A kind of relief is looked at under the findings it can end in.
    select
        kind.code,
        relief.verdict <> 'unverifiable' or kind.code = 'settlement_parts' as is_judged,
        case
            when relief.verdict = 'unverifiable' and kind.code <> 'settlement_parts'
                then coalesce(relief.missing, '缺判断所需的数据')
        end as reason,
        1 as unit_count
    from relief_kind as kind
    inner join verdicts.relief_verdict as relief
        on kind.source = relief.source
    inner join policy.benefit as benefit
        on
            relief.benefit_code = benefit.benefit_code
            and (kind.benefit_kind is null or kind.benefit_kind = benefit.kind)
),

subject as (
    select
        not coalesce(shortfall.is_not_judged, true) as is_judged,
        case
            when entitlement.verdict = 'unknown' then coalesce(entitlement.missing, '缺判断所需的数据')
            else shortfall.not_judged_reason
        end as reason
    from verdicts.entitlement as entitlement
    inner join policy.benefit as benefit on entitlement.benefit_code = benefit.benefit_code
    left join judge.shortfall as shortfall
        on
            entitlement.benefit_code = shortfall.benefit_code
            and entitlement.subject_id = shortfall.subject_id
            and entitlement.period_start = shortfall.period_start
            and entitlement.period_end = shortfall.period_end
    where
        entitlement.verdict <> 'ineligible'
        and entitlement.subject_kind in ('enterprise', 'person', 'claim')
        and benefit.amount_kind = 'exact'
        and benefit.kind <> 'compliance'
),

needed as (
    select
        need.code,
        need.source,
        need.reason
    from (
        values
        ('insured_without_pay', 'social_insurance', '缺社会保险缴费明细'),
        ('insured_without_pay', 'payroll', '缺工资发放明细'),
        ('insured_without_pay', 'individual_income_tax', '缺个人所得税扣缴明细'),
        ('pay_without_insurance', 'payroll', '缺工资发放明细'),
        ('pay_without_insurance', 'social_insurance', '缺社会保险缴费明细'),
        ('result_contradicts_tax', 'operating_result', '缺经营指标确认表'),
        ('result_contradicts_tax', 'tax_filing', '缺税费申报明细'),
        ('person_claimed_twice', 'claim', '缺申报台账'),
        ('person_claimed_twice', 'claim_person', '缺申报花名册'),
        ('eligible_unpaid', 'payout', '缺补贴发放台账'),
        ('lower_paid', 'payout', '缺补贴发放台账'),
        ('underpaid', 'payout', '缺补贴发放台账')
    ) as need (code, source, reason)
    union all
    select
        code,
        source,
        reason
    from relief_kind
),

test as (
    select code from needed
    union
    select 'duplicate_key' as code
),

counted as (
    select
        code,
        is_judged,
        reason,
        unit_count
    from unit
    union all
    select
        test.code,
        subject.is_judged,
        subject.reason,
        1 as unit_count
    from test
    inner join subject on test.code in ('eligible_unpaid', 'lower_paid', 'underpaid')
    union all
    -- Of every test one row without units, so that none is missing from the table.
    select
        code,
        true as is_judged,
        cast(null as varchar) as reason,
        0 as unit_count
    from test
    union all
    select
        needed.code,
        false as is_judged,
        needed.reason,
        0 as unit_count
    from needed
    inner join source.availability as delivered
        on needed.source = delivered.source and not delivered.is_delivered
)

select
    code,
    is_judged,
    reason,
    cast(sum(unit_count) as bigint) as unit_count
from counted
group by code, is_judged, reason
