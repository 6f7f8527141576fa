-- 按人互斥时各人应归哪一项
-- Grain: benefit_code, subject_id, person_id
-- Reads: verdicts.entitlement, verdicts.entitlement_person, policy.exclusive_pair, heads.*
-- Article: 全文
-- Of the lawful total, whoever was paid: a person whom two benefits of a pair count belongs to the one with the
-- higher unit amount (of the two-party pair, to the first). One row a person that a benefit loses so, with the
-- best of those that it loses them to.
with head as (
    select
        entitlement.benefit_code,
        entitlement.subject_id,
        entitlement.unit_amount,
        person.person_id,
        coalesce(hire.employer_uscc, entitlement.subject_id) as employer_uscc
    from verdicts.entitlement as entitlement
    inner join verdicts.entitlement_person as person
        on entitlement.benefit_code = person.benefit_code and entitlement.subject_id = person.subject_id
    left join collected.heads as hire
        on
            person.benefit_code = hire.benefit_code
            and person.subject_id = hire.subject_id
            and person.person_id = hire.person_id
    where entitlement.verdict = 'eligible' and person.verdict = 'eligible'
),

pair as (
    select
        benefit_code_a,
        benefit_code_b,
        assumption_id,
        scope = 'hire' as is_two_party
    from policy.exclusive_pair
    where scope in ('head', 'hire') and is_on
),

meeting as (
    select
        pair.is_two_party,
        pair.assumption_id,
        a.person_id,
        a.benefit_code as benefit_code_a,
        a.subject_id as subject_id_a,
        a.unit_amount as unit_amount_a,
        b.benefit_code as benefit_code_b,
        b.subject_id as subject_id_b,
        b.unit_amount as unit_amount_b,
        pair.is_two_party or a.unit_amount >= b.unit_amount as a_stays
    from pair
    inner join head as a on pair.benefit_code_a = a.benefit_code
    inner join head as b on pair.benefit_code_b = b.benefit_code and a.person_id = b.person_id
    where
        case when pair.is_two_party then a.employer_uscc = b.employer_uscc else a.subject_id = b.subject_id end
),

loss as (
    select
        case when a_stays then benefit_code_b else benefit_code_a end as benefit_code,
        case when a_stays then subject_id_b else subject_id_a end as subject_id,
        person_id,
        case when a_stays then benefit_code_a else benefit_code_b end as winner_benefit_code,
        case when a_stays then unit_amount_a else unit_amount_b end as winner_unit_amount,
        is_two_party,
        assumption_id
    from meeting
)

select
    benefit_code,
    subject_id,
    person_id,
    arg_max(winner_benefit_code, winner_unit_amount) as winner_benefit_code,
    max(winner_unit_amount) as winner_unit_amount,
    bool_and(is_two_party) as is_two_party,
    min(assumption_id) as assumption_id
from loss
group by benefit_code, subject_id, person_id
