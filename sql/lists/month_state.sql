-- 各月数据与异常
-- Grain: source, month
-- Reads: source.month_total, source.reading_limit
-- Article: 全文
-- Every month from a source's first to its last. A month without rows is missing from the run; a month whose rows or
-- amount differ from those of the middle month by more than the limit is named.
with span as (
    select
        source,
        quantile_disc(row_count, 0.5) as middle_row_count,
        quantile_disc(amount, 0.5) as middle_amount,
        min(make_date(month // 100, month % 100, 1)) as first_on,
        max(make_date(month // 100, month % 100, 1)) as last_on
    from source.month_total
    group by source
),

calendar as (
    select
        source,
        middle_row_count,
        middle_amount,
        unnest(generate_series(first_on, last_on, interval '1' month)) as month_on
    from span
),

placed as (
    select
        calendar.source,
        cast(extract(year from month_on) * 100 + extract(month from month_on) as integer) as month,
        coalesce(month_total.row_count, 0) as row_count,
        coalesce(month_total.amount, 0) as amount,
        month_total.month is null as is_missing,
        abs(coalesce(month_total.row_count, 0) - calendar.middle_row_count)
        > reading_limit.month_jump_share * calendar.middle_row_count as is_row_jump,
        abs(coalesce(month_total.amount, 0) - calendar.middle_amount)
        > reading_limit.month_jump_share * calendar.middle_amount as is_amount_jump
    from calendar
    cross join source.reading_limit as reading_limit
    left join source.month_total as month_total
        on
            calendar.source = month_total.source
            and extract(year from calendar.month_on) * 100 + extract(month from calendar.month_on) = month_total.month
)

select
    row_number() over (order by source, month) as sort_no,
    source as source_name,
    month,
    row_count,
    amount,
    case
        when is_missing then '缺月'
        when is_row_jump and is_amount_jump then '行数和金额异常'
        when is_row_jump then '行数异常'
        when is_amount_jump then '金额异常'
        else '正常'
    end as state
from placed
