-- 留苏慰问补贴
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.subject, facts.result_growth, facts.stayed, facts.head_share
-- Article: 第十六条
with measure as (
    select
        benefit.benefit_code,
        benefit.window_start,
        benefit.window_end,
        max(parameter.value) filter (where parameter.name = 'unit_amount') as unit_amount,
        max(parameter.value) filter (where parameter.name = 'cap_amount') as cap_amount
    from policy.benefit as benefit
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_16a'
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
            'condition_code': 'gusu_enterprise',
            'verdict': subject.gusu_verdict,
            'observed': subject.gusu_observed,
            'required': subject.gusu_required,
            'missing': subject.gusu_missing
        },
        {
            'condition_code': 'on_roster',
            'verdict': subject.roster_verdict,
            'observed': subject.roster_observed,
            'required': subject.roster_required,
            'missing': subject.roster_missing
        },
        {
            'condition_code': 'result_grew',
            'verdict': coalesce(growth.verdict, 'unknown'),
            'observed': coalesce(growth.observed, '没有经确认的经营指标'),
            'required': '产值、销售额、营业收入之一高于上年同期（' || cast(measure.window_start as varchar) || ' 至 '
            || cast(measure.window_end as varchar) || '，经确认）',
            'missing': case
                when growth.verdict is null then '经营指标确认表中经确认的产值、销售额或营业收入'
                when growth.verdict = 'unknown' then '经营指标确认表的上年同期数'
            end
        },
        {
            'condition_code': 'stayed',
            'verdict': stayed.verdict,
            'observed': stayed.observed,
            'required': '有一件通过的申报，其花名册至少一人是外地户籍，且窗口期最后一个月之前在本单位参保',
            'missing': stayed.missing
        }
    ] as conditions,
    share.quantity,
    cast(measure.unit_amount as decimal(18, 2)) as unit_amount,
    share.gross_amount,
    cast(measure.cap_amount as decimal(18, 2)) as cap_amount,
    share.missing as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    case
        when subject.enterprise_row_no is null then []
        else [
            {
                'source': 'enterprise',
                'delivery_no': subject.enterprise_delivery_no,
                'row_no': subject.enterprise_row_no
            }
        ]
    end
    || case
        when subject.roster_row_no is null then []
        else [{ 'source': 'roster', 'delivery_no': subject.roster_delivery_no, 'row_no': subject.roster_row_no }]
    end
    || coalesce(growth.evidence, [])
    || stayed.evidence as evidence
from measure
inner join facts.subject as subject on measure.benefit_code = subject.benefit_code
left join facts.result_growth as growth
    on
        subject.benefit_code = growth.benefit_code
        and subject.subject_id = growth.uscc
left join facts.stayed as stayed
    on
        subject.benefit_code = stayed.benefit_code
        and subject.subject_id = stayed.uscc
left join facts.head_share as share
    on
        subject.benefit_code = share.benefit_code
        and subject.subject_id = share.uscc
