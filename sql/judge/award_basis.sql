-- 不符合条件的依据：文本还是口径
-- Grain: benefit_code, subject_id
-- Reads: verdicts.condition, policy.condition
-- Article: 全文
-- As: view
-- Of a subject that fails: on the text alone if one failed condition leans on no assumption. "Nobody counts" leans
-- on one where somebody fails for nothing else.
with failed as (
    select
        judged.benefit_code,
        judged.subject_id,
        judged.person_id,
        judged.condition_code,
        known.assumption_id
    from verdicts.condition as judged
    left join policy.condition as known
        on judged.benefit_code = known.benefit_code and judged.condition_code = known.condition_code
    where judged.verdict = 'fail'
),

person as (
    select
        benefit_code,
        subject_id,
        person_id,
        min(assumption_id) as assumption_id
    from failed
    where person_id is not null
    group by benefit_code, subject_id, person_id
    having count(*) = count(assumption_id)
),

nobody as (
    select
        benefit_code,
        subject_id,
        min(assumption_id) as assumption_id
    from person
    group by benefit_code, subject_id
),

own as (
    select
        failed.benefit_code,
        failed.subject_id,
        case
            when failed.condition_code = 'has_person' then nobody.assumption_id else failed.assumption_id
        end as assumption_id
    from failed
    left join nobody on failed.benefit_code = nobody.benefit_code and failed.subject_id = nobody.subject_id
    where failed.person_id is null
)

select
    benefit_code,
    subject_id,
    case when count(*) = count(assumption_id) then 'reading' else 'text' end as basis,
    case when count(*) = count(assumption_id) then min(assumption_id) end as assumption_id
from own
group by benefit_code, subject_id
