-- 人员核对月份
-- Grain: window_start, window_end, person_id, uscc, month
-- Reads: policy.benefit, policy.condition, facts.run_month, facts.personal_claim
-- Article: 第三条、第十六条、第十七条
-- The months of a person at an employer that a rule looks at: those of a run, and the month of a claim whose benefit
-- asks for insurance at the claim's employer.
select
    window_start,
    window_end,
    person_id,
    uscc,
    month
from facts.run_month
union
select
    benefit.window_start,
    benefit.window_end,
    claim.subject_id as person_id,
    claim.uscc,
    cast(extract(year from claim.occurred_on) * 100 + extract(month from claim.occurred_on) as integer) as month
from facts.personal_claim as claim
inner join policy.benefit as benefit on claim.benefit_code = benefit.benefit_code
inner join policy.condition as asked
    on
        claim.benefit_code = asked.benefit_code
        and asked.condition_code = 'insured_at_employer'
where
    claim.uscc is not null
    and claim.occurred_on is not null
