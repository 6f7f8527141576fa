-- 求职面试交通补贴
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, policy.benefit_scope, policy.assumption, facts.parameter, facts.beneficiary, facts.beneficiary_claim, facts.schooling
-- Article: 第十八条
with measure as (
    select
        benefit.benefit_code,
        cast(recent.value as date) as graduated_from,
        cast(max(parameter.value) filter (where parameter.name = 'near_amount') as decimal(18, 2)) as near_amount,
        cast(max(parameter.value) filter (where parameter.name = 'far_amount') as decimal(18, 2)) as far_amount
    from policy.benefit as benefit
    inner join policy.assumption as recent on recent.assumption_id = 'A-18A-1'
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_18a'
    group by benefit.benefit_code, recent.value
),

near_school as (
    -- Provinces as the roster names them, with 省 or 市 behind or without.
    select distinct
        schooling.benefit_code,
        schooling.subject_id
    from facts.schooling as schooling
    inner join policy.benefit_scope as near
        on
            schooling.benefit_code = near.benefit_code
            and near.source = 'roster'
            and near.column_name = 'category'
            and starts_with(schooling.school_category, near.value)
),

candidate as (
    select
        beneficiary.*,
        measure.graduated_from,
        schooling.education,
        schooling.education_verdict,
        schooling.education_observed,
        schooling.education_required,
        schooling.graduated_on,
        schooling.school_verdict,
        schooling.school_observed,
        schooling.school_required,
        schooling.school_missing,
        schooling.school_category,
        schooling.evidence,
        case
            when schooling.graduated_on is null then 'unknown'
            when schooling.graduated_on between measure.graduated_from and beneficiary.window_end then 'pass'
            else 'fail'
        end as graduated_verdict,
        case
            when schooling.school_category is null then null
            when near_school.subject_id is not null then measure.near_amount
            else measure.far_amount
        end as unit_amount
    from measure
    inner join facts.beneficiary as beneficiary on measure.benefit_code = beneficiary.benefit_code
    inner join facts.schooling as schooling
        on
            beneficiary.benefit_code = schooling.benefit_code
            and beneficiary.subject_id = schooling.subject_id
    left join near_school
        on
            beneficiary.benefit_code = near_school.benefit_code
            and beneficiary.subject_id = near_school.subject_id
)

select
    candidate.benefit_code,
    candidate.subject_kind,
    candidate.subject_id,
    candidate.uscc,
    candidate.person_id,
    cast(null as varchar) as claim_no,
    candidate.window_start as period_start,
    candidate.window_end as period_end,
    claim.conditions
    || [
        {
            'condition_code': 'education',
            'verdict': candidate.education_verdict,
            'observed': candidate.education_observed,
            'required': candidate.education_required,
            'missing': case when candidate.education is null then '人员信息中该人的学历' end
        },
        {
            'condition_code': 'graduated_recently',
            'verdict': candidate.graduated_verdict,
            'observed': coalesce('毕业日期 ' || cast(candidate.graduated_on as varchar), '毕业日期不明'),
            'required': '毕业日期在 ' || cast(candidate.graduated_from as varchar) || ' 至 '
            || cast(candidate.window_end as varchar),
            'missing': case when candidate.graduated_on is null then '人员信息中该人的毕业日期' end
        },
        {
            'condition_code': 'school_on_roster',
            'verdict': candidate.school_verdict,
            'observed': candidate.school_observed,
            'required': candidate.school_required,
            'missing': candidate.school_missing
        }
    ] as conditions,
    cast(1 as decimal(18, 6)) as quantity,
    candidate.unit_amount,
    candidate.unit_amount as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    case
        when candidate.school_verdict = 'pass' and candidate.school_category is null then '名录中该校的类别（所在省份）'
        when candidate.school_verdict = 'pass' and candidate.unit_amount is null
            then '参数 ' || candidate.benefit_code || '.near_amount 或 ' || candidate.benefit_code || '.far_amount'
    end as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    claim.evidence || candidate.evidence as evidence
from candidate
inner join facts.beneficiary_claim as claim
    on
        candidate.benefit_code = claim.benefit_code
        and candidate.subject_id = claim.subject_id
