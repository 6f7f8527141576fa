-- 同一凭证号多次使用
-- Grain: payout_no
-- Reads: judge.payout_case
-- Article: 全文
-- One finding for each payout after the first that carries the voucher to the same payee. It moves no money: what is
-- wrong with the money itself has its own finding.
with voucher as (
    select
        payout_case.*,
        row_number()
            over (
                partition by payout_case.voucher_no, payout_case.payee
                order by payout_case.paid_on nulls last, payout_case.line_no
            )
            as place,
        count(*) over (partition by payout_case.voucher_no, payout_case.payee) as payout_count,
        array_agg(payout_case.own_rows[1]) over (partition by payout_case.voucher_no, payout_case.payee) as places,
        first_value(payout_case.payout_no)
            over (
                partition by payout_case.voucher_no, payout_case.payee
                order by payout_case.paid_on nulls last, payout_case.line_no
            )
            as first_payout_no
    from judge.payout_case as payout_case
    where payout_case.voucher_no is not null and payout_case.payee is not null and not payout_case.is_reversal
)

select
    'duplicate_voucher' as code,
    'medium' as severity,
    benefit_code,
    uscc,
    person_id,
    payee as subject,
    payout_no,
    period_start,
    period_end,
    amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    label || '：支付凭证号' || voucher_no || '与发放编号' || first_payout_no || '相同，同一收款人共' || payout_count
    || '笔，建议核实是否一笔支付重复登记' as message,
    places as evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    department,
    level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from voucher
where place > 1
