-- 单位聘用人员的最佳合同
-- Grain: benefit_code, subject_id, person_id
-- Reads: policy.benefit, facts.parameter, facts.hire, facts.insured_run
-- Article: 第十六条
-- Each contract is judged on its own and the best stands for the person: pass, unknown, fail; then the earliest start,
-- then the lowest row.
with measure as (
    select
        benefit.benefit_code,
        cast(parameter.value as integer) as least_contract_years
    from policy.benefit as benefit
    left join facts.parameter as parameter
        on
            benefit.benefit_code = parameter.benefit_code
            and parameter.name = 'least_contract_years'
    where benefit.rule = 'gs23_16b'
),

contract as (
    select
        hire.*,
        measure.least_contract_years,
        case
            when hire.is_in_window then 'pass'
            when not hire.has_contract then 'unknown'
            else 'fail'
        end as window_verdict,
        case
            when hire.start_on is null or measure.least_contract_years is null then 'unknown'
            when hire.end_on is null then 'pass'
            when
                hire.end_on >= hire.start_on + measure.least_contract_years * interval '1' year - interval '1' day
                then 'pass'
            else 'fail'
        end as length_verdict,
        coalesce(run.verdict, 'unknown') as insured_verdict,
        run.observed as insured_observed,
        run.missing as insured_missing,
        run.evidence as insured_evidence
    from facts.hire as hire
    inner join measure on hire.benefit_code = measure.benefit_code
    left join facts.insured_run as run
        on
            hire.window_start = run.window_start
            and hire.window_end = run.window_end
            and hire.person_id = run.person_id
            and hire.employer_uscc = run.uscc
            and extract(year from hire.start_on) * 100 + extract(month from hire.start_on) = run.start_month
            and hire.least_insured_months = run.least_months
),

ranked as (
    select
        *,
        row_number() over (
            partition by benefit_code, subject_id, person_id
            order by
                case
                    when 'fail' in (window_verdict, length_verdict, insured_verdict) then 3
                    when 'unknown' in (window_verdict, length_verdict, insured_verdict) then 2
                    else 1
                end,
                start_on nulls last,
                contract_delivery_no,
                contract_row_no
        ) as turn
    from contract
)

select
    benefit_code,
    subject_id,
    person_id,
    window_start,
    window_end,
    least_insured_months,
    least_contract_years,
    has_contract,
    employer_uscc,
    start_on,
    end_on,
    window_verdict,
    length_verdict,
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
