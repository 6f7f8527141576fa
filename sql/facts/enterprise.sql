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
        case when count(entity_type) = count(*) and min(entity_type) = max(entity_type) then min(entity_type) end
            as entity_type,
        case
            when count(industry_code) = count(*) and min(industry_code) = max(industry_code) then min(industry_code)
        end as industry_code,
        case when count(status_on) = count(*) and min(status_on) = max(status_on) then min(status_on) end as status_on
    from staging.enterprise
    group by uscc
)

select
    uscc,
    entity_type,
    industry_code,
    district,
    status,
    status_on,
    delivery_no,
    row_no
from agreed
