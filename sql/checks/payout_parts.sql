-- 七个部分之和等于发放金额
-- Grain: delivery_no, row_no
-- Reads: verdicts.payout_verdict
-- Article: 全文
-- No part is negative but the return of a 红冲 row, which has no other part; excess is exactly the four bad parts.
with payout as (
    select
        verdict.*,
        verdict.compliant_amount + verdict.over_cap_amount + verdict.over_entitlement_amount + verdict.ineligible_amount
        + verdict.duplicate_amount + verdict.unverifiable_amount + verdict.returned_amount as part_amount,
        verdict.over_cap_amount + verdict.over_entitlement_amount + verdict.ineligible_amount
        + verdict.duplicate_amount as bad_amount,
        least(
            verdict.compliant_amount,
            verdict.over_cap_amount,
            verdict.over_entitlement_amount,
            verdict.ineligible_amount,
            verdict.duplicate_amount,
            verdict.unverifiable_amount,
            case when verdict.amount < 0 then 0 else verdict.returned_amount end
        ) as least_amount
    from verdicts.payout_verdict as verdict
)

select
    'payout_parts' as check_name,
    payout_no as subject,
    amount as expected,
    cast(part_amount as decimal(18, 2)) as observed,
    '发放的各部分与金额不符' as message
from payout
where
    part_amount <> amount
    or least_amount < 0
    or bad_amount <> excess_amount
    or allowed_amount <> compliant_amount
    or (amount < 0 and returned_amount <> amount)
