-- 补贴人数与金额（按参保人数比例）
-- Grain: benefit_code, uscc
-- Reads: policy.benefit, policy.assumption, facts.parameter, facts.headcount
-- Article: 第十六条
-- A share of the mean of persons over the months of the window: person-months x rate / months, in whole numbers
-- (the rate in millionths, the money in fen) until the last division. A-16A-1 rounds the heads, or nothing but
-- the money.
with measure as (
    select
        benefit.benefit_code,
        rounding.value as rounding,
        max(parameter.value) filter (where parameter.name = 'head_rate') as head_rate,
        max(parameter.value) filter (where parameter.name = 'unit_amount') as unit_amount
    from policy.benefit as benefit
    inner join policy.assumption as rounding on rounding.assumption_id = 'A-16A-1'
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_16a'
    group by benefit.benefit_code, rounding.value
),

fraction as (
    select
        headcount.benefit_code,
        headcount.uscc,
        headcount.observed,
        headcount.missing,
        measure.rounding,
        measure.head_rate,
        measure.unit_amount,
        cast(headcount.person_month_count as hugeint) * cast(measure.head_rate * 1000000 as hugeint) as numerator,
        cast(headcount.month_count as hugeint) * 1000000 as denominator,
        cast(measure.unit_amount * 100 as hugeint) as unit_fen
    from facts.headcount as headcount
    inner join measure on headcount.benefit_code = measure.benefit_code
),

whole as (
    select
        *,
        case rounding
            when 'down' then numerator // denominator
            when 'half_up' then (2 * numerator + denominator) // (2 * denominator)
        end as head_count,
        (2000000 * numerator + denominator) // (2 * denominator) as head_millionths,
        (2 * numerator * unit_fen + denominator) // (2 * denominator) as exact_fen
    from fraction
)

select
    benefit_code,
    uscc,
    case
        when missing is null
            then cast(
                cast(coalesce(head_count * 1000000, head_millionths) as decimal(24, 0)) * 0.000001 as decimal(18, 6)
            )
    end as quantity,
    case
        when missing is null
            then cast(cast(coalesce(head_count * unit_fen, exact_fen) as decimal(24, 0)) * 0.01 as decimal(18, 2))
    end as gross_amount,
    observed,
    nullif(
        concat_ws(
            '；',
            missing,
            case when head_rate is null then '参数 ' || benefit_code || '.head_rate' end,
            case when unit_amount is null then '参数 ' || benefit_code || '.unit_amount' end
        ),
        ''
    ) as missing
from whole
