-- 疑点清单的各张表
-- Grain: family
-- Reads: lists.finding_summary
-- Article: 全文
-- A family in which nothing was found keeps its sheet, unless there was nothing to look at.
select
    row_number() over (
        order by min(summary.family_order), count(summary.population) = 0, summary.family
    ) as sort_no,
    summary.family,
    cast(sum(summary.finding_count) as bigint) as finding_count,
    cast(sum(summary.amount) as decimal(18, 2)) as amount,
    cast(sum(summary.excess_amount) as decimal(18, 2)) as excess_amount
from lists.finding_summary as summary
group by summary.family
having sum(summary.finding_count) > 0 or sum(summary.population) > 0
