-- 疑点清单汇总：按种类
-- Grain: code, family
-- Reads: lists.finding, lists.finding_kind, verdicts.assessment
-- Article: 全文
-- Every kind that was found, then what was looked for in vain; what could not be judged stands beside.
with found as (
    select
        code,
        family,
        count(*) as finding_count,
        count(*) filter (where severity = 'high') as high_count,
        count(*) filter (where severity = 'medium') as medium_count,
        count(*) filter (where severity = 'low') as low_count,
        cast(sum(amount) as decimal(18, 2)) as amount,
        cast(sum(excess_amount) as decimal(18, 2)) as excess_amount,
        cast(sum(excess_amount) filter (where advice = '应追回') as decimal(18, 2)) as recover_amount,
        cast(sum(excess_amount) filter (where advice = '应核减') as decimal(18, 2)) as cut_amount,
        cast(sum(excess_amount) filter (where advice = '建议核实') as decimal(18, 2)) as doubtful_amount
    from lists.finding
    group by code, family
),

looked_for as (
    select
        code,
        cast(sum(population) as bigint) as population,
        cast(sum(not_judged) as bigint) as not_judged
    from verdicts.assessment
    group by code
),

code as (
    select
        code,
        family
    from found

    union

    select
        looked_for.code,
        kind.family
    from looked_for
    inner join lists.finding_kind as kind on looked_for.code = kind.code
)

select
    row_number() over (
        order by
            case when found.code is null then 1 else 0 end,
            kind.sort_order nulls last,
            code.code,
            case when code.family = kind.family then 0 else 1 end
    ) as sort_no,
    code.code,
    coalesce(kind.title, code.code) as title,
    code.family,
    coalesce(kind.family_order, 99) as family_order,
    coalesce(found.finding_count, 0) as finding_count,
    coalesce(found.high_count, 0) as high_count,
    coalesce(found.medium_count, 0) as medium_count,
    coalesce(found.low_count, 0) as low_count,
    coalesce(found.amount, 0) as amount,
    coalesce(found.excess_amount, 0) as excess_amount,
    coalesce(found.recover_amount, 0) as recover_amount,
    coalesce(found.cut_amount, 0) as cut_amount,
    coalesce(found.doubtful_amount, 0) as doubtful_amount,
    looked_for.population,
    looked_for.not_judged,
    case
        when looked_for.code is null then '—'
        when looked_for.population = 0 then '无检验对象'
        when looked_for.not_judged > 0 then '未全部检验'
        else '已检验'
    end as state
from code
left join found on code.code = found.code and code.family = found.family
left join lists.finding_kind as kind on code.code = kind.code
-- What was looked at stands once, with the code's own family.
left join looked_for on code.code = looked_for.code and code.family = kind.family
