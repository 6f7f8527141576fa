-- 文化事业建设费减征
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.bill_case
-- Article: 第二十七条
-- Only the share of the fee that is the district's own revenue is reduced.
with measure as (
    select
        benefit.benefit_code,
        max(parameter.value) filter (where parameter.name = 'reduction_rate') as reduction_rate,
        max(parameter.value) filter (where parameter.name = 'district_share') as district_share
    from policy.benefit as benefit
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_27b'
    group by benefit.benefit_code
)

select
    bill.benefit_code,
    'bill' as subject_kind,
    bill.bill_no as subject_id,
    bill.uscc,
    cast(null as varchar) as person_id,
    cast(null as varchar) as claim_no,
    bill.billed_on as period_start,
    bill.billed_on as period_end,
    [
        {
            'condition_code': 'billed_in_window',
            'verdict': bill.day_verdict,
            'observed': bill.day_observed,
            'required': bill.day_required,
            'missing': bill.day_missing
        },
        {
            'condition_code': 'in_industry',
            'verdict': bill.industry_verdict,
            'observed': bill.industry_observed,
            'required': '行业属于' || bill.industries,
            'missing': bill.industry_missing
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    -- Two rates of six places make a factor of twelve; what is charged is rounded to the fen, half up.
    cast(
        bill.standard_amount
        - cast(
            cast(bill.standard_amount as decimal(20, 2))
            * cast(1 - measure.reduction_rate * measure.district_share as decimal(14, 12))
            as decimal(18, 2)
        ) as decimal(18, 2)
    ) as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    case
        when measure.reduction_rate is null then '参数 ' || bill.benefit_code || '.reduction_rate'
        when measure.district_share is null then '参数 ' || bill.benefit_code || '.district_share'
    end as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    bill.evidence
from measure
inner join facts.bill_case as bill on measure.benefit_code = bill.benefit_code
