-- 与本次核对有关的参保缴费
-- Grain: one row a social insurance row of the insurance of A-SI-1 that a rule looks at
-- Reads: policy.benefit, policy.assumption, facts.window_month, facts.subject, facts.claimed_person, facts.person_month, facts.talent_hire, staging.social_insurance
-- Article: 第三条、第十六条、第十七条、第十八条
-- The one place that reads the large source: everything about months and heads starts from these rows. They are
-- those of the enterprises of 16A in the months of its window, those of a person in a month that a rule looks at,
-- and all of a talent's (18B), who must be new to the employer.
with counted_month as (
    select distinct
        subject.subject_id as uscc,
        window_month.month
    from policy.benefit as benefit
    inner join facts.window_month as window_month on benefit.benefit_code = window_month.benefit_code
    inner join facts.subject as subject on benefit.benefit_code = subject.benefit_code
    where benefit.rule = 'gs23_16a'
),

person_month as (
    select
        named.person_id,
        window_month.month
    from policy.benefit as benefit
    inner join facts.window_month as window_month on benefit.benefit_code = window_month.benefit_code
    inner join facts.claimed_person as named on benefit.benefit_code = named.benefit_code
    where benefit.rule = 'gs23_16a'
    union
    select
        person_id,
        month
    from facts.person_month
),

talent as (
    select distinct person_id
    from facts.talent_hire
)

select
    payment.person_id,
    payment.uscc,
    payment.period as month,
    payment.payment_kind,
    payment.paid_on,
    payment.is_employer_unknown,
    payment.delivery_no,
    payment.row_no
from staging.social_insurance as payment
inner join policy.assumption as insurance
    on
        insurance.assumption_id = 'A-SI-1'
        and payment.insurance_type = insurance.value
left join counted_month
    on
        payment.uscc = counted_month.uscc
        and payment.period = counted_month.month
left join person_month
    on
        payment.person_id = person_month.person_id
        and payment.period = person_month.month
left join talent on payment.person_id = talent.person_id
where
    counted_month.uscc is not null
    or person_month.person_id is not null
    or talent.person_id is not null
