-- 台账逐行：进一行，出一行
-- Grain: delivery_no, row_no
-- Reads: staging.payout, verdicts.payout_verdict
-- Article: 全文
with delivered as (
    select
        delivery_no,
        row_no,
        amount
    from staging.payout
),

judged as (
    select
        delivery_no,
        row_no,
        count(*) as row_count,
        sum(amount) as amount
    from verdicts.payout_verdict
    group by delivery_no, row_no
)

select
    'ledger_row' as check_name,
    coalesce(delivered.delivery_no, judged.delivery_no) || ':' || coalesce(delivered.row_no, judged.row_no) as subject,
    cast(delivered.amount as decimal(18, 2)) as expected,
    cast(judged.amount as decimal(18, 2)) as observed,
    '台账的一行没有恰好判定一次' as message
from delivered
full join judged on delivered.delivery_no = judged.delivery_no and delivered.row_no = judged.row_no
where judged.row_count is distinct from 1 or delivered.amount is distinct from judged.amount
