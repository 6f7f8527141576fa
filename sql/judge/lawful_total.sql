-- 依法应享总额
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: judge.award_member, judge.best_head, judge.payout_line, judge.payout_split, judge.received, policy.benefit, source.availability, verdicts.entitlement
-- Article: 全文
-- Every eligible subject of an exact amount: what is lawfully due (without the persons who belong to a better benefit),
-- and what was received for it. unverifiable_amount is money paid to the subject for this benefit that no entitlement
-- could be found for: it may have been this very payment.
with entitled as (
    select
        entitlement.benefit_code,
        entitlement.subject_id,
        entitlement.uscc,
        entitlement.person_id,
        entitlement.period_start,
        entitlement.period_end,
        entitlement.unit_amount,
        entitlement.gross_amount,
        entitlement.cap_amount,
        entitlement.amount,
        benefit.level_relation
    from verdicts.entitlement as entitlement
    inner join policy.benefit as benefit on entitlement.benefit_code = benefit.benefit_code
    where
        entitlement.verdict = 'eligible'
        and benefit.amount_kind = 'exact'
        and entitlement.subject_kind in ('enterprise', 'person', 'claim')
        and benefit.kind <> 'compliance'
),

lost as (
    select
        benefit_code,
        subject_id,
        count(*) as lost_count,
        min(assumption_id) as assumption_id
    from judge.best_head
    group by benefit_code, subject_id
),

listed as (
    select distinct
        benefit_code,
        subject_id
    from judge.award_member
    where is_list
),

in_question as (
    select
        line.code as benefit_code,
        line.uscc,
        line.person_id,
        sum(split.unverifiable_amount) as unverifiable_amount
    from judge.payout_split as split
    inner join judge.payout_line as line on split.line_no = line.line_no
    where split.state = 'unverifiable' and line.is_paid
    group by line.code, line.uscc, line.person_id
),

questioned as (
    select
        entitled.benefit_code,
        entitled.subject_id,
        sum(in_question.unverifiable_amount) as unverifiable_amount
    from entitled
    inner join in_question
        on
            entitled.benefit_code = in_question.benefit_code
            and (entitled.uscc = in_question.uscc or entitled.person_id = in_question.person_id)
    group by entitled.benefit_code, entitled.subject_id
)

select
    entitled.benefit_code,
    entitled.subject_id,
    entitled.uscc,
    entitled.person_id,
    entitled.period_start,
    entitled.period_end,
    entitled.unit_amount,
    entitled.amount,
    cast(
        greatest(
            0,
            least(
                coalesce(entitled.gross_amount, entitled.amount) - coalesce(lost.lost_count * entitled.unit_amount, 0),
                coalesce(entitled.cap_amount, entitled.gross_amount, entitled.amount)
            )
        ) as decimal(18, 2)
    ) as lawful_amount,
    lost.assumption_id as lost_assumption_id,
    coalesce(received.is_in_doubt, false) as is_in_doubt,
    listed.subject_id is not null as is_listed,
    ledger.is_delivered as is_ledger_delivered,
    cast(coalesce(received.here_amount, 0) as decimal(18, 2)) as here_amount,
    cast(coalesce(received.top_up_amount, 0) as decimal(18, 2)) as top_up_amount,
    cast(
        case
            when received.award_id is null or entitled.level_relation <> 'exclusive' then 0
            when received.is_judged_here then 0
            else received.elsewhere_amount
        end as decimal(18, 2)
    ) as elsewhere_amount,
    -- At another level more is due than the rule of this one gives: nothing is missing here.
    coalesce(
        case
            when received.is_judged_here then not received.is_lawful_here
            else
                entitled.level_relation = 'exclusive'
                and received.elsewhere_entitled_amount >= entitled.amount
        end, false
    ) as is_better_elsewhere,
    cast(coalesce(questioned.unverifiable_amount, 0) as decimal(18, 2)) as unverifiable_amount
from entitled
inner join source.availability as ledger on ledger.source = 'payout'
left join lost on entitled.benefit_code = lost.benefit_code and entitled.subject_id = lost.subject_id
left join judge.received as received
    on entitled.benefit_code = received.benefit_code and entitled.subject_id = received.award_id
left join listed on entitled.benefit_code = listed.benefit_code and entitled.subject_id = listed.subject_id
left join questioned
    on entitled.benefit_code = questioned.benefit_code and entitled.subject_id = questioned.subject_id
