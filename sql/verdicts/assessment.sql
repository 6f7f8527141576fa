-- 检查范围
-- Grain: code
-- Reads: judge.assessed_benefit, judge.assessed_payout, judge.assessed_test, verdicts.entitlement, verdicts.finding
-- Article: 全文
-- What was looked at, what could not be, and why: nothing unjudged looks clean. The three commonest reasons are written
-- out, each with how many it holds back. Of a benefit, hits are its eligible subjects, and amount
-- is what they are entitled to.
with assessed as (
    select
        code,
        is_judged,
        reason,
        unit_count
    from judge.assessed_benefit
    union all
    select
        code,
        is_judged,
        reason,
        unit_count
    from judge.assessed_payout
    union all
    select
        code,
        is_judged,
        reason,
        unit_count
    from judge.assessed_test
),

total as (
    select
        code,
        cast(sum(unit_count) as bigint) as population,
        cast(coalesce(sum(unit_count) filter (where is_judged), 0) as bigint) as judged,
        cast(coalesce(sum(unit_count) filter (where not is_judged), 0) as bigint) as not_judged
    from assessed
    group by code
),

ranked as (
    select
        code,
        reason,
        unit_count,
        row_number() over (partition by code order by unit_count desc, reason asc) as place,
        count(*) over (partition by code) as reason_count
    from assessed
    where reason is not null and not is_judged
),

told as (
    select
        code,
        string_agg(
            reason || case when unit_count > 0 then '（' || unit_count || '）' else '' end, '；' order by place
        ) filter (where place <= 3)
        || case when max(reason_count) > 3 then '；等' || max(reason_count) || '种原因' else '' end as reason
    from ranked
    group by code
),

outcome as (
    select
        benefit_code as code,
        count(*) filter (where verdict = 'eligible') as hits,
        cast(coalesce(sum(amount) filter (where verdict = 'eligible'), 0) as decimal(18, 2)) as amount
    from verdicts.entitlement
    group by benefit_code
    union all
    select
        code,
        count(*) as hits,
        cast(sum(amount) as decimal(18, 2)) as amount
    from verdicts.finding
    group by code
)

select
    total.code,
    total.population,
    total.judged,
    total.not_judged,
    told.reason,
    coalesce(outcome.hits, 0) as hits,
    coalesce(outcome.amount, 0) as amount
from total
left join told on total.code = told.code
left join outcome on total.code = outcome.code
