-- 同一人按人计发的重复（第四步）
-- Grain: benefit_code, subject_id, person_id, winner_benefit_code
-- Reads: judge.payout_line, judge.payout_step, verdicts.entitlement, verdicts.entitlement_person, policy.exclusive_pair, heads.*
-- Article: 全文
-- One row a person whom a benefit must leave out, because the same person counts in another one. The order of
-- the pair is: what is paid before what is only proposed, then the higher unit amount. A pair of scope
-- hire is paid to two parties for one hire: there the person, and the employer of the hire, are what is shared, and
-- the second benefit of the pair always gives way.
with paid as (
    select
        step.benefit_code,
        step.award_id as subject_id,
        bool_or(line.is_paid) as is_paid
    from judge.payout_step as step
    inner join judge.payout_line as line on step.line_no = line.line_no
    where step.state = 'open'
    group by step.benefit_code, step.award_id
),

standing as (
    select
        paid.benefit_code,
        paid.subject_id,
        paid.is_paid,
        entitlement.unit_amount
    from paid
    inner join verdicts.entitlement as entitlement
        on paid.benefit_code = entitlement.benefit_code and paid.subject_id = entitlement.subject_id
    where entitlement.verdict = 'eligible'
),

head as (
    select
        standing.benefit_code,
        standing.subject_id,
        standing.is_paid,
        standing.unit_amount,
        person.person_id,
        hire.employer_uscc
    from standing
    inner join verdicts.entitlement_person as person
        on standing.benefit_code = person.benefit_code and standing.subject_id = person.subject_id
    left join collected.heads as hire
        on
            person.benefit_code = hire.benefit_code
            and person.subject_id = hire.subject_id
            and person.person_id = hire.person_id
    where person.verdict = 'eligible'
),

pair as (
    select
        benefit_code_a,
        benefit_code_b,
        basis,
        assumption_id,
        scope = 'hire' as is_two_party
    from policy.exclusive_pair
    where scope in ('head', 'hire') and is_on
),

meeting as (
    select
        pair.basis,
        pair.assumption_id,
        a.person_id,
        a.benefit_code as benefit_code_a,
        a.subject_id as subject_id_a,
        b.benefit_code as benefit_code_b,
        b.subject_id as subject_id_b,
        case
            when pair.is_two_party then true
            when a.is_paid <> b.is_paid then a.is_paid
            else a.unit_amount >= b.unit_amount
        end as a_stays
    from pair
    inner join head as a on pair.benefit_code_a = a.benefit_code
    inner join head as b on pair.benefit_code_b = b.benefit_code and a.person_id = b.person_id
    where
        case
            when pair.is_two_party then coalesce(a.employer_uscc, a.subject_id) = b.employer_uscc
            else a.subject_id = b.subject_id
        end
)

select
    case when a_stays then benefit_code_b else benefit_code_a end as benefit_code,
    case when a_stays then subject_id_b else subject_id_a end as subject_id,
    person_id,
    case when a_stays then benefit_code_a else benefit_code_b end as winner_benefit_code,
    case when a_stays then subject_id_a else subject_id_b end as winner_subject_id,
    basis,
    assumption_id
from meeting
