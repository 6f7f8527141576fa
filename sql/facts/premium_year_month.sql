-- 核对缴费的整年月份
-- Grain: benefit_code, insurance_type, month
-- Reads: policy.benefit_scope, facts.parameter
-- Article: 第十五条
-- The months of the year before, for the measures that give part of its premiums back.
with premium_year as (
    select
        scope.benefit_code,
        scope.value as insurance_type,
        max(parameter.day) filter (where parameter.name = 'premium_from') as first_day,
        max(parameter.day) filter (where parameter.name = 'premium_to') as last_day
    from policy.benefit_scope as scope
    inner join facts.parameter as parameter on scope.benefit_code = parameter.benefit_code
    where
        scope.source = 'social_insurance'
        and scope.column_name = 'insurance_type'
    group by scope.benefit_code, scope.value
),

month_start as (
    select
        benefit_code,
        insurance_type,
        unnest(generate_series(date_trunc('month', first_day), last_day, interval '1' month)) as month_start
    from premium_year
)

select
    benefit_code,
    insurance_type,
    cast(extract(year from month_start) * 100 + extract(month from month_start) as integer) as month,
    extract(year from month_start) || '年' || extract(month from month_start) || '月' as label
from month_start
