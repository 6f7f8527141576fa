-- 疑点清单汇总：按事项
-- Grain: benefit_code
-- Reads: lists.finding, policy.benefit
-- Article: 全文
select
    row_number() over (order by min(benefit.sort_order) nulls last, listed.benefit_code nulls last) as sort_no,
    listed.benefit_code,
    listed.benefit_title,
    count(*) as finding_count,
    cast(sum(listed.amount) as decimal(18, 2)) as amount,
    cast(sum(listed.excess_amount) as decimal(18, 2)) as excess_amount,
    cast(coalesce(sum(listed.excess_amount) filter (where listed.advice = '应追回'), 0) as decimal(18, 2))
        as recover_amount,
    cast(coalesce(sum(listed.excess_amount) filter (where listed.advice = '应核减'), 0) as decimal(18, 2)) as cut_amount,
    cast(coalesce(sum(listed.excess_amount) filter (where listed.advice = '建议核实'), 0) as decimal(18, 2))
        as doubtful_amount,
    cast(coalesce(sum(listed.amount) filter (where listed.family = '应享未享'), 0) as decimal(18, 2)) as owed_amount
from lists.finding as listed
left join policy.benefit as benefit on listed.benefit_code = benefit.benefit_code
group by listed.benefit_code, listed.benefit_title
