-- 新冠住院个人负担财政补助
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: facts.settlement_case
-- Article: 第四十条
-- What the insurances and the medical aid leave of the fees within the policy.
select
    benefit_code,
    'settlement' as subject_kind,
    settlement_no as subject_id,
    cast(null as varchar) as uscc,
    person_id,
    cast(null as varchar) as claim_no,
    settled_on as period_start,
    settled_on as period_end,
    [
        {
            'condition_code': 'covid_confirmed',
            'verdict': covid_verdict,
            'observed': covid_observed,
            'required': covid_required,
            'missing': case when covid_verdict = 'unknown' then missing end
        },
        {
            'condition_code': 'date_in_window',
            'verdict': day_verdict,
            'observed': day_observed,
            'required': day_required,
            'missing': case when day_verdict = 'unknown' then missing end
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    cast(greatest(eligible_amount - basic_paid - critical_illness_paid - aid_paid, 0) as decimal(18, 2))
        as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    cast(null as varchar) as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    evidence
from facts.settlement_case
where rule = 'gs23_40a'
