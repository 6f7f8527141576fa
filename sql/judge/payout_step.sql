-- 期限与级次（第三步）
-- Grain: line_no
-- Reads: judge.payout_line, judge.payout_award, policy.benefit, policy.benefit_level, policy.assumption
-- Article: 全文
-- state: open (goes on to its node), ineligible (out of time), unverifiable (no entitlement, or a level that
-- nobody's rule covers under A-EX-4 = unverifiable). One empty end of a period is the window's.
with other_level as (
    select value as reading
    from policy.assumption
    where assumption_id = 'A-EX-4'
),

dated as (
    select
        line.line_no,
        award.benefit_code,
        award.award_id,
        award.fault,
        line.level,
        level_rule.level is not null as is_covered,
        coalesce(line.period_start, benefit.window_start) as period_start,
        coalesce(line.period_end, benefit.window_end) as period_end,
        coalesce(line.period_start < benefit.window_start, false)
        or coalesce(line.period_start > benefit.window_end, false)
        or coalesce(line.period_end > benefit.window_end, false)
        or coalesce(line.period_end < benefit.window_start, false) as is_period_outside,
        coalesce(line.paid_on < benefit.window_start, false) as is_paid_early,
        benefit.window_start,
        benefit.window_end
    from judge.payout_line as line
    inner join judge.payout_award as award on line.line_no = award.line_no
    left join policy.benefit as benefit on award.benefit_code = benefit.benefit_code
    left join policy.benefit_level as level_rule
        on award.benefit_code = level_rule.benefit_code and line.level = level_rule.level
)

select
    dated.line_no,
    dated.benefit_code,
    dated.award_id,
    dated.level,
    dated.is_covered,
    dated.period_start,
    dated.period_end,
    case
        when dated.fault is not null then 'unverifiable'
        when dated.is_period_outside or dated.is_paid_early then 'ineligible'
        when not dated.is_covered and coalesce(other_level.reading, 'presumed') = 'unverifiable' then 'unverifiable'
        else 'open'
    end as state,
    case
        when dated.fault is not null then dated.fault
        when dated.is_period_outside
            then '享受期不在' || dated.window_start || '至' || dated.window_end || '之内'
        when dated.is_paid_early then '发放日期早于' || dated.window_start
        when not dated.is_covered and coalesce(other_level.reading, 'presumed') = 'unverifiable'
            then '政策包没有' || dated.level || '级资金的规则'
    end as cause,
    case
        when
            dated.fault is null
            and not dated.is_period_outside
            and not dated.is_paid_early
            and (dated.is_covered or coalesce(other_level.reading, 'presumed') <> 'unverifiable')
            then dated.benefit_code || '/' || dated.award_id || '/' || dated.level
    end as node_id
from dated
left join other_level on true
