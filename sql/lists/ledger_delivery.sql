-- 台账核对：台账文件的行
-- Grain: delivery_no
-- Reads: lists.delivery_state
-- Article: 全文
-- Beside the money that was judged: the ledger's rows that were not, file by file.
select
    row_number() over (order by file, sheet, sort_no) as sort_no,
    file,
    sheet,
    rows_read,
    accepted,
    rejected,
    superseded,
    out_of_scope,
    control_total,
    control_check
from lists.delivery_state
where source_name = 'payout'
