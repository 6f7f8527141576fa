-- 资格名单
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: lists.judged_subject, lists.verdict_title, lists.party_name
-- Article: 全文
-- One row a candidate: the eligible, then the ineligible with every reason, then the unknown with what is missing. Clean
-- premium months are left out: there are as many as months, and nobody looks for them.
-- Secrets of tax and health stand in the findings only: here such a reason is told by the titles of its conditions, and
-- where the subject is itself such a record, without its amounts, or without the record's and person's numbers.
-- list_no counts within a verdict, so that of a list too long for a sheet each verdict shows its head; sort_no orders
-- the rows of one benefit.
with judged as (
    select
        subject.*,
        case when not subject.is_subject_secret then subject.uscc end as shown_uscc,
        case when not subject.is_subject_secret then subject.person_id end as shown_person_id,
        row_number() over (
            partition by subject.benefit_code, subject.verdict
            order by
                case when not subject.is_amount_secret then subject.amount end desc nulls last,
                subject.subject_id asc,
                subject.period_start asc,
                subject.period_end asc
        ) as list_no
    from lists.judged_subject as subject
    where not subject.is_clean_month
)

select
    -- One sort of many rows is enough: a verdict's place, then the place within it.
    verdict.sort_order * 1000000000000 + judged.list_no as sort_no,
    judged.list_no,
    judged.benefit_code,
    judged.verdict,
    verdict.title as verdict_title,
    case when not judged.is_subject_secret then judged.subject_id end as subject_id,
    judged.shown_uscc as uscc,
    enterprise.name as enterprise_name,
    judged.shown_person_id as person_id,
    person.name as person_name,
    judged.claim_no,
    judged.period_start,
    judged.period_end,
    judged.quantity,
    case when not judged.is_amount_secret then judged.unit_amount end as unit_amount,
    case when not judged.is_amount_secret then judged.gross_amount end as gross_amount,
    case when not judged.is_amount_secret then judged.cap_amount end as cap_amount,
    case when not judged.is_amount_secret then judged.cut_amount end as cut_amount,
    case when not judged.is_amount_secret then judged.amount end as amount,
    case when not judged.is_amount_secret then judged.paid_amount end as paid_amount,
    case when not judged.is_amount_secret then judged.proposed_amount end as proposed_amount,
    case when not judged.is_amount_secret then judged.owed_amount end as owed_amount,
    case when not judged.is_amount_secret then judged.recover_amount end as recover_amount,
    case when not judged.is_amount_secret then judged.cut_proposal_amount end as cut_proposal_amount,
    case when not judged.is_amount_secret then judged.unverifiable_amount end as unverifiable_amount,
    case when not judged.is_amount_secret then judged.claimed_amount end as claimed_amount,
    case when not judged.is_amount_secret then judged.over_amount end as over_amount,
    case when not judged.is_amount_secret then judged.under_amount end as under_amount,
    case
        when judged.verdict <> 'eligible' and judged.secrecy is null then judged.reason
        when judged.verdict <> 'eligible' then judged.reason_titles
    end as reason
from judged
inner join lists.verdict_title as verdict on judged.verdict = verdict.verdict
left join lists.party_name as enterprise on judged.shown_uscc = enterprise.code
left join lists.party_name as person on judged.shown_person_id = person.code
