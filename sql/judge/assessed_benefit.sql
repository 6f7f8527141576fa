-- 检查范围：各事项的资格
-- Grain: code, is_judged, reason
-- Reads: facts.coverage, policy.benefit, policy.benefit_roster, verdicts.entitlement
-- Article: 全文
-- How many candidates of a benefit were judged, and why the others were not. No candidate at all: say what may be
-- behind it.
with uncovered as (
    select
        needed.benefit_code,
        '没有候选主体，名录未到：' || string_agg(distinct needed.roster, '、' order by needed.roster) as reason
    from policy.benefit_roster as needed
    left join facts.coverage as coverage
        on coverage.source = 'roster' and needed.roster = coverage.partition
    where not coalesce(coverage.covered, false)
    group by needed.benefit_code
),

candidate as (
    select
        benefit.benefit_code as code,
        coalesce(entitlement.verdict <> 'unknown', false) as is_judged,
        case
            when entitlement.subject_id is null then coalesce(uncovered.reason, '没有候选主体')
            when entitlement.verdict = 'unknown' then coalesce(entitlement.missing, '缺判断所需的数据')
        end as reason,
        entitlement.subject_id
    from policy.benefit as benefit
    left join verdicts.entitlement as entitlement on benefit.benefit_code = entitlement.benefit_code
    left join uncovered on benefit.benefit_code = uncovered.benefit_code
)

select
    code,
    is_judged,
    reason,
    count(subject_id) as unit_count
from candidate
group by code, is_judged, reason
