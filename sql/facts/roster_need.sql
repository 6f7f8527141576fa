-- 名录要求
-- Grain: benefit_code, role
-- Reads: policy.benefit_roster, facts.coverage
-- Article: 全文
-- The rosters a benefit asks for (any one of them will do) and whether not being found on them means "no".
select
    needed.benefit_code,
    needed.role,
    string_agg(needed.roster, '、' order by needed.roster) as rosters,
    bool_and(coalesce(coverage.covered, false)) as is_covered,
    '名录「'
    || string_agg(needed.roster, '、' order by needed.roster) filter (where not coalesce(coverage.covered, false))
    || '」未到' as missing
from policy.benefit_roster as needed
left join facts.coverage as coverage
    on
        coverage.source = 'roster'
        and needed.roster = coverage.partition
group by needed.benefit_code, needed.role
