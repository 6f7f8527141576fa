-- 市场主体
-- Grain: uscc
-- Reads: staging.enterprise
-- Article: 全文
-- Two rows of one code may have been delivered: what they do not agree on is not known.
with agreed as (
    select
        uscc,
        min(delivery_no) as delivery_no,
        min(row_no) as row_no,
        case when count(district) = count(*) and min(district) = max(district) then min(district) end as district,
        case when count(status) = count(*) and min(status) = max(status) then min(status) end as status,
        case when count(status_on) = count(*) and min(status_on) = max(status_on) then min(status_on) end as status_on
    from staging.enterprise
    group by uscc
)

select
    uscc,
    district,
    status,
    status_on,
    delivery_no,
    row_no
from agreed
