-- 姑苏区企业
-- Grain: uscc, on_day
-- Reads: policy.benefit, facts.enterprise
-- Article: 全文
-- Registered in 姑苏区 and still 存续 on the last day of a window. No row: nothing is registered under that code.
with last_day as (
    select distinct window_end as on_day
    from policy.benefit
)

select
    enterprise.uscc,
    last_day.on_day,
    case
        when enterprise.district <> '姑苏区' then 'fail'
        when enterprise.status <> '存续' and enterprise.status_on <= last_day.on_day then 'fail'
        when
            enterprise.district = '姑苏区'
            and (enterprise.status = '存续' or enterprise.status_on > last_day.on_day) then 'pass'
        else 'unknown'
    end as verdict,
    '所属区' || coalesce(enterprise.district, '不明') || '，登记状态' || coalesce(enterprise.status, '不明')
    || coalesce('（' || cast(enterprise.status_on as varchar) || '）', '') as observed,
    enterprise.delivery_no,
    enterprise.row_no
from facts.enterprise as enterprise
cross join last_day
