-- 规模输送补贴：逐人条件
-- Grain: benefit_code, subject_id, person_id
-- Reads: policy.benefit, policy.package, facts.subject, facts.agency_head
-- Article: 第十七条
-- A person counts for one agency: among those for which all else passes, the agency's own condition included,
-- the earlier start wins, then the lower code.
with head as (
    select
        placed.*,
        cast(placed.window_start as varchar) || ' 至 ' || cast(placed.window_end as varchar) as window_text
    from facts.agency_head as placed
    inner join policy.benefit as benefit on placed.benefit_code = benefit.benefit_code
    where benefit.rule = 'gs23_17b'
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
        and head.rating = 1
)

select
    head.benefit_code,
    head.subject_id,
    head.person_id,
    head.employer_uscc,
    head.start_on,
    [
        {
            'condition_code': 'contract_in_window',
            'verdict': head.window_verdict,
            'observed': coalesce('合同自 ' || cast(head.start_on as varchar) || ' 起', '没有合同备案'),
            'required': '合同起始日在 ' || head.window_text,
            'missing': case when head.window_verdict = 'unknown' then '劳动合同备案中该人的合同' end
        },
        {
            'condition_code': 'introduced_by_agency',
            'verdict': head.agency_verdict,
            'observed': case
                when head.start_on is null then '没有可核对的合同'
                else '推荐机构 ' || coalesce(head.introduced_by_uscc, '未填') || '，用人单位 ' || head.employer_uscc
            end,
            'required': '由本机构推荐',
            'missing': case
                when head.start_on is null then '劳动合同备案中该人的合同'
                when head.agency_verdict = 'unknown' then '劳动合同备案中该合同的推荐机构'
            end
        },
        {
            'condition_code': 'employer_is_gusu',
            'verdict': head.gusu_verdict,
            'observed': coalesce(head.gusu_observed, '没有登记记录'),
            'required': '用人单位是' || package.district || '市场主体，' || cast(head.window_end as varchar) || ' 仍存续',
            'missing': case
                when head.start_on is null then '劳动合同备案中该人的合同'
                when head.gusu_verdict = 'unknown' then '市场主体登记中 ' || head.employer_uscc || ' 的所属区、状态或记录'
            end
        },
        {
            'condition_code': 'employer_on_roster',
            'verdict': head.employer_roster_verdict,
            'observed': coalesce(head.employer_roster_observed, '用人单位不在名录'),
            'required': '用人单位在名录「' || head.employer_rosters || '」，有效期与 ' || head.window_text || ' 有重合',
            'missing': case
                when head.start_on is null then '劳动合同备案中该人的合同'
                when head.employer_roster_verdict = 'unknown' then head.employer_roster_missing
            end
        },
        {
            'condition_code': 'insured_in_a_row',
            'verdict': head.insured_verdict,
            'observed': coalesce(head.insured_observed, '没有可核对的合同'),
            'required': coalesce(
                '自合同起始月或次月起在用人单位连续参保不少于 ' || head.least_insured_months || ' 个月',
                '连续参保月数未设定'
            ),
            'missing': case
                when head.start_on is null then '劳动合同备案中该人的合同'
                when head.least_insured_months is null then '参数 ' || head.benefit_code || '.least_insured_months'
                else head.insured_missing
            end
        },
        {
            'condition_code': 'not_counted_elsewhere',
            'verdict': case when winner.subject_id <> head.subject_id then 'fail' else 'pass' end,
            'observed': case
                when winner.subject_id <> head.subject_id then '已计入 ' || winner.subject_id else '未计入其他机构'
            end,
            'required': '同一人只计入一家机构（合同起始较早者，其次代码较小者）',
            'missing': cast(null as varchar)
        }
    ] as conditions,
    head.evidence
from head
cross join policy.package as package
left join counted as winner
    on
        head.benefit_code = winner.benefit_code
        and head.person_id = winner.person_id
        and winner.turn = 1
