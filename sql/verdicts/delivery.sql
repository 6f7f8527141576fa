-- 到数情况
-- Grain: delivery_no
-- Reads: source.delivery, source.claim, source.fee_bill, source.individual_income_tax, source.medical_settlement, source.payout, source.payroll, source.social_insurance, run.context
-- Article: 全文
-- Rows dated after the as-of day were accepted, but the audit does not see them: they count as out of scope here.
with dated as (
    select
        delivery_no,
        occurred_on as dated_on
    from source.claim
    union all
    select
        delivery_no,
        billed_on
    from source.fee_bill
    union all
    select
        delivery_no,
        settled_on
    from source.medical_settlement
    union all
    select
        delivery_no,
        paid_on
    from source.payout
),

monthly as (
    select
        delivery_no,
        month
    from source.individual_income_tax
    union all
    select
        delivery_no,
        month
    from source.payroll
    union all
    select
        delivery_no,
        period
    from source.social_insurance
),

later as (
    select
        dated.delivery_no,
        count(*) as row_count
    from dated
    cross join run.context as context
    where dated.dated_on > context.as_of
    group by dated.delivery_no
    union all
    select
        monthly.delivery_no,
        count(*) as row_count
    from monthly
    cross join run.context as context
    where monthly.month > extract(year from context.as_of) * 100 + extract(month from context.as_of)
    group by monthly.delivery_no
),

-- One file can hold one source only, so one count a delivery; summed all the same, that none can fan out.
after_as_of as (
    select
        delivery_no,
        cast(sum(row_count) as bigint) as row_count
    from later
    group by delivery_no
)

select
    delivery.source,
    delivery.file,
    delivery.sheet,
    delivery.rows_read,
    delivery.accepted - coalesce(after_as_of.row_count, 0) as accepted,
    delivery.rejected,
    delivery.superseded,
    delivery.out_of_scope + coalesce(after_as_of.row_count, 0) as out_of_scope,
    delivery.control_total,
    delivery.control_check,
    delivery.delivery_no,
    delivery.is_replacement,
    coalesce(after_as_of.row_count, 0) as after_as_of,
    delivery.note
from source.delivery as delivery
left join after_as_of on delivery.delivery_no = after_as_of.delivery_no
