-- 可能列为疑点的逐笔发放
-- Grain: line_no
-- Reads: judge.payout_line, judge.payout_split, staging.enterprise
-- Article: 全文
-- Every payout that some finding may name: not all of it is plainly in order, its voucher stands more than once, or its
-- payee is closed. Most payouts are none of these, and nobody needs what they rest on.
with voucher as (
    select
        voucher_no,
        payee
    from judge.payout_line
    where voucher_no is not null and payee is not null and not is_reversal
    group by voucher_no, payee
    having count(*) > 1
)

select line_no
from judge.payout_split
where
    over_cap_amount > 0
    or over_entitlement_amount > 0
    or ineligible_amount > 0
    or repeat_amount > 0
    or lost_amount > 0
    or unverifiable_amount > 0
    or top_up_amount > 0
union
select line.line_no
from judge.payout_line as line
inner join voucher on line.voucher_no = voucher.voucher_no and line.payee = voucher.payee
where not line.is_reversal
union
select line.line_no
from judge.payout_line as line
inner join staging.enterprise as enterprise
    on line.uscc = enterprise.uscc and enterprise.status in ('注销', '吊销')
