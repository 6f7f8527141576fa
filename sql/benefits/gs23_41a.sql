-- 新冠门急诊专项保障
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.settlement_case
-- Article: 第四十一条
-- A share of the fees within the policy, from the first yuan on and without limit.
with measure as (
    select
        benefit.benefit_code,
        cast(parameter.value as decimal(18, 6)) as payment_rate
    from policy.benefit as benefit
    left join facts.parameter as parameter
        on
            benefit.benefit_code = parameter.benefit_code
            and parameter.name = 'payment_rate'
    where benefit.rule = 'gs23_41a'
)

select
    visit.benefit_code,
    'settlement' as subject_kind,
    visit.settlement_no as subject_id,
    cast(null as varchar) as uscc,
    visit.person_id,
    cast(null as varchar) as claim_no,
    visit.settled_on as period_start,
    visit.settled_on as period_end,
    [
        {
            'condition_code': 'settled_in_window',
            'verdict': visit.day_verdict,
            'observed': visit.day_observed,
            'required': visit.day_required,
            'missing': case when visit.day_verdict = 'unknown' then visit.missing end
        },
        {
            'condition_code': 'covid_case',
            'verdict': visit.covid_verdict,
            'observed': visit.covid_observed,
            'required': visit.covid_required,
            'missing': case when visit.covid_verdict = 'unknown' then visit.missing end
        },
        {
            'condition_code': 'hospital_in_district',
            'verdict': visit.district_verdict,
            'observed': visit.district_observed,
            'required': visit.district_required,
            'missing': case when visit.district_verdict = 'unknown' then visit.missing end
        },
        {
            'condition_code': 'hospital_grade',
            'verdict': visit.grade_verdict,
            'observed': visit.grade_observed,
            'required': visit.grade_required,
            'missing': case when visit.grade_verdict = 'unknown' then visit.missing end
        },
        {
            'condition_code': 'hospital_designated',
            'verdict': visit.designated_verdict,
            'observed': visit.designated_observed,
            'required': '定点机构',
            'missing': case when visit.designated_verdict = 'unknown' then visit.missing end
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    -- DECIMAL all the way; the cast to fen is the one rounding, half up.
    cast(cast(visit.eligible_amount as decimal(20, 2)) * measure.payment_rate as decimal(18, 2)) as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    case when measure.payment_rate is null then '参数 ' || visit.benefit_code || '.payment_rate' end as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    visit.evidence
from measure
inner join facts.settlement_case as visit on measure.benefit_code = visit.benefit_code
