-- 候选人的学历
-- Grain: benefit_code, subject_id
-- Reads: policy.benefit_scope, facts.beneficiary, facts.person, facts.roster_member, facts.roster_need
-- Article: 第十八条
-- For the benefits that ask for a school on a roster: the degree, the way of study and the school of each candidate, each
-- judged on its own. A person without a record is unknown throughout.
with word as (
    select
        benefit_code,
        array_agg(value) filter (where column_name = 'education') as educations,
        string_agg(value, '、' order by value) filter (where column_name = 'education') as education_text,
        array_agg(value) filter (where column_name = 'study_mode') as study_modes,
        string_agg(value, '、' order by value) filter (where column_name = 'study_mode') as study_text
    from policy.benefit_scope
    where source = 'person'
    group by benefit_code
)

select
    candidate.benefit_code,
    candidate.subject_id,
    person.education,
    person.graduated_on,
    case
        when person.education is null then 'unknown'
        when list_contains(word.educations, person.education) then 'pass'
        else 'fail'
    end as education_verdict,
    coalesce('学历' || person.education, '学历不明') as education_observed,
    '学历为' || word.education_text as education_required,
    case
        when word.study_modes is null then 'pass'
        when person.study_mode is null then 'unknown'
        when list_contains(word.study_modes, person.study_mode) then 'pass'
        else 'fail'
    end as study_verdict,
    coalesce('学习形式' || person.study_mode, '学习形式不明') as study_observed,
    word.study_text as study_required,
    case
        when person.school is null then 'unknown'
        when member.is_in_window then 'pass'
        when need.is_covered then 'fail'
        else 'unknown'
    end as school_verdict,
    coalesce(person.school || '：' || coalesce(member.observed, '不在名录'), '毕业院校不明') as school_observed,
    '毕业院校在名录「' || need.rosters || '」' as school_required,
    case
        when person.school is null then '人员信息中该人的毕业院校'
        when not coalesce(member.is_in_window, false) and not need.is_covered then need.missing
    end as school_missing,
    member.category as school_category,
    case
        when person.row_no is null then []
        else [{ 'source': 'person', 'delivery_no': person.delivery_no, 'row_no': person.row_no }]
    end
    || case
        when member.row_no is null then []
        else [{ 'source': 'roster', 'delivery_no': member.delivery_no, 'row_no': member.row_no }]
    end as evidence
from facts.beneficiary as candidate
inner join facts.roster_need as need
    on
        candidate.benefit_code = need.benefit_code
        and need.role = 'school'
inner join word on candidate.benefit_code = word.benefit_code
left join facts.person as person on candidate.person_id = person.person_id
left join facts.roster_member as member
    on
        candidate.benefit_code = member.benefit_code
        and member.role = 'school'
        and person.school = member.subject_id
