-- 裁员率
-- Grain: benefit_code, uscc
-- Reads: policy.benefit, facts.parameter, staging.operating_result
-- Article: 第十五条
-- The rate of exactly the year whose premiums are given back. Rows that disagree say nothing; no row: none delivered.
with measure as (
    select
        benefit.benefit_code,
        max(parameter.day) filter (where parameter.name = 'premium_from') as first_day,
        max(parameter.day) filter (where parameter.name = 'premium_to') as last_day
    from policy.benefit as benefit
    inner join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_15b'
    group by benefit.benefit_code
)

select
    measure.benefit_code,
    result.uscc,
    case
        when count(result.current_amount) = count(*) and min(result.current_amount) = max(result.current_amount)
            then min(result.current_amount)
    end as layoff_rate,
    '裁员率 '
    || string_agg(
        distinct coalesce(rtrim(rtrim(cast(result.current_amount * 100 as varchar), '0'), '.') || '%', '空'), '、'
        order by coalesce(rtrim(rtrim(cast(result.current_amount * 100 as varchar), '0'), '.') || '%', '空')
    ) as observed,
    array_agg(
        { 'source': 'operating_result', 'delivery_no': result.delivery_no, 'row_no': result.row_no }
        order by result.delivery_no, result.row_no
    ) as evidence
from measure
inner join staging.operating_result as result
    on
        measure.first_day = result.period_start
        and measure.last_day = result.period_end
where result.indicator = '裁员率'
group by measure.benefit_code, result.uscc
