-- 拟发放审核汇总
-- Grain: benefit_code, level
-- Reads: lists.proposed_payout, policy.benefit
-- Article: 全文
select
    row_number() over (
        order by min(benefit.sort_order) nulls last, listed.benefit_code nulls last, listed.level
    ) as sort_no,
    listed.benefit_code,
    coalesce(min(benefit.title), '事项编码不明') as benefit_title,
    listed.level,
    count(*) as payout_count,
    count(*) filter (where listed.decision = '可发放') as payable_count,
    count(*) filter (where listed.decision = '部分可发放') as partly_count,
    count(*) filter (where listed.decision = '不可发放') as held_count,
    cast(sum(listed.amount) as decimal(18, 2)) as amount,
    cast(sum(listed.allowed_amount) as decimal(18, 2)) as allowed_amount,
    cast(sum(listed.excess_amount) as decimal(18, 2)) as excess_amount,
    cast(sum(listed.unverifiable_amount) as decimal(18, 2)) as unverifiable_amount,
    cast(sum(listed.returned_amount) as decimal(18, 2)) as returned_amount
from lists.proposed_payout as listed
left join policy.benefit as benefit on listed.benefit_code = benefit.benefit_code
group by listed.benefit_code, listed.level
