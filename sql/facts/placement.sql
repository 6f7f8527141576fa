-- 机构介绍人员的合同
-- Grain: benefit_code, subject_id, person_id, contract_delivery_no, contract_row_no
-- Reads: policy.benefit, policy.assumption, facts.parameter, facts.subject, facts.claimed_person, staging.contract
-- Article: 第十六条、第十七条
-- Heads of an agency: persons with a contract it introduced that starts in the window, and persons in its
-- claims. Of all their contracts, those that start in the window; where there is none, any; where there is none
-- at all, one row without.
with measure as (
    select
        benefit.benefit_code,
        benefit.window_start,
        benefit.window_end,
        -- 稳定就业 has no figure in the text of 第十六条; its months are an assumption (A-16C-1).
        case
            when benefit.rule = 'gs23_16c' then cast(stable.value as integer)
            else cast(parameter.value as integer)
        end as least_insured_months
    from policy.benefit as benefit
    inner join policy.assumption as stable on stable.assumption_id = 'A-16C-1'
    left join facts.parameter as parameter
        on
            benefit.benefit_code = parameter.benefit_code
            and parameter.name = 'least_insured_months'
    where benefit.rule in ('gs23_16c', 'gs23_17b')
),

head as (
    select
        subject.benefit_code,
        subject.subject_id,
        contract.person_id
    from facts.subject as subject
    inner join measure on subject.benefit_code = measure.benefit_code
    inner join staging.contract as contract
        on
            subject.subject_id = contract.introduced_by_uscc
            and contract.start_on between measure.window_start and measure.window_end
    union
    select
        named.benefit_code,
        named.subject_id,
        named.person_id
    from facts.claimed_person as named
    inner join measure on named.benefit_code = measure.benefit_code
    where named.subject_id is not null
),

numbered as (
    select
        head.benefit_code,
        head.subject_id,
        head.person_id,
        measure.window_start,
        measure.window_end,
        measure.least_insured_months,
        contract.person_id is not null as has_contract,
        contract.uscc as employer_uscc,
        contract.introduced_by_uscc,
        contract.start_on,
        coalesce(contract.start_on between measure.window_start and measure.window_end, false) as is_in_window,
        contract.delivery_no as contract_delivery_no,
        contract.row_no as contract_row_no
    from head
    inner join measure on head.benefit_code = measure.benefit_code
    left join staging.contract as contract on head.person_id = contract.person_id
),

ranked as (
    select
        *,
        bool_or(is_in_window) over (partition by benefit_code, subject_id, person_id) as has_one_in_window
    from numbered
)

select
    benefit_code,
    subject_id,
    person_id,
    window_start,
    window_end,
    least_insured_months,
    has_contract,
    employer_uscc,
    introduced_by_uscc,
    start_on,
    is_in_window,
    contract_delivery_no,
    contract_row_no
from ranked
where is_in_window = has_one_in_window
