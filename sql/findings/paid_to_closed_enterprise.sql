-- 向已注销吊销单位发放
-- Grain: payout_no
-- Reads: judge.payout_case, staging.enterprise, run.context
-- Article: 全文
-- Closed (注销, 吊销) on or before the day of payment; a proposal is looked at on the as-of day. No closing date: the
-- status alone, so only worth checking. The money that is ineligible stands with paid_ineligible.
with closed as (
    select
        uscc,
        max(status) as status,
        min(status_on) as status_on,
        array_agg(
            { 'source': 'enterprise', 'delivery_no': delivery_no, 'row_no': row_no } order by delivery_no, row_no
        ) as places
    from staging.enterprise
    where status in ('注销', '吊销')
    group by uscc
)

select
    'paid_to_closed_enterprise' as code,
    'high' as severity,
    payout.benefit_code,
    payout.uscc,
    payout.person_id,
    payout.payee as subject,
    payout.payout_no,
    payout.period_start,
    payout.period_end,
    payout.amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    payout.label || '：收款单位'
    || coalesce('已于' || closed.status_on || closed.status, '登记状态为' || closed.status || '而没有日期')
    || '，' || payout.left_amount || '元' || case when payout.is_paid then '已发放' else '拟发放' end || '，建议核实收款人' as message,
    payout.own_rows || closed.places as evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    payout.department,
    payout.level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from judge.payout_case as payout
cross join run.context as context
inner join closed on payout.uscc = closed.uscc
where
    payout.left_amount > 0
    and coalesce(closed.status_on <= coalesce(payout.paid_on, context.as_of), true)
