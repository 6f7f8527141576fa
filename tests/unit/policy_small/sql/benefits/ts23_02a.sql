-- 奖励乙
-- Grain: subject_id
-- Reads: heads.*, policy.parameter
-- Article: 第二条
select
    'has_person' as condition_code,
    parameter.value
from policy.parameter as parameter
where parameter.name = 'unit_amount'
