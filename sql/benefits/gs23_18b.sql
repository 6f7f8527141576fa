-- 租房（生活）补贴
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.beneficiary, facts.talent_contract, facts.schooling
-- Article: 第十八条
with measure as (
    select
        benefit.benefit_code,
        max(parameter.value) filter (where parameter.name = 'doctor_amount') as doctor_amount,
        max(parameter.value) filter (where parameter.name = 'master_amount') as master_amount,
        max(parameter.value) filter (where parameter.name = 'bachelor_amount') as bachelor_amount
    from policy.benefit as benefit
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_18b'
    group by benefit.benefit_code
),

candidate as (
    select
        beneficiary.*,
        schooling.education,
        schooling.education_verdict,
        schooling.education_observed,
        schooling.education_required,
        schooling.study_verdict,
        schooling.study_observed,
        schooling.study_required,
        schooling.school_verdict,
        schooling.school_observed,
        schooling.school_required,
        schooling.school_missing,
        schooling.evidence,
        -- The way of study and the school are asked of a bachelor alone.
        coalesce(schooling.education <> '本科', false) as is_no_bachelor,
        cast(
            case schooling.education
                when '博士' then measure.doctor_amount
                when '硕士' then measure.master_amount
                when '本科' then measure.bachelor_amount
            end as decimal(18, 2)
        ) as unit_amount
    from measure
    inner join facts.beneficiary as beneficiary on measure.benefit_code = beneficiary.benefit_code
    inner join facts.schooling as schooling
        on
            beneficiary.benefit_code = schooling.benefit_code
            and beneficiary.subject_id = schooling.subject_id
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
    contract.conditions
    || [
        {
            'condition_code': 'education',
            'verdict': candidate.education_verdict,
            'observed': candidate.education_observed,
            'required': candidate.education_required,
            'missing': case when candidate.education is null then '人员信息中该人的学历' end
        },
        {
            'condition_code': 'full_time',
            'verdict': case
                when candidate.is_no_bachelor then 'pass'
                when candidate.education is null then 'unknown'
                else candidate.study_verdict
            end,
            'observed': candidate.study_observed,
            'required': '本科须为' || candidate.study_required,
            'missing': case
                when candidate.education is null then '人员信息中该人的学历'
                when candidate.study_verdict = 'unknown' then '人员信息中该人的学习形式'
            end
        },
        {
            'condition_code': 'school_on_roster',
            'verdict': case
                when candidate.is_no_bachelor then 'pass'
                when candidate.education is null then 'unknown'
                else candidate.school_verdict
            end,
            'observed': candidate.school_observed,
            'required': '本科的' || candidate.school_required,
            'missing': case
                when candidate.education is null then '人员信息中该人的学历' else candidate.school_missing
            end
        }
    ] as conditions,
    cast(1 as decimal(18, 6)) as quantity,
    candidate.unit_amount,
    candidate.unit_amount as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    case
        when candidate.education_verdict = 'pass' and candidate.unit_amount is null
            then '参数 ' || candidate.benefit_code || ' 的每人标准'
    end as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    contract.evidence || candidate.evidence as evidence
from candidate
inner join facts.talent_contract as contract
    on
        candidate.benefit_code = contract.benefit_code
        and candidate.subject_id = contract.subject_id
