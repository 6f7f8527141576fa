-- 到数情况
-- Grain: delivery_no
-- Reads: verdicts.delivery, source.delivery
-- Article: 全文
-- Rejected files first, then files with rejected rows, then the rest in the order delivered.
with judged as (
    select
        counted.delivery_no,
        counted.source,
        counted.file,
        counted.sheet,
        counted.is_replacement,
        counted.rows_read,
        counted.accepted,
        counted.rejected,
        counted.superseded,
        counted.out_of_scope,
        counted.after_as_of,
        counted.control_total,
        counted.control_check,
        counted.note,
        delivered.delivered_order,
        delivered.form,
        case
            when delivered.error then '整份退回'
            when counted.rejected > 0 then '有退回行'
            when counted.note is not null then '有提示'
            else '正常'
        end as state
    from verdicts.delivery as counted
    inner join source.delivery as delivered on counted.delivery_no = delivered.delivery_no
)

select
    row_number() over (
        order by
            case state when '整份退回' then 1 when '有退回行' then 2 else 3 end,
            delivered_order,
            delivery_no
    ) as sort_no,
    source as source_name,
    file,
    sheet,
    state,
    case when is_replacement then '替换' else '追加' end as delivery_mode,
    rows_read,
    accepted,
    rejected,
    superseded,
    out_of_scope,
    after_as_of,
    rows_read - accepted - rejected - superseded - out_of_scope as difference,
    control_total,
    control_check,
    form,
    note
from judged
