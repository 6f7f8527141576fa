-- 机构介绍人员的最佳合同
-- Grain: benefit_code, subject_id, person_id
-- Reads: facts.placement_condition
-- Article: 第十六条、第十七条
-- The best contract stands for the person: pass, unknown, fail; then the agency's own, then the earliest start, then
-- the lowest row.
with rated as (
    select
        *,
        case
            when
                'fail' in (
                    window_verdict, agency_verdict, person_roster_verdict, gusu_verdict, employer_roster_verdict,
                    insured_verdict
                ) then 3
            when
                'unknown' in (
                    window_verdict, agency_verdict, person_roster_verdict, gusu_verdict, employer_roster_verdict,
                    insured_verdict
                ) then 2
            else 1
        end as rating
    from facts.placement_condition
),

ranked as (
    select
        *,
        row_number() over (
            partition by benefit_code, subject_id, person_id
            order by
                rating,
                case when introduced_by_uscc = subject_id then 1 else 2 end,
                start_on nulls last,
                contract_delivery_no,
                contract_row_no
        ) as turn
    from rated
)

select
    benefit_code,
    subject_id,
    person_id,
    window_start,
    window_end,
    least_insured_months,
    has_contract,
    must_be_another,
    employer_uscc,
    introduced_by_uscc,
    start_on,
    rating,
    window_verdict,
    agency_verdict,
    person_roster_verdict,
    person_rosters,
    person_roster_missing,
    gusu_verdict,
    gusu_observed,
    employer_roster_verdict,
    employer_rosters,
    employer_roster_observed,
    employer_roster_missing,
    insured_verdict,
    insured_observed,
    insured_missing,
    case
        when contract_row_no is null then []
        else [{ 'source': 'contract', 'delivery_no': contract_delivery_no, 'row_no': contract_row_no }]
    end
    || coalesce(insured_evidence, []) as evidence
from ranked
where turn = 1
