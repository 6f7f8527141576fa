-- 追缴清单与台账判定相符
-- Grain: one row a payout that does not tie
-- Reads: verdicts.payout_verdict, verdicts.recovery, judge.payout_line
-- Article: 全文
-- What is to come back of each payment is its excess; what only changes funds is no part of it.
with recovered as (
    select
        line_no,
        sum(amount) as amount
    from verdicts.recovery
    where ground <> 'adjust'
    group by line_no
)

select
    'recovery_total' as check_name,
    verdict.payout_no as subject,
    verdict.excess_amount as expected,
    cast(coalesce(recovered.amount, 0) as decimal(18, 2)) as observed,
    '追缴清单与多发金额不符' as message
from verdicts.payout_verdict as verdict
inner join judge.payout_line as line on verdict.line_no = line.line_no
left join recovered on verdict.line_no = recovered.line_no
where line.is_paid and not line.is_reversal and verdict.excess_amount <> coalesce(recovered.amount, 0)
