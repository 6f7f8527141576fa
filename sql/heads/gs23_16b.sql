-- 来苏就业补贴：逐人条件
-- Grain: benefit_code, subject_id, person_id
-- Reads: policy.package, facts.subject, facts.employer_head, facts.person
-- Article: 第十六条
-- A person counts for one employer: among those for which all else passes, the employer's own conditions included, the
-- earlier start wins, then the lower code.
with head as (
    select
        employed.*,
        person.hukou_code,
        person.first_insured_period,
        package.city,
        package.region_prefix,
        person.delivery_no as person_delivery_no,
        person.row_no as person_row_no,
        case
            when person.hukou_code like package.region_prefix || '%' then 'fail'
            when person.hukou_code is not null then 'pass'
            else 'unknown'
        end as hukou_verdict,
        case
            when person.first_insured_period is null then 'unknown'
            when
                person.first_insured_period
                between extract(year from employed.window_start) * 100 + extract(month from employed.window_start)
                and extract(year from employed.window_end) * 100 + extract(month from employed.window_end) then 'pass'
            else 'fail'
        end as first_job_verdict,
        cast(employed.window_start as varchar) || ' 至 ' || cast(employed.window_end as varchar) as window_text
    from facts.employer_head as employed
    cross join policy.package as package
    left join facts.person as person on employed.person_id = person.person_id
),

counted as (
    select
        head.benefit_code,
        head.person_id,
        head.subject_id,
        row_number() over (
            partition by head.benefit_code, head.person_id
            order by head.start_on, head.subject_id
        ) as turn
    from head
    inner join facts.subject as subject
        on
            head.benefit_code = subject.benefit_code
            and head.subject_id = subject.subject_id
    where
        subject.roster_verdict = 'pass'
        and subject.gusu_verdict = 'pass'
        and head.hukou_verdict = 'pass'
        and head.first_job_verdict = 'pass'
        and head.window_verdict = 'pass'
        and head.length_verdict = 'pass'
        and head.insured_verdict = 'pass'
)

select
    head.benefit_code,
    head.subject_id,
    head.person_id,
    head.employer_uscc,
    head.start_on,
    [
        {
            'condition_code': 'non_suzhou',
            'verdict': head.hukou_verdict,
            'observed': coalesce('户籍区划 ' || head.hukou_code, '户籍区划不明'),
            'required': '非' || head.city || '户籍（户籍区划不以 ' || head.region_prefix || ' 开头）',
            'missing': case when head.hukou_code is null then '人员信息中该人的户籍区划' end
        },
        {
            'condition_code': 'first_job_in_window',
            'verdict': head.first_job_verdict,
            'observed': coalesce(
                '首次在苏参保 ' || head.first_insured_period // 100 || '年' || head.first_insured_period % 100 || '月',
                '首次在苏参保月份不明'
            ),
            'required': '首次在苏参保在 ' || head.window_text || ' 的月份内',
            'missing': case when head.first_insured_period is null then '人员信息中该人的首次在苏参保月份' end
        },
        {
            'condition_code': 'contract_in_window',
            'verdict': head.window_verdict,
            'observed': coalesce(
                '合同自 ' || cast(head.start_on as varchar) || ' 起',
                case when head.has_contract then '与本单位没有合同' else '没有合同备案' end
            ),
            'required': '与本单位的合同起始日在 ' || head.window_text,
            'missing': case when head.window_verdict = 'unknown' then '劳动合同备案中该人的合同' end
        },
        {
            'condition_code': 'contract_length',
            'verdict': head.length_verdict,
            'observed': coalesce(
                '合同自 ' || cast(head.start_on as varchar) || ' 至 ' || coalesce(cast(head.end_on as varchar), '无终止日'),
                '没有可核对的合同'
            ),
            'required': coalesce('合同期不少于 ' || head.least_contract_years || ' 年', '合同期下限未设定'),
            'missing': case
                when head.start_on is null then '与本单位的劳动合同'
                when head.least_contract_years is null then '参数 ' || head.benefit_code || '.least_contract_years'
            end
        },
        {
            'condition_code': 'insured_in_a_row',
            'verdict': head.insured_verdict,
            'observed': coalesce(head.insured_observed, '没有可核对的合同'),
            'required': coalesce(
                '自合同起始月或次月起在该单位连续参保不少于 ' || head.least_insured_months || ' 个月', '连续参保月数未设定'
            ),
            'missing': case
                when head.start_on is null then '与本单位的劳动合同'
                when head.least_insured_months is null then '参数 ' || head.benefit_code || '.least_insured_months'
                else head.insured_missing
            end
        },
        {
            'condition_code': 'not_counted_elsewhere',
            'verdict': case when winner.subject_id <> head.subject_id then 'fail' else 'pass' end,
            'observed': case
                when winner.subject_id <> head.subject_id then '已计入 ' || winner.subject_id else '未计入其他单位'
            end,
            'required': '同一人只计入一家单位（合同起始较早者，其次代码较小者）',
            'missing': cast(null as varchar)
        }
    ] as conditions,
    head.evidence
    || case
        when head.person_row_no is null then []
        else [{ 'source': 'person', 'delivery_no': head.person_delivery_no, 'row_no': head.person_row_no }]
    end as evidence
from head
left join counted as winner
    on
        head.benefit_code = winner.benefit_code
        and head.person_id = winner.person_id
        and winner.turn = 1
