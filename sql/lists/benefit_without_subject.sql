-- 没有对象的事项
-- Grain: benefit_code
-- Reads: lists.benefit_summary, verdicts.assessment
-- Article: 全文
-- Measures for which nobody was to be judged, with what may be behind it: an empty list is no clean one.
select
    row_number() over (order by summary.sort_no) as sort_no,
    summary.benefit_code,
    summary.title,
    summary.section,
    summary.department,
    coalesce(assessed.reason, '没有候选主体') as reason
from lists.benefit_summary as summary
left join verdicts.assessment as assessed on summary.benefit_code = assessed.code
where
    summary.kind_title is not null
    and summary.eligible_count + summary.ineligible_count + summary.unknown_count = 0
