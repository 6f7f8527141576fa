-- 引进人才的最佳合同
-- Grain: benefit_code, subject_id
-- Reads: policy.package, facts.talent_hire, facts.newness, facts.hire_insured, facts.gusu_enterprise, facts.roster_member, facts.roster_need
-- Article: 第十八条
-- Each contract is judged on its own and the best stands for the candidate: pass, unknown, fail; then the earliest
-- start, then the lowest row.
with contract as (
    select
        talent.*,
        case
            when talent.is_in_window then 'pass'
            when talent.has_contract then 'fail'
            else 'unknown'
        end as window_verdict,
        coalesce(gusu.verdict, 'unknown') as gusu_verdict,
        gusu.observed as gusu_observed,
        case
            when not talent.has_contract then 'unknown'
            when member.is_in_window then 'pass'
            when need.is_covered then 'fail'
            else 'unknown'
        end as roster_verdict,
        member.observed as roster_observed,
        need.rosters,
        need.missing as roster_missing,
        newness.is_gusu,
        coalesce(newness.verdict, 'unknown') as new_verdict,
        newness.observed as new_observed,
        newness.missing as new_missing,
        coalesce(insured.verdict, 'unknown') as insured_verdict,
        insured.observed as insured_observed,
        insured.missing as insured_missing,
        case
            when member.row_no is null then []
            else [{ 'source': 'roster', 'delivery_no': member.delivery_no, 'row_no': member.row_no }]
        end
        || coalesce(newness.evidence, [])
        || coalesce(insured.evidence, []) as other_evidence
    from facts.talent_hire as talent
    inner join facts.roster_need as need
        on
            talent.benefit_code = need.benefit_code
            and need.role = 'employer'
    left join facts.roster_member as member
        on
            talent.benefit_code = member.benefit_code
            and member.role = 'employer'
            and talent.employer_uscc = member.subject_id
    left join facts.gusu_enterprise as gusu
        on
            talent.employer_uscc = gusu.uscc
            and talent.window_end = gusu.on_day
    left join facts.newness as newness
        on
            talent.window_start = newness.window_start
            and talent.window_end = newness.window_end
            and talent.person_id = newness.person_id
            and talent.employer_uscc = newness.uscc
            and talent.start_on = newness.start_on
    left join facts.hire_insured as insured
        on
            talent.window_start = insured.window_start
            and talent.window_end = insured.window_end
            and talent.person_id = insured.person_id
            and talent.employer_uscc = insured.uscc
            and talent.start_on = insured.start_on
),

ranked as (
    select
        *,
        row_number() over (
            partition by benefit_code, subject_id
            order by
                case
                    when 'fail' in (window_verdict, gusu_verdict, roster_verdict, new_verdict, insured_verdict) then 3
                    when 'unknown' in (window_verdict, gusu_verdict, roster_verdict, new_verdict, insured_verdict)
                        then 2
                    else 1
                end,
                start_on nulls last,
                contract_delivery_no,
                contract_row_no
        ) as turn
    from contract
)

select
    ranked.benefit_code,
    ranked.subject_id,
    [
        {
            'condition_code': 'contract_in_window',
            'verdict': ranked.window_verdict,
            'observed': coalesce('合同自 ' || cast(ranked.start_on as varchar) || ' 起', '没有合同备案'),
            'required': '合同起始日在 ' || cast(ranked.window_start as varchar) || ' 至 '
            || cast(ranked.window_end as varchar),
            'missing': case when not ranked.has_contract then '劳动合同备案中该人的合同' end
        },
        {
            'condition_code': 'employer_is_gusu',
            'verdict': ranked.gusu_verdict,
            'observed': coalesce('用人单位 ' || ranked.employer_uscc, '没有可核对的合同')
            || coalesce('：' || ranked.gusu_observed, ''),
            'required': '用人单位是' || package.district || '市场主体，' || cast(ranked.window_end as varchar) || ' 仍存续',
            'missing': case
                when not ranked.has_contract then '劳动合同备案中该人的合同'
                when ranked.gusu_verdict = 'unknown' then '市场主体登记中用人单位的记录、所属区、登记状态或状态日期'
            end
        },
        {
            'condition_code': 'employer_on_roster',
            'verdict': ranked.roster_verdict,
            'observed': coalesce(ranked.roster_observed, '用人单位不在名录'),
            'required': '用人单位在名录「' || ranked.rosters || '」之一',
            'missing': case
                when not ranked.has_contract then '劳动合同备案中该人的合同'
                when ranked.roster_verdict = 'unknown' then ranked.roster_missing
            end
        },
        {
            'condition_code': 'newly_hired',
            'verdict': ranked.new_verdict,
            'observed': coalesce(ranked.new_observed, '没有可核对的合同'),
            'required': case
                when ranked.is_gusu then '合同起始前 12 个月内与本区各单位没有合同、没有由其参保'
                else '此前与该单位没有合同、没有由该单位参保'
            end,
            'missing': case
                when not ranked.has_contract then '劳动合同备案中该人的合同'
                when ranked.new_verdict = 'unknown' then ranked.new_missing
            end
        },
        {
            'condition_code': 'insured_once',
            'verdict': ranked.insured_verdict,
            'observed': coalesce(ranked.insured_observed, '没有可核对的合同'),
            'required': '合同起始月至窗口末至少一个月由该单位参保',
            'missing': case
                when not ranked.has_contract then '劳动合同备案中该人的合同' else ranked.insured_missing
            end
        }
    ] as conditions,
    case
        when ranked.contract_row_no is null then []
        else [
            {
                'source': 'contract',
                'delivery_no': ranked.contract_delivery_no,
                'row_no': ranked.contract_row_no
            }
        ]
    end
    || ranked.other_evidence as evidence
from ranked
cross join policy.package as package
where ranked.turn = 1
