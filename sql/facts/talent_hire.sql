-- 引进人才的合同
-- Grain: benefit_code, subject_id, contract_delivery_no, contract_row_no
-- Reads: policy.benefit, facts.beneficiary, staging.contract
-- Article: 第十八条
-- Of all contracts of a candidate those that start in the window; where there is none, any; where there is none at all,
-- one row without.
with numbered as (
    select
        candidate.benefit_code,
        candidate.subject_id,
        candidate.person_id,
        candidate.window_start,
        candidate.window_end,
        contract.person_id is not null as has_contract,
        contract.uscc as employer_uscc,
        contract.start_on,
        coalesce(contract.start_on between candidate.window_start and candidate.window_end, false) as is_in_window,
        contract.delivery_no as contract_delivery_no,
        contract.row_no as contract_row_no
    from policy.benefit as benefit
    inner join facts.beneficiary as candidate on benefit.benefit_code = candidate.benefit_code
    left join staging.contract as contract on candidate.person_id = contract.person_id
    where benefit.rule = 'gs23_18b'
),

ranked as (
    select
        *,
        bool_or(is_in_window) over (partition by benefit_code, subject_id) as has_one_in_window
    from numbered
)

select
    benefit_code,
    subject_id,
    person_id,
    window_start,
    window_end,
    has_contract,
    employer_uscc,
    start_on,
    is_in_window,
    contract_delivery_no,
    contract_row_no
from ranked
where is_in_window = has_one_in_window
