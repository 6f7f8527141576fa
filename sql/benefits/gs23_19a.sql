-- 欠费违约金减免
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.bill_case, facts.arrears_claim
-- Article: 第十九条
with measure as (
    select
        benefit.benefit_code,
        cast(parameter.value as decimal(18, 6)) as due_rate
    from policy.benefit as benefit
    left join facts.parameter as parameter
        on
            benefit.benefit_code = parameter.benefit_code
            and parameter.name = 'due_rate'
    where benefit.rule = 'gs23_19a'
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
            -- Either will do, so that it takes both to fail.
            'condition_code': 'small_or_individual',
            'verdict': case
                when bill.entity_verdict = 'pass' or bill.roster_verdict = 'pass' then 'pass'
                when bill.entity_verdict = 'fail' and bill.roster_verdict = 'fail' then 'fail'
                else 'unknown'
            end,
            'observed': bill.entity_observed || '，' || bill.roster_observed,
            'required': '主体类型为' || bill.entity_types || '，或在名录「' || bill.rosters || '」',
            'missing': concat_ws(
                '、',
                bill.entity_missing,
                case when bill.roster_verdict = 'unknown' then bill.roster_missing end
            )
        },
        {
            'condition_code': 'arrears_claim',
            'verdict': claimed.verdict,
            'observed': claimed.observed,
            'required': '有审核通过的申报，其起止日期包含开单日期 ' || cast(bill.billed_on as varchar),
            'missing': claimed.missing
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    cast(
        bill.standard_amount
        - cast(cast(bill.standard_amount as decimal(20, 2)) * measure.due_rate as decimal(18, 2)) as decimal(18, 2)
    ) as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    case when measure.due_rate is null then '参数 ' || bill.benefit_code || '.due_rate' end as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    bill.evidence || claimed.evidence as evidence
from measure
inner join facts.bill_case as bill on measure.benefit_code = bill.benefit_code
inner join facts.arrears_claim as claimed
    on
        bill.benefit_code = claimed.benefit_code
        and bill.bill_no = claimed.bill_no
