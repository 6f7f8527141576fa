-- 享受主体候选
-- Grain: benefit_code, subject_id
-- Reads: policy.benefit, policy.package, facts.applicant, facts.roster_member, facts.roster_need, facts.gusu_enterprise, staging.operating_result, staging.contract
-- Article: 第十六条、第十七条
-- The enterprises and agencies judged for a benefit of an enterprise's own, with the two conditions that its heads
-- need as well: on the benefit's roster, and an enterprise of the district.
with measure as (
    select *
    from policy.benefit
    where rule in ('gs23_16a', 'gs23_16b', 'gs23_16c', 'gs23_17b')
),

candidate as (
    select
        benefit_code,
        subject_id,
        uscc,
        person_id
    from facts.applicant
    union all
    select
        benefit_code,
        subject_id,
        subject_id as uscc,
        null as person_id
    from facts.roster_member
    where
        role = 'subject'
        and is_in_window
    union all
    select
        measure.benefit_code,
        result.uscc as subject_id,
        result.uscc as uscc,
        null as person_id
    from measure
    inner join staging.operating_result as result
        on
            measure.rule = 'gs23_16a'
            and measure.window_end >= result.period_start
            and measure.window_start <= result.period_end
    union all
    select
        measure.benefit_code,
        contract.introduced_by_uscc as subject_id,
        contract.introduced_by_uscc as uscc,
        null as person_id
    from measure
    inner join staging.contract as contract
        on
            measure.rule in ('gs23_16c', 'gs23_17b')
            and contract.start_on between measure.window_start and measure.window_end
    where contract.introduced_by_uscc is not null
),

subject as (
    select
        measure.benefit_code,
        measure.rule,
        measure.window_start,
        measure.window_end,
        candidate.subject_id,
        max(candidate.uscc) as uscc,
        case when max(candidate.uscc) is null then max(candidate.person_id) end as person_id
    from measure
    inner join candidate on measure.benefit_code = candidate.benefit_code
    group by
        measure.benefit_code, measure.rule, measure.window_start, measure.window_end, candidate.subject_id
)

select
    subject.benefit_code,
    subject.subject_id,
    case when subject.uscc is null then 'person' else 'enterprise' end as subject_kind,
    subject.uscc,
    subject.person_id,
    case
        when member.is_in_window then 'pass'
        when need.is_covered then 'fail'
        else 'unknown'
    end as roster_verdict,
    coalesce(member.observed, '不在名录') as roster_observed,
    '在名录「' || need.rosters || '」，有效期与 ' || cast(subject.window_start as varchar) || ' 至 '
    || cast(subject.window_end as varchar) || ' 有重合' as roster_required,
    case when not coalesce(member.is_in_window, false) and not need.is_covered then need.missing end as roster_missing,
    coalesce(gusu.verdict, 'unknown') as gusu_verdict,
    coalesce(gusu.observed, '没有登记记录') as gusu_observed,
    package.district || '市场主体，' || cast(subject.window_end as varchar) || ' 仍存续' as gusu_required,
    case
        when gusu.uscc is null then '市场主体登记中该主体的记录'
        when gusu.verdict = 'unknown' then '市场主体登记的所属区、登记状态或状态日期'
    end as gusu_missing,
    member.delivery_no as roster_delivery_no,
    member.row_no as roster_row_no,
    gusu.delivery_no as enterprise_delivery_no,
    gusu.row_no as enterprise_row_no
from subject
cross join policy.package as package
inner join facts.roster_need as need
    on
        subject.benefit_code = need.benefit_code
        and need.role = 'subject'
left join facts.roster_member as member
    on
        subject.benefit_code = member.benefit_code
        and member.role = 'subject'
        and subject.subject_id = member.subject_id
left join facts.gusu_enterprise as gusu
    on
        subject.subject_id = gusu.uscc
        and subject.window_end = gusu.on_day
