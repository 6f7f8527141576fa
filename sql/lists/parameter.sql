-- 口径说明：参数取值
-- Grain: benefit_code, name, valid_from
-- Reads: policy.parameter, policy.benefit
-- Article: 全文
-- valid_until is half-open in storage and the last day of validity on paper.
select
    row_number() over (order by benefit.sort_order, parameter.name, parameter.valid_from) as sort_no,
    parameter.benefit_code,
    benefit.title as benefit_title,
    coalesce(parameter.title, parameter.name) as parameter_title,
    parameter.value as parameter_value,
    parameter.unit,
    parameter.figure,
    parameter.basis,
    parameter.valid_from,
    cast(parameter.valid_until - interval 1 day as date) as valid_to,
    case
        when parameter.value is null then '未设定'
        when parameter.is_set_by_settings then '由设置给定'
        else '政策原文'
    end as state
from policy.parameter as parameter
inner join policy.benefit as benefit on parameter.benefit_code = benefit.benefit_code
