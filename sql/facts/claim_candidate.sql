-- 逐件申报的措施：申报与没有申报的领取人
-- Grain: benefit_code, subject_id
-- Reads: policy.benefit, policy.condition, facts.parameter, facts.claim, facts.applicant, facts.coverage
-- Article: 第十条、第十七条、第二十六条、第二十八条
-- Every claim is a candidate of its own; so is a payee of whom no claim is there, with nothing but that against them.
-- The conditions are those that are about the claim itself; approval is one only where the measure names it.
with measure as (
    select
        benefit.benefit_code,
        benefit.window_start,
        benefit.window_end,
        named.needs_approval,
        -- The claim's day has the benefit's window, unless the measure gives it dates of its own.
        coalesce(max(parameter.day) filter (where parameter.name = 'occurred_from'), benefit.window_start)
            as occurred_from,
        coalesce(max(parameter.day) filter (where parameter.name = 'occurred_to'), benefit.window_end) as occurred_to
    from policy.benefit as benefit
    inner join (
        select
            benefit_code,
            bool_or(condition_code = 'claim_approved') as needs_approval
        from policy.condition
        group by benefit_code
    ) as named on benefit.benefit_code = named.benefit_code
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.subject_kind = 'claim'
    group by benefit.benefit_code, benefit.window_start, benefit.window_end, named.needs_approval
),

candidate as (
    select
        'claim' as subject_kind,
        benefit_code,
        claim_no as subject_id,
        uscc,
        person_id,
        claim_no,
        -- Whom the rosters are asked about; an empty 信用代码 leaves that open.
        uscc as roster_id,
        'pass' as claim_verdict,
        occurred_on,
        approved,
        quantity,
        base_amount,
        delivery_no,
        row_no
    from facts.claim
    union all
    select
        case when payee.uscc is null then 'person' else 'enterprise' end as subject_kind,
        payee.benefit_code,
        payee.subject_id,
        payee.uscc,
        payee.person_id,
        null as claim_no,
        payee.subject_id as roster_id,
        case when coverage.covered then 'fail' else 'unknown' end as claim_verdict,
        null as occurred_on,
        null as approved,
        null as quantity,
        null as base_amount,
        null as delivery_no,
        null as row_no
    from facts.applicant as payee
    left join facts.coverage as coverage
        on
            coverage.source = 'claim'
            and payee.benefit_code = coverage.partition
    where not payee.is_claimant
)

select
    candidate.benefit_code,
    measure.window_start,
    measure.window_end,
    candidate.subject_kind,
    candidate.subject_id,
    candidate.uscc,
    candidate.person_id,
    candidate.claim_no,
    candidate.roster_id,
    [
        {
            'condition_code': 'has_claim',
            'verdict': candidate.claim_verdict,
            'observed': coalesce('申报 ' || candidate.claim_no, '没有该事项的申报'),
            'required': '有该事项的申报',
            'missing': case when candidate.claim_verdict = 'unknown' then '申报台账中该事项的申报' end
        }
    ]
    || case
        when measure.needs_approval
            then
                [
                    {
                        'condition_code': 'claim_approved',
                        'verdict': case
                            when candidate.approved is null then 'unknown'
                            when candidate.approved = '通过' then 'pass'
                            else 'fail'
                        end,
                        'observed': coalesce('审核结论' || candidate.approved, '没有审核结论'),
                        'required': '审核结论通过',
                        'missing': case when candidate.approved is null then '申报台账的审核结论' end
                    }
                ]
        else []
    end
    || [
        {
            'condition_code': 'claim_in_window',
            'verdict': case
                when candidate.occurred_on is null then 'unknown'
                when candidate.occurred_on between measure.occurred_from and measure.occurred_to then 'pass'
                else 'fail'
            end,
            'observed': coalesce('发生日期 ' || cast(candidate.occurred_on as varchar), '没有发生日期'),
            'required': '发生日期在 ' || cast(measure.occurred_from as varchar) || ' 至 '
            || cast(measure.occurred_to as varchar),
            'missing': case when candidate.occurred_on is null then '申报台账的发生日期' end
        }
    ] as conditions,
    candidate.quantity,
    candidate.base_amount,
    case
        when candidate.row_no is null then []
        else [{ 'source': 'claim', 'delivery_no': candidate.delivery_no, 'row_no': candidate.row_no }]
    end as evidence
from candidate
inner join measure on candidate.benefit_code = measure.benefit_code
