-- 每个对象的结论与金额
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: verdicts.entitlement, verdicts.relief_verdict, policy.benefit, lists.subject_money
-- Article: 全文
-- What the summaries add up and the lists show a part of. A subject with several periods has its payouts in the first.
with several as (
    -- Few subjects have more than one period; of all others the money stands where they stand.
    select
        benefit_code,
        subject_id,
        min({ 'period_start': period_start, 'period_end': period_end }) as first_period
    from verdicts.entitlement
    group by benefit_code, subject_id
    having count(*) > 1
),

entitled as (
    select
        entitlement.*,
        benefit.subject_kind as measure_kind,
        benefit.secrecy,
        coalesce(benefit.is_amount_secret, false) as is_amount_secret,
        coalesce(benefit.is_subject_secret, false) as is_subject_secret,
        case
            when
                several.subject_id is null
                or (
                    entitlement.period_start = several.first_period.period_start
                    and entitlement.period_end = several.first_period.period_end
                )
                then entitlement.subject_id
        end as money_subject_id
    from verdicts.entitlement as entitlement
    inner join policy.benefit as benefit on entitlement.benefit_code = benefit.benefit_code
    left join several
        on entitlement.benefit_code = several.benefit_code and entitlement.subject_id = several.subject_id
)

select
    entitled.benefit_code,
    entitled.subject_id,
    entitled.uscc,
    entitled.person_id,
    entitled.claim_no,
    entitled.period_start,
    entitled.period_end,
    entitled.verdict,
    entitled.quantity,
    entitled.unit_amount,
    entitled.gross_amount,
    entitled.cap_amount,
    entitled.cut_amount,
    entitled.amount,
    entitled.reason,
    entitled.reason_titles,
    entitled.secrecy,
    entitled.is_amount_secret,
    entitled.is_subject_secret,
    money.paid_amount,
    money.proposed_amount,
    money.owed_amount,
    money.recover_amount,
    money.cut_proposal_amount,
    money.unverifiable_amount,
    -- A premium month that was charged as it is due, and that nobody paid for.
    coalesce(entitled.measure_kind = 'month' and entitled.verdict = 'eligible' and relief.verdict = 'compliant', false)
    and money.subject_id is null as is_clean_month,
    relief.claimed_amount,
    relief.excess_amount as over_amount,
    relief.shortfall_amount as under_amount
from entitled
left join lists.subject_money as money
    on
        entitled.benefit_code = money.benefit_code
        and entitled.money_subject_id = money.subject_id
left join verdicts.relief_verdict as relief
    on
        entitled.benefit_code = relief.benefit_code
        and entitled.money_subject_id = relief.key
