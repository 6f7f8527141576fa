-- 单位整年缴费
-- Grain: benefit_code, subject_id
-- Reads: facts.premium_year_month, facts.received_month, facts.applicant, facts.coverage
-- Article: 第十五条
-- Every enterprise with a premium in the year, and everyone paid or with a claim: how many persons in all its months,
-- how much, and which months have none. Persons of a month that is not covered are not known.
with looked_at as (
    select
        year_month.benefit_code,
        year_month.month,
        year_month.label,
        coalesce(coverage.covered, false) as is_covered
    from facts.premium_year_month as year_month
    left join facts.coverage as coverage
        on
            coverage.source = 'social_insurance'
            and coverage.partition = year_month.insurance_type || ' ' || year_month.month
),

candidate as (
    select
        benefit_code,
        uscc as subject_id,
        uscc,
        null as person_id
    from facts.received_month
    union
    select
        benefit_code,
        subject_id,
        uscc,
        person_id
    from facts.applicant
),

subject_month as (
    select
        candidate.benefit_code,
        candidate.subject_id,
        candidate.uscc,
        candidate.person_id,
        looked_at.month,
        looked_at.label,
        looked_at.is_covered,
        coalesce(received.person_count, 0) as person_count,
        coalesce(received.premium_amount, 0) as premium_amount,
        received.delivery_no,
        received.row_no
    from candidate
    inner join looked_at on candidate.benefit_code = looked_at.benefit_code
    left join facts.received_month as received
        on
            candidate.benefit_code = received.benefit_code
            and candidate.uscc = received.uscc
            and looked_at.month = received.month
)

select
    benefit_code,
    subject_id,
    uscc,
    person_id,
    count(*) as month_count,
    count(*) filter (where person_count > 0) as paid_month_count,
    cast(sum(person_count) as bigint) as person_month_count,
    cast(sum(premium_amount) as decimal(18, 2)) as premium_amount,
    string_agg(label, '、' order by month) filter (where person_count = 0 and is_covered) as absent_months,
    string_agg(label, '、' order by month) filter (where person_count = 0 and not is_covered) as open_months,
    string_agg(label, '、' order by month) filter (where not is_covered) as uncovered_months,
    coalesce(
        array_agg(
            { 'source': 'social_insurance', 'delivery_no': delivery_no, 'row_no': row_no } order by month
        ) filter (where row_no is not null),
        []
    ) as evidence
from subject_month
group by benefit_code, subject_id, uscc, person_id
