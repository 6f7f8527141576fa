-- 台账核对
-- Grain: benefit_code, level
-- Reads: lists.payout, policy.benefit, run.context
-- Article: 全文
-- Every fen of the ledger in one of the seven parts; the difference must be nothing. In a run for proposals, of those.
with placed as (
    select
        benefit_code,
        level,
        count(*) as payout_count,
        cast(sum(amount) as decimal(18, 2)) as amount,
        cast(sum(compliant_amount) as decimal(18, 2)) as compliant_amount,
        cast(sum(over_cap_amount) as decimal(18, 2)) as over_cap_amount,
        cast(sum(over_entitlement_amount) as decimal(18, 2)) as over_entitlement_amount,
        cast(sum(ineligible_amount) as decimal(18, 2)) as ineligible_amount,
        cast(sum(duplicate_amount) as decimal(18, 2)) as duplicate_amount,
        cast(sum(unverifiable_amount) as decimal(18, 2)) as unverifiable_amount,
        cast(sum(returned_amount) as decimal(18, 2)) as returned_amount
    from lists.payout
    cross join run.context as context
    where not context.only_proposed or status = '拟发放'
    group by benefit_code, level
)

select
    row_number() over (
        order by
            benefit.sort_order nulls last,
            placed.benefit_code nulls last,
            case placed.level when '中央' then 1 when '省' then 2 when '市' then 3 else 4 end
    ) as sort_no,
    placed.benefit_code,
    coalesce(benefit.title, '事项编码不明') as benefit_title,
    placed.level,
    placed.payout_count,
    placed.amount,
    placed.compliant_amount,
    placed.over_cap_amount,
    placed.over_entitlement_amount,
    placed.ineligible_amount,
    placed.duplicate_amount,
    placed.unverifiable_amount,
    placed.returned_amount,
    cast(
        placed.amount - placed.compliant_amount - placed.over_cap_amount - placed.over_entitlement_amount
        - placed.ineligible_amount - placed.duplicate_amount - placed.unverifiable_amount - placed.returned_amount
        as decimal(18, 2)
    ) as difference
from placed
left join policy.benefit as benefit on placed.benefit_code = benefit.benefit_code
