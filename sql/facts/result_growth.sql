-- 经营指标同比
-- Grain: benefit_code, uscc
-- Reads: policy.benefit, staging.operating_result
-- Article: 第十六条
-- Confirmed rows for exactly the window, of the three indicators that count. No row: nothing confirmed.
with result as (
    select
        benefit.benefit_code,
        result.uscc,
        result.indicator,
        result.current_amount,
        result.prior_amount,
        result.delivery_no,
        result.row_no
    from policy.benefit as benefit
    inner join staging.operating_result as result
        on
            benefit.window_start = result.period_start
            and benefit.window_end = result.period_end
    where
        benefit.rule = 'gs23_16a'
        and result.indicator in ('产值', '销售额', '营业收入')
        and result.confirmed_by is not null
)

select
    benefit_code,
    uscc,
    case
        when bool_or(current_amount > prior_amount) then 'pass'
        when bool_or(current_amount is null or prior_amount is null) then 'unknown'
        else 'fail'
    end as verdict,
    string_agg(
        indicator || ' 本期 ' || coalesce(rtrim(rtrim(cast(current_amount as varchar), '0'), '.'), '空')
        || '，上年同期 ' || coalesce(rtrim(rtrim(cast(prior_amount as varchar), '0'), '.'), '空'),
        '；'
        order by indicator, delivery_no, row_no
    ) as observed,
    array_agg(
        { 'source': 'operating_result', 'delivery_no': delivery_no, 'row_no': row_no }
        order by delivery_no, row_no
    ) as evidence
from result
group by benefit_code, uscc
