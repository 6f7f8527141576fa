-- 逐人条件
-- Grain: subject_id, person_id
-- Reads: staging.contract, policy.assumption
-- Article: 第二条
-- The reading 'A-XX-9' in a comment is no use of it.
select
    contract.person_id,
    { 'condition_code': 'contract_in_window', 'verdict': pair.value } as judged
from staging.contract as contract
inner join policy.assumption as pair on pair.assumption_id = 'A-EX-2'
