-- 医疗保障措施的候选结算
-- Grain: benefit_code, settlement_no
-- Reads: policy.benefit, policy.benefit_scope, policy.assumption, policy.package, facts.settlement
-- Article: 第四十条、第四十一条
-- Every settlement of the visit type whose day that counts is in the window, and every one with special money paid,
-- whenever. Which day counts for the ward is a reading; a day that would give the other answer makes it one (is_reading).
with measure as (
    select
        benefit.benefit_code,
        benefit.rule,
        benefit.window_start,
        benefit.window_end,
        visit.value as visit_type,
        benefit.rule = 'gs23_40a' and counting.value = 'admission' as is_by_admission,
        ratio.value = 'floor' as is_floor
    from policy.benefit as benefit
    inner join policy.benefit_scope as visit
        on
            benefit.benefit_code = visit.benefit_code
            and visit.source = 'medical_settlement'
            and visit.column_name = 'visit_type'
    inner join policy.assumption as counting on counting.assumption_id = 'A-40A-1'
    inner join policy.assumption as ratio on ratio.assumption_id = 'A-41A-1'
),

word as (
    select
        benefit_code,
        column_name,
        string_agg(value, '、' order by value) as words
    from policy.benefit_scope
    where source = 'medical_settlement'
    group by benefit_code, column_name
),

dated as (
    select
        measure.*,
        settlement.*,
        case when measure.is_by_admission then settlement.started_on else settlement.settled_on end as counted_on,
        case when measure.is_by_admission then settlement.started_on else settlement.settled_on end
        between measure.window_start and measure.window_end as is_inside,
        coalesce(
            measure.rule = 'gs23_40a'
            and (settlement.settled_on between measure.window_start and measure.window_end)
            <> (settlement.started_on between measure.window_start and measure.window_end), false
        ) as is_reading
    from measure
    inner join facts.settlement as settlement on measure.visit_type = settlement.visit_type
)

select
    dated.benefit_code,
    dated.rule,
    dated.window_start,
    dated.window_end,
    dated.settlement_no,
    dated.person_id,
    dated.settled_on,
    dated.is_floor,
    dated.total_amount,
    dated.eligible_amount,
    dated.basic_paid,
    dated.critical_illness_paid,
    dated.aid_paid,
    dated.special_paid,
    dated.parts_amount,
    dated.is_agreed,
    dated.is_reading,
    case
        when dated.is_inside is null or not dated.is_agreed then 'unknown'
        when dated.is_inside then 'pass'
        else 'fail'
    end as day_verdict,
    case when dated.is_by_admission then '入院日期 ' else '结算日期 ' end
    || coalesce(cast(dated.counted_on as varchar), '不明') as day_observed,
    case when dated.is_by_admission then '入院日期在 ' else '结算日期在 ' end
    || cast(dated.window_start as varchar) || ' 至 ' || cast(dated.window_end as varchar) as day_required,
    case
        when dated.covid is null then 'unknown'
        when diagnosis.value is not null then 'pass'
        else 'fail'
    end as covid_verdict,
    '新冠诊断' || coalesce(dated.covid, '不明') as covid_observed,
    '新冠诊断为' || diagnoses.words as covid_required,
    case
        when grades.words is null then null
        when dated.hospital_grade is null then 'unknown'
        when grade.value is not null then 'pass'
        else 'fail'
    end as grade_verdict,
    '机构等级' || coalesce(dated.hospital_grade, '不明') as grade_observed,
    '机构等级为' || grades.words as grade_required,
    case
        when dated.hospital_district is null then 'unknown'
        when dated.hospital_district = package.district then 'pass'
        else 'fail'
    end as district_verdict,
    '机构所在区' || coalesce(dated.hospital_district, '不明') as district_observed,
    '机构在' || package.district as district_required,
    case
        when dated.is_designated is null then 'unknown'
        when dated.is_designated then 'pass'
        else 'fail'
    end as designated_verdict,
    case
        when dated.is_designated is null then '是否定点不明'
        when dated.is_designated then '定点机构'
        else '非定点机构'
    end as designated_observed,
    '医疗费用结算中该编号内容一致的行' as missing,
    [{ 'source': 'medical_settlement', 'delivery_no': dated.delivery_no, 'row_no': dated.row_no }] as evidence
from dated
cross join policy.package as package
inner join word as diagnoses
    on
        dated.benefit_code = diagnoses.benefit_code
        and diagnoses.column_name = 'covid'
left join word as grades
    on
        dated.benefit_code = grades.benefit_code
        and grades.column_name = 'hospital_grade'
left join policy.benefit_scope as diagnosis
    on
        dated.benefit_code = diagnosis.benefit_code
        and diagnosis.source = 'medical_settlement'
        and diagnosis.column_name = 'covid'
        and dated.covid = diagnosis.value
left join policy.benefit_scope as grade
    on
        dated.benefit_code = grade.benefit_code
        and grade.source = 'medical_settlement'
        and grade.column_name = 'hospital_grade'
        and dated.hospital_grade = grade.value
where
    coalesce(dated.is_inside, true)
    or dated.special_paid > 0
