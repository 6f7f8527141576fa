-- 姑苏区企业
-- Grain: uscc, on_day
-- Reads: policy.benefit, policy.package, facts.enterprise
-- Article: 全文
-- Registered in the district of the package and still 存续 on the last day of a window. No row: nothing is registered under that code.
with last_day as (
    select distinct window_end as on_day
    from policy.benefit
)

select
    enterprise.uscc,
    last_day.on_day,
    case
        when enterprise.district <> package.district then 'fail'
        when enterprise.status <> '存续' and enterprise.status_on <= last_day.on_day then 'fail'
        when
            enterprise.district = package.district
            and (enterprise.status = '存续' or enterprise.status_on > last_day.on_day) then 'pass'
        else 'unknown'
    end as verdict,
    '所属区' || coalesce(enterprise.district, '不明') || '，登记状态' || coalesce(enterprise.status, '不明')
    || coalesce('（' || cast(enterprise.status_on as varchar) || '）', '') as observed,
    enterprise.delivery_no,
    enterprise.row_no
from facts.enterprise as enterprise
cross join last_day
cross join policy.package as package
