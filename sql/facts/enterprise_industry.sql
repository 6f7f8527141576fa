-- 行业是否属于措施所列
-- Grain: benefit_code, uscc
-- Reads: policy.benefit_industry, policy.industry_division, facts.enterprise
-- Article: 全文
-- For every measure that names trades: whether an enterprise's code is in one of them. A code that does not exist, or one
-- too short to tell, is not known. Of an enterprise without a record there is no row.
with registered as (
    select
        enterprise.uscc,
        enterprise.industry_code,
        enterprise.delivery_no,
        enterprise.row_no,
        -- The letter alone names a whole section.
        length(enterprise.industry_code) = 1 and section.letter is not null
        or division.division is not null as is_known
    from facts.enterprise as enterprise
    left join (select distinct letter from policy.industry_division) as section
        on enterprise.industry_code = section.letter
    left join policy.industry_division as division
        on
            left(enterprise.industry_code, 1) = division.letter
            and substr(enterprise.industry_code, 2, 2) = division.division
),

by_trade as (
    select
        trade.benefit_code,
        trade.industry,
        registered.uscc,
        bool_or(not trade.is_excepted and starts_with(registered.industry_code, trade.code)) as is_named,
        bool_or(trade.is_excepted and starts_with(registered.industry_code, trade.code)) as is_excepted,
        bool_or(
            starts_with(trade.code, registered.industry_code) and trade.code <> registered.industry_code
        ) as is_too_short
    from policy.benefit_industry as trade
    cross join registered
    group by trade.benefit_code, trade.industry, registered.uscc
),

matched as (
    select
        benefit_code,
        uscc,
        bool_or(is_named and not is_excepted and not is_too_short) as is_in,
        bool_or(is_too_short and not is_excepted) as is_open,
        string_agg(industry, '、' order by industry) filter (where is_named and not is_excepted and not is_too_short)
            as industries
    from by_trade
    group by benefit_code, uscc
)

select
    matched.benefit_code,
    matched.uscc,
    case
        when not coalesce(registered.is_known, false) then 'unknown'
        when matched.is_in then 'pass'
        when matched.is_open then 'unknown'
        else 'fail'
    end as verdict,
    case
        when registered.industry_code is null then '行业代码不明'
        when not registered.is_known then '行业代码 ' || registered.industry_code || ' 不存在'
        else '行业代码 ' || registered.industry_code || coalesce('（' || matched.industries || '）', '')
    end as observed,
    case
        when registered.industry_code is null then '市场主体登记的行业代码'
        when not registered.is_known then '市场主体登记中存在的行业代码'
        when not matched.is_in and matched.is_open then '市场主体登记中更细的行业代码'
    end as missing,
    registered.delivery_no,
    registered.row_no
from matched
inner join registered on matched.uscc = registered.uscc
