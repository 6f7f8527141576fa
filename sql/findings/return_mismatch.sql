-- 退回或红冲与发放对不上
-- Grain: payout_no
-- Reads: staging.payout, policy.benefit
-- Article: 全文
-- More returned or reversed than was paid under a number, or a reversal of a number that is not in the ledger. The
-- judgement counts no more than was paid; amount is what lies beyond.
with paid as (
    select
        payout_no,
        sum(amount) as amount,
        sum(
            coalesce(returned_amount, case when status = '已退回' then amount else 0 end)
        ) as returned_amount,
        min(code) as code,
        min(uscc) as uscc,
        min(person_id) as person_id,
        min(level) as level,
        min(department) as department,
        array_agg({ 'source': 'payout', 'delivery_no': delivery_no, 'row_no': row_no } order by delivery_no, row_no)
            as places
    from staging.payout
    where amount >= 0
    group by payout_no
),

reversed as (
    select
        reverses_payout_no as payout_no,
        -sum(amount) as amount,
        min(code) as code,
        min(uscc) as uscc,
        min(person_id) as person_id,
        min(level) as level,
        min(department) as department,
        array_agg({ 'source': 'payout', 'delivery_no': delivery_no, 'row_no': row_no } order by delivery_no, row_no)
            as places
    from staging.payout
    where amount < 0
    group by reverses_payout_no
),

compared as (
    select
        coalesce(paid.payout_no, reversed.payout_no) as payout_no,
        coalesce(paid.code, reversed.code) as code,
        coalesce(paid.uscc, reversed.uscc) as uscc,
        coalesce(paid.person_id, reversed.person_id) as person_id,
        coalesce(paid.level, reversed.level) as level,
        coalesce(paid.department, reversed.department) as department,
        paid.payout_no is null as is_original_missing,
        coalesce(paid.amount, 0) as amount,
        coalesce(paid.returned_amount, 0) as returned_amount,
        coalesce(reversed.amount, 0) as reversed_amount,
        coalesce(paid.places, []) || coalesce(reversed.places, []) as places
    from paid
    full join reversed on paid.payout_no = reversed.payout_no
)

select
    'return_mismatch' as code,
    'medium' as severity,
    compared.code as benefit_code,
    compared.uscc,
    compared.person_id,
    coalesce(compared.person_id, compared.uscc) as subject,
    compared.payout_no,
    benefit.window_start as period_start,
    benefit.window_end as period_end,
    cast(compared.returned_amount + compared.reversed_amount - compared.amount as decimal(18, 2)) as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    case
        when compared.is_original_missing
            then
                '红冲' || cast(compared.reversed_amount as decimal(18, 2)) || '元所冲的发放编号' || compared.payout_no
                || '不在台账中，请补报原发放或更正红冲'
        else
            '发放编号' || compared.payout_no || '发放' || cast(compared.amount as decimal(18, 2)) || '元，登记退回'
            || cast(compared.returned_amount as decimal(18, 2)) || '元、红冲'
            || cast(compared.reversed_amount as decimal(18, 2)) || '元，退得比发的多，判断时只按发放金额计，请更正'
    end as message,
    compared.places as evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    coalesce(compared.department, benefit.department) as department,
    compared.level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from compared
left join policy.benefit as benefit on compared.code = benefit.benefit_code
where compared.returned_amount + compared.reversed_amount > compared.amount
