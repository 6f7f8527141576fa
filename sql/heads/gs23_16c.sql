-- 职业介绍补贴：逐人条件
-- Grain: benefit_code, subject_id, person_id
-- Reads: policy.benefit, facts.subject, facts.agency_head
-- Article: 第十六条
-- A person counts for one agency: among those for which all else passes, the agency's own condition included,
-- the earlier start wins, then the lower code.
with head as (
    select
        placed.*,
        cast(placed.window_start as varchar) || ' 至 ' || cast(placed.window_end as varchar) as window_text
    from facts.agency_head as placed
    inner join policy.benefit as benefit on placed.benefit_code = benefit.benefit_code
    where benefit.rule = 'gs23_16c'
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
            'required': case when head.must_be_another then '由本机构推荐到其他单位' else '由本机构推荐' end,
            'missing': case
                when head.start_on is null then '劳动合同备案中该人的合同'
                when head.agency_verdict = 'unknown' then '劳动合同备案中该合同的推荐机构'
            end
        },
        {
            'condition_code': 'on_person_roster',
            'verdict': head.person_roster_verdict,
            'observed': case
                when head.start_on is null then '没有可核对的合同'
                when head.person_roster_verdict = 'pass' then cast(head.start_on as varchar) || ' 在名录'
                else cast(head.start_on as varchar) || ' 不在名录'
            end,
            'required': '合同起始日在名录「' || head.person_rosters || '」',
            'missing': case
                when head.start_on is null then '劳动合同备案中该人的合同'
                when head.person_roster_verdict = 'unknown' then head.person_roster_missing
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
left join counted as winner
    on
        head.benefit_code = winner.benefit_code
        and head.person_id = winner.person_id
        and winner.turn = 1
