-- 台账接收的行数与判定的行数相符
-- Grain: one row
-- Reads: verdicts.delivery, verdicts.payout_verdict
-- Article: 全文
-- Rows accepted of all deliveries of the ledger (those after the as-of day stand in out_of_scope) against rows judged.
with accepted as (
    select coalesce(sum(accepted), 0) as row_count
    from verdicts.delivery
    where source = 'payout'
),

judged as (
    select count(*) as row_count
    from verdicts.payout_verdict
)

select
    'ledger_count' as check_name,
    '补贴发放台账' as subject,
    cast(accepted.row_count as decimal(18, 2)) as expected,
    cast(judged.row_count as decimal(18, 2)) as observed,
    '台账接收的行数与判定的行数不符' as message
from accepted
cross join judged
where accepted.row_count <> judged.row_count
