-- 单位聘用人员的合同
-- Grain: benefit_code, subject_id, person_id, contract_delivery_no, contract_row_no
-- Reads: policy.benefit, facts.parameter, facts.subject, facts.claimed_person, staging.contract
-- Article: 第十六条
-- Heads of an employer: persons with a contract there that starts in the window, and persons in its claims. Of
-- their contracts there, those that start in the window; where there is none, any; where there is none at all,
-- one row without.
with measure as (
    select
        benefit.benefit_code,
        benefit.window_start,
        benefit.window_end,
        cast(parameter.value as integer) as least_insured_months
    from policy.benefit as benefit
    left join facts.parameter as parameter
        on
            benefit.benefit_code = parameter.benefit_code
            and parameter.name = 'least_insured_months'
    where benefit.rule = 'gs23_16b'
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
            subject.subject_id = contract.uscc
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

contracted as (
    select distinct contract.person_id
    from staging.contract as contract
    where contract.person_id in (select head.person_id from head)
),

numbered as (
    select
        head.benefit_code,
        head.subject_id,
        head.person_id,
        measure.window_start,
        measure.window_end,
        measure.least_insured_months,
        contracted.person_id is not null as has_contract,
        contract.uscc as employer_uscc,
        contract.start_on,
        contract.end_on,
        coalesce(contract.start_on between measure.window_start and measure.window_end, false) as is_in_window,
        contract.delivery_no as contract_delivery_no,
        contract.row_no as contract_row_no
    from head
    inner join measure on head.benefit_code = measure.benefit_code
    left join contracted on head.person_id = contracted.person_id
    left join staging.contract as contract
        on
            head.person_id = contract.person_id
            and head.subject_id = contract.uscc
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
    start_on,
    end_on,
    is_in_window,
    contract_delivery_no,
    contract_row_no
from ranked
where is_in_window = has_one_in_window
