-- 生效参数
-- Grain: benefit_code, name
-- Reads: policy.benefit, policy.parameter
-- Article: 全文
-- The value in force on the last day of the benefit's window; null where the document leaves it to 实施细则.
select
    benefit.benefit_code,
    parameter.name,
    parameter.value,
    parameter.day,
    parameter.unit,
    parameter.figure,
    parameter.setting
from policy.benefit as benefit
inner join policy.parameter as parameter
    on
        benefit.benefit_code = parameter.benefit_code
        and benefit.window_end >= parameter.valid_from
        and (parameter.valid_until is null or benefit.window_end < parameter.valid_until)
