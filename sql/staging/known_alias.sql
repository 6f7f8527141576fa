-- 事项的名称和别名
-- Grain: alias
-- Reads: policy.alias
-- Article: 全文
-- What a ledger, a claim or a tax filing may call a measure. An alias that would name two benefits names none.
select
    alias,
    min(benefit_code) as benefit_code
from policy.alias
group by alias
having min(benefit_code) = max(benefit_code)
