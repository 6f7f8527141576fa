-- 台账逐行与已退回部分（第一步）
-- Grain: line_no
-- Reads: staging.payout
-- Article: 全文
-- One line a row of the ledger. Two rows may carry one payout_no, so a line has a number of its own that
-- does not hang on the order of delivery. A 红冲 row returns its part of the payout that it names, never more
-- than was paid; where several rows carry that number, it runs through them in the order of payment.
with payout as (
    select * from staging.payout
),

numbered as (
    select
        payout.*,
        row_number() over (
            order by payout.payout_no, payout.content_hash, payout.delivery_no, payout.row_no
        ) as line_no,
        payout.amount < 0 as is_reversal,
        payout.status <> '拟发放' as is_paid,
        greatest(
            0,
            least(
                payout.amount,
                coalesce(payout.returned_amount, case when payout.status = '已退回' then payout.amount else 0 end)
            )
        ) as own_returned_amount
    from payout
),

reversal as (
    select
        reverses_payout_no,
        -sum(amount) as reversed_amount
    from numbered
    where is_reversal
    group by reverses_payout_no
),

reachable as (
    -- What the rows of the same number before this one can take of the reversal.
    select
        numbered.line_no,
        reversal.reversed_amount,
        coalesce(
            sum(numbered.amount - numbered.own_returned_amount) over (
                partition by numbered.payout_no
                order by numbered.is_paid desc, numbered.paid_on asc nulls last, numbered.line_no asc
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as taken_before_amount
    from numbered
    inner join reversal on numbered.payout_no = reversal.reverses_payout_no
    where not numbered.is_reversal
),

returned as (
    select
        numbered.line_no,
        least(
            numbered.amount,
            numbered.own_returned_amount
            + greatest(0, coalesce(reachable.reversed_amount - reachable.taken_before_amount, 0))
        ) as returned_amount
    from numbered
    left join reachable on numbered.line_no = reachable.line_no
)

select
    numbered.line_no,
    numbered.payout_no,
    numbered.code,
    coalesce(numbered.code, numbered.benefit_code, numbered.benefit_name) as benefit_code,
    numbered.level,
    numbered.department,
    numbered.claim_no,
    numbered.uscc,
    numbered.delivered_uscc,
    numbered.link_basis,
    numbered.person_id,
    coalesce(numbered.person_id, numbered.uscc) as payee,
    numbered.uscc_fault is not null or numbered.person_id_fault is not null as has_payee_fault,
    numbered.period_start,
    numbered.period_end,
    numbered.status,
    numbered.is_paid,
    numbered.is_reversal,
    numbered.reverses_payout_no,
    numbered.voucher_no,
    numbered.paid_on,
    cast(numbered.amount as decimal(18, 2)) as amount,
    -- A 红冲 row takes no part but its own negative return.
    cast(returned.returned_amount as decimal(18, 2)) as returned_amount,
    cast(numbered.amount - returned.returned_amount as decimal(18, 2)) as left_amount,
    numbered.delivery_no,
    numbered.row_no
from numbered
inner join returned on numbered.line_no = returned.line_no
