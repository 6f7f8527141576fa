-- 机构介绍的每份合同
-- Grain: benefit_code, subject_id, person_id, contract_delivery_no, contract_row_no
-- Reads: policy.benefit_roster, policy.assumption, policy.assumption_use, facts.placement, facts.insured_run, facts.gusu_enterprise, facts.roster_member, facts.roster_need, staging.roster
-- Article: 第十六条、第十七条
-- Every condition that hangs on the contract. A roster that a benefit does not ask of the person or of the employer
-- passes.
with self_placement as (
    -- Benefits that rest on A-16C-2: the employer must be another than the agency unless the reading allows it.
    select
        used.benefit_code,
        assumption.value = 'yes' as is_allowed
    from policy.assumption_use as used
    inner join policy.assumption as assumption on used.assumption_id = assumption.assumption_id
    where used.assumption_id = 'A-16C-2'
),

person_on_roster as (
    select distinct
        placement.benefit_code,
        placement.person_id,
        placement.start_on
    from facts.placement as placement
    inner join policy.benefit_roster as needed
        on
            placement.benefit_code = needed.benefit_code
            and needed.role = 'person'
    inner join staging.roster as roster
        on
            needed.roster = roster.roster
            and placement.person_id = roster.subject_id
    where
        coalesce(roster.valid_from <= placement.start_on, true)
        and coalesce(roster.valid_to >= placement.start_on, true)
        and placement.start_on is not null
)

select
    placement.benefit_code,
    placement.subject_id,
    placement.person_id,
    placement.window_start,
    placement.window_end,
    placement.least_insured_months,
    placement.has_contract,
    placement.employer_uscc,
    placement.introduced_by_uscc,
    placement.start_on,
    placement.contract_delivery_no,
    placement.contract_row_no,
    case
        when placement.is_in_window then 'pass'
        when not placement.has_contract then 'unknown'
        else 'fail'
    end as window_verdict,
    case
        when placement.introduced_by_uscc <> placement.subject_id then 'fail'
        when not self_placement.is_allowed and placement.employer_uscc = placement.subject_id then 'fail'
        when placement.introduced_by_uscc = placement.subject_id then 'pass'
        else 'unknown'
    end as agency_verdict,
    case
        when person_need.benefit_code is null then 'pass'
        when placement.start_on is null then 'unknown'
        when on_roster.person_id is not null then 'pass'
        when person_need.is_covered then 'fail'
        else 'unknown'
    end as person_roster_verdict,
    case when employer_need.benefit_code is null then 'pass' else coalesce(gusu.verdict, 'unknown') end
        as gusu_verdict,
    case
        when employer_need.benefit_code is null then 'pass'
        when placement.employer_uscc is null then 'unknown'
        when employer.is_in_window then 'pass'
        when employer_need.is_covered then 'fail'
        else 'unknown'
    end as employer_roster_verdict,
    coalesce(run.verdict, 'unknown') as insured_verdict,
    not coalesce(self_placement.is_allowed, true) as must_be_another,
    person_need.rosters as person_rosters,
    person_need.missing as person_roster_missing,
    gusu.observed as gusu_observed,
    employer_need.rosters as employer_rosters,
    employer_need.missing as employer_roster_missing,
    employer.observed as employer_roster_observed,
    run.observed as insured_observed,
    run.missing as insured_missing,
    run.evidence as insured_evidence
from facts.placement as placement
left join self_placement on placement.benefit_code = self_placement.benefit_code
left join facts.roster_need as person_need
    on
        placement.benefit_code = person_need.benefit_code
        and person_need.role = 'person'
left join facts.roster_need as employer_need
    on
        placement.benefit_code = employer_need.benefit_code
        and employer_need.role = 'employer'
left join person_on_roster as on_roster
    on
        placement.benefit_code = on_roster.benefit_code
        and placement.person_id = on_roster.person_id
        and placement.start_on = on_roster.start_on
left join facts.roster_member as employer
    on
        placement.benefit_code = employer.benefit_code
        and employer.role = 'employer'
        and placement.employer_uscc = employer.subject_id
left join facts.gusu_enterprise as gusu
    on
        placement.employer_uscc = gusu.uscc
        and placement.window_end = gusu.on_day
left join facts.insured_run as run
    on
        placement.window_start = run.window_start
        and placement.window_end = run.window_end
        and placement.person_id = run.person_id
        and placement.employer_uscc = run.uscc
        and extract(year from placement.start_on) * 100 + extract(month from placement.start_on) = run.start_month
        and placement.least_insured_months = run.least_months
