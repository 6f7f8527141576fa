-- 各数据源到数与缺失
-- Grain: source_name
-- Reads: source.availability, lists.delivery_state
-- Article: 全文
-- A source of which too much was rejected counts as missing, and is shown as what it is.
with counted as (
    select
        source_name,
        count(*) as file_count,
        cast(sum(rows_read) as bigint) as rows_read,
        cast(sum(accepted) as bigint) as accepted,
        cast(sum(rejected) as bigint) as rejected,
        cast(sum(superseded) as bigint) as superseded,
        cast(sum(out_of_scope) as bigint) as out_of_scope
    from lists.delivery_state
    group by source_name
)

select
    row_number() over (order by available.is_delivered, available.source) as sort_no,
    available.source as source_name,
    case
        when available.is_braked then '退回过多'
        when not available.is_delivered then '缺失'
        when counted.rejected > 0 then '有退回行'
        else '正常'
    end as state,
    coalesce(counted.file_count, 0) as file_count,
    coalesce(counted.rows_read, 0) as rows_read,
    coalesce(counted.accepted, 0) as accepted,
    coalesce(counted.rejected, 0) as rejected,
    coalesce(counted.superseded, 0) as superseded,
    coalesce(counted.out_of_scope, 0) as out_of_scope
from source.availability as available
left join counted on available.source = counted.source_name
