-- 口径说明：政策未定、须由设置给出的参数
-- Grain: setting
-- Reads: policy.unset_setting, policy.benefit
-- Article: 全文
select
    row_number() over (order by benefit.sort_order, unset.setting) as sort_no,
    unset.setting,
    unset.benefit_code,
    coalesce(benefit.title, unset.title) as benefit_title,
    unset.meaning,
    unset.unit,
    unset.article,
    unset.decided_by,
    case when unset.is_set then '已由设置给定' else '未设定，相关金额待核实' end as state
from policy.unset_setting as unset
left join policy.benefit as benefit on unset.benefit_code = benefit.benefit_code
