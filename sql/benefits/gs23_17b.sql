-- 规模输送补贴
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.subject, facts.head_total
-- Article: 第十七条
with measure as (
    select
        benefit.benefit_code,
        benefit.window_start,
        benefit.window_end,
        max(parameter.value) filter (where parameter.name = 'unit_amount') as unit_amount,
        max(parameter.value) filter (where parameter.name = 'cap_amount') as cap_amount,
        max(parameter.value) filter (where parameter.name = 'min_persons') as min_persons
    from policy.benefit as benefit
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_17b'
    group by benefit.benefit_code, benefit.window_start, benefit.window_end
)

select
    subject.benefit_code,
    subject.subject_kind,
    subject.subject_id,
    subject.uscc,
    subject.person_id,
    cast(null as varchar) as claim_no,
    measure.window_start as period_start,
    measure.window_end as period_end,
    [
        {
            'condition_code': 'on_roster',
            'verdict': subject.roster_verdict,
            'observed': subject.roster_observed,
            'required': subject.roster_required,
            'missing': subject.roster_missing
        },
        {
            'condition_code': 'has_person',
            'verdict': total.person_verdict,
            'observed': total.observed,
            'required': '至少 1 人逐人条件全部符合',
            'missing': total.missing
        },
        {
            'condition_code': 'least_scale',
            'verdict': case
                when total.eligible_count >= measure.min_persons then 'pass'
                when total.is_covered and total.eligible_count + total.unknown_count < measure.min_persons then 'fail'
                else 'unknown'
            end,
            'observed': '符合 ' || total.eligible_count || ' 人，待核实 ' || total.unknown_count || ' 人',
            'required': coalesce(
                '不少于 ' || rtrim(rtrim(cast(measure.min_persons as varchar), '0'), '.') || ' 人', '规模下限未设定'
            ),
            'missing': case
                when measure.min_persons is null then '参数 ' || subject.benefit_code || '.min_persons'
                when total.eligible_count >= measure.min_persons then null
                when not total.is_covered then '劳动合同备案'
                when total.eligible_count + total.unknown_count >= measure.min_persons
                    then '待核实人员所缺的数据（见逐人条件）'
            end
        }
    ] as conditions,
    cast(total.eligible_count as decimal(18, 6)) as quantity,
    cast(measure.unit_amount as decimal(18, 2)) as unit_amount,
    cast(total.eligible_count * measure.unit_amount as decimal(18, 2)) as gross_amount,
    cast(measure.cap_amount as decimal(18, 2)) as cap_amount,
    case when measure.unit_amount is null then '参数 ' || subject.benefit_code || '.unit_amount' end as amount_missing,
    cast(total.unknown_count * measure.unit_amount as decimal(18, 2)) as possible_amount,
    case
        when subject.roster_row_no is null then []
        else [{ 'source': 'roster', 'delivery_no': subject.roster_delivery_no, 'row_no': subject.roster_row_no }]
    end as evidence
from measure
inner join facts.subject as subject on measure.benefit_code = subject.benefit_code
inner join facts.head_total as total
    on
        subject.benefit_code = total.benefit_code
        and subject.subject_id = total.subject_id
