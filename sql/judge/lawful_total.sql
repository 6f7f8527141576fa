-- 依法应享总额
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: judge.award_member, judge.lawful_amount, judge.payout_line, judge.payout_split, judge.received, source.availability
-- Article: 全文
-- As: view
-- What is lawfully due to every eligible subject of an exact amount, and what was received for it. unverifiable_amount
-- is money paid to the subject for this benefit that no entitlement could be found for: it may have been this very payment.
with listed as (
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
    -- A payment may name the unit and the person: it counts once for either.
    select
        benefit_code,
        subject_id,
        sum(unverifiable_amount) as unverifiable_amount
    from (
        select
            entitled.benefit_code,
            entitled.subject_id,
            in_question.uscc,
            in_question.person_id,
            in_question.unverifiable_amount
        from in_question
        inner join judge.lawful_amount as entitled
            on in_question.benefit_code = entitled.benefit_code and in_question.uscc = entitled.uscc
        union
        select
            entitled.benefit_code,
            entitled.subject_id,
            in_question.uscc,
            in_question.person_id,
            in_question.unverifiable_amount
        from in_question
        inner join judge.lawful_amount as entitled
            on in_question.benefit_code = entitled.benefit_code and in_question.person_id = entitled.person_id
    ) as met
    group by benefit_code, subject_id
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
    entitled.lawful_amount,
    entitled.lost_assumption_id,
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
from judge.lawful_amount as entitled
inner join source.availability as ledger on ledger.source = 'payout'
left join judge.received as received
    on entitled.benefit_code = received.benefit_code and entitled.subject_id = received.award_id
left join listed on entitled.benefit_code = listed.benefit_code and entitled.subject_id = listed.subject_id
left join questioned
    on entitled.benefit_code = questioned.benefit_code and entitled.subject_id = questioned.subject_id
