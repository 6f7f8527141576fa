-- 条件名称
-- Grain: benefit_code
-- Reads: policy.condition
-- Article: 全文
-- As: view
-- What a measure's conditions are called, by their codes: a verdict names them where they stand, in their row.
select
    benefit_code,
    map(list(condition_code order by condition_code), list(title order by condition_code)) as titles
from policy.condition
group by benefit_code
