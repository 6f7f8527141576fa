-- 检验费和行政收费减收
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.bill_case
-- Article: 第二十一条
-- A fee charged at a share of its standard, to every payer or to those of one trade or kind.
with measure as (
    select
        benefit.benefit_code,
        cast(parameter.value as decimal(18, 6)) as due_rate
    from policy.benefit as benefit
    left join facts.parameter as parameter
        on
            benefit.benefit_code = parameter.benefit_code
            and parameter.name = 'due_rate'
    where benefit.rule = 'gs23_21a'
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
        }
    ]
    || case
        when bill.industry_verdict is null then []
        else [
            {
                'condition_code': 'in_industry',
                'verdict': bill.industry_verdict,
                'observed': bill.industry_observed,
                'required': '行业属于' || bill.industries,
                'missing': bill.industry_missing
            }
        ]
    end
    || case
        when bill.entity_verdict is null then []
        else [
            {
                'condition_code': 'is_entity_type',
                'verdict': bill.entity_verdict,
                'observed': bill.entity_observed,
                'required': '主体类型为' || bill.entity_types,
                'missing': bill.entity_missing
            }
        ]
    end as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    -- What is charged is rounded to the fen, half up, and the relief is the rest. DuckDB multiplies two DECIMAL(18) in
    -- eighteen digits: one of them is made wider.
    cast(
        bill.standard_amount
        - cast(cast(bill.standard_amount as decimal(20, 2)) * measure.due_rate as decimal(18, 2)) as decimal(18, 2)
    ) as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    case when measure.due_rate is null then '参数 ' || bill.benefit_code || '.due_rate' end as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    bill.evidence
from measure
inner join facts.bill_case as bill on measure.benefit_code = bill.benefit_code
