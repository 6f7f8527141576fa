-- 按人计发事项的人员名单
-- Grain: benefit_code, subject_id, person_id
-- Reads: verdicts.entitlement_person, lists.verdict_title, lists.party_name
-- Article: 全文
-- list_no counts within a verdict, as in lists.eligibility.
select
    row_number() over (
        order by
            judged.benefit_code,
            verdict.sort_order,
            enterprise.name,
            judged.subject_id,
            judged.person_id
    ) as sort_no,
    row_number() over (
        partition by judged.benefit_code, judged.verdict
        order by
            enterprise.name,
            judged.subject_id,
            judged.person_id
    ) as list_no,
    judged.benefit_code,
    verdict.title as verdict_title,
    judged.subject_id,
    enterprise.name as enterprise_name,
    judged.person_id,
    person.name as person_name,
    case when judged.verdict <> 'eligible' then judged.reason end as reason
from verdicts.entitlement_person as judged
inner join lists.verdict_title as verdict on judged.verdict = verdict.verdict
left join lists.party_name as enterprise on judged.subject_id = enterprise.code
left join lists.party_name as person on judged.person_id = person.code
