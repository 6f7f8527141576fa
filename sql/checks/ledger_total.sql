-- 每一分钱都有着落：按事项、级次与合计
-- Grain: benefit_code, level
-- Reads: staging.payout, verdicts.payout_verdict
-- Article: 全文
-- The ledger as it came against the parts as published; the last row is the whole.
with delivered as (
    select
        coalesce(code, benefit_code, benefit_name, '-') as benefit_code,
        level,
        sum(amount) as amount
    from staging.payout
    group by rollup (coalesce(code, benefit_code, benefit_name, '-'), level)
),

placed as (
    select
        coalesce(benefit_code, '-') as benefit_code,
        level,
        sum(
            compliant_amount + over_cap_amount + over_entitlement_amount + ineligible_amount + duplicate_amount
            + unverifiable_amount + returned_amount
        ) as amount
    from verdicts.payout_verdict
    group by rollup (coalesce(benefit_code, '-'), level)
)

select
    'ledger_total' as check_name,
    coalesce(delivered.benefit_code, placed.benefit_code, '合计')
    || coalesce('/' || coalesce(delivered.level, placed.level), '') as subject,
    cast(coalesce(delivered.amount, 0) as decimal(18, 2)) as expected,
    cast(coalesce(placed.amount, 0) as decimal(18, 2)) as observed,
    '台账金额与各部分之和不符' as message
from delivered
full join placed
    on
        delivered.benefit_code is not distinct from placed.benefit_code
        and delivered.level is not distinct from placed.level
where coalesce(delivered.amount, 0) <> coalesce(placed.amount, 0)
