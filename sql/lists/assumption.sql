-- 口径说明：采用的解释口径
-- Grain: assumption_id
-- Reads: policy.assumption, policy.assumption_choice, policy.assumption_use
-- Article: 全文
-- A value as the package explains it; a date or an amount explains itself.
with used as (
    select
        assumption_id,
        string_agg(benefit_code, '、' order by benefit_code) as benefit_codes
    from policy.assumption_use
    group by assumption_id
)

select
    row_number() over (order by assumption.assumption_id) as sort_no,
    assumption.assumption_id,
    assumption.title,
    assumption.value || coalesce('（' || chosen.meaning || '）', '') as value_text,
    assumption.default_value,
    case when assumption.is_default then '默认' else '已改用' end as state,
    assumption.why,
    coalesce(used.benefit_codes, '—') as benefit_codes
from policy.assumption as assumption
left join policy.assumption_choice as chosen
    on assumption.assumption_id = chosen.assumption_id and assumption.value = chosen.value
left join used on assumption.assumption_id = used.assumption_id
