-- 疑点的多发金额与台账相符
-- Grain: one row
-- Reads: verdicts.finding, verdicts.payout_verdict
-- Article: 全文
-- Each fen that is too much stands in exactly one finding, and each that is 待核实 in exactly one.
with found as (
    select
        coalesce(sum(excess_amount), 0) as excess_amount,
        coalesce(sum(unverifiable_amount), 0) as unverifiable_amount
    from verdicts.finding
),

judged as (
    select
        coalesce(sum(excess_amount), 0) as excess_amount,
        coalesce(sum(unverifiable_amount), 0) as unverifiable_amount
    from verdicts.payout_verdict
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
    '疑点合计与台账判定不符' as message
from compared
where expected <> observed
