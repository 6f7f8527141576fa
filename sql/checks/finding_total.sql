-- 疑点的多发金额与台账相符
-- Grain: one row
-- Reads: policy.benefit, verdicts.finding, verdicts.payout_verdict, verdicts.relief_verdict
-- Article: 全文
-- Each fen that is too much, of a payout or of a relief, stands in exactly one finding, and each that is 待核实 in exactly
-- one. A deduction from income is no money and stands in no sum.
with found as (
    select
        coalesce(sum(excess_amount), 0) as excess_amount,
        coalesce(sum(unverifiable_amount), 0) as unverifiable_amount
    from verdicts.finding
),

judged_part as (
    select
        excess_amount,
        unverifiable_amount
    from verdicts.payout_verdict
    union all
    select
        relief.excess_amount,
        0 as unverifiable_amount
    from verdicts.relief_verdict as relief
    inner join policy.benefit as benefit on relief.benefit_code = benefit.benefit_code
    where benefit.kind <> 'deduction'
),

judged as (
    select
        coalesce(sum(excess_amount), 0) as excess_amount,
        coalesce(sum(unverifiable_amount), 0) as unverifiable_amount
    from judged_part
),

compared as (
    select
        '多发' as subject,
        judged.excess_amount as expected,
        found.excess_amount as observed
    from found
    cross join judged
    union all
    select
        '待核实' as subject,
        judged.unverifiable_amount as expected,
        found.unverifiable_amount as observed
    from found
    cross join judged
)

select
    'finding_total' as check_name,
    subject,
    cast(expected as decimal(18, 2)) as expected,
    cast(observed as decimal(18, 2)) as observed,
    '疑点合计与台账、减免判定不符' as message
from compared
where expected <> observed
