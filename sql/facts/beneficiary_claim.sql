-- 候选人的申报
-- Grain: benefit_code, subject_id
-- Reads: policy.condition, facts.beneficiary, facts.personal_claim_condition, facts.coverage
-- Article: 第三条、第十八条
-- The best claim stands for the candidate: pass, unknown, fail; then the earliest, then the lowest number. One that fails
-- says nothing where the benefit's claims are not all there. The money is that of all claims that pass.
with ranked as (
    select
        *,
        row_number() over (
            partition by benefit_code, subject_id
            order by
                case verdict when 'pass' then 1 when 'unknown' then 2 else 3 end,
                occurred_on nulls last,
                claim_no
        ) as turn
    from facts.personal_claim_condition
),

total as (
    select
        benefit_code,
        subject_id,
        cast(sum(base_amount) filter (where verdict = 'pass') as decimal(18, 2)) as base_amount,
        string_agg(claim_no, '、' order by claim_no) filter (where verdict = 'pass' and base_amount is null)
            as unpriced_claims,
        string_agg(claim_no, '、' order by claim_no) filter (where verdict = 'unknown') as unknown_claims,
        flatten(array_agg(evidence order by claim_no)) as evidence
    from ranked
    group by benefit_code, subject_id
),

standing as (
    select
        candidate.benefit_code,
        candidate.subject_id,
        cast(candidate.window_start as varchar) || ' 至 ' || cast(candidate.window_end as varchar) as window_text,
        coalesce(claims.covered, false) as is_covered,
        coalesce(best.verdict <> 'fail', false) or best.claim_no is not null and coalesce(claims.covered, false)
            as has_claim,
        best.claim_no,
        best.occurred_on,
        best.approved,
        best.approved_verdict,
        best.window_verdict,
        employer.condition_code as employer_condition,
        employer.title as employer_title,
        best.employer_verdict,
        best.employer_observed,
        best.employer_missing
    from facts.beneficiary as candidate
    inner join policy.condition as needed
        on
            candidate.benefit_code = needed.benefit_code
            and needed.condition_code = 'has_claim'
    left join policy.condition as employer
        on
            candidate.benefit_code = employer.benefit_code
            and employer.condition_code in ('insured_at_employer', 'employer_in_district')
    left join ranked as best
        on
            candidate.benefit_code = best.benefit_code
            and candidate.subject_id = best.subject_id
            and best.turn = 1
    left join facts.coverage as claims
        on
            claims.source = 'claim'
            and candidate.benefit_code = claims.partition
)

select
    standing.benefit_code,
    standing.subject_id,
    [
        {
            'condition_code': 'has_claim',
            'verdict': case
                when standing.has_claim then 'pass'
                when standing.is_covered then 'fail'
                else 'unknown'
            end,
            'observed': coalesce('申报 ' || standing.claim_no, '没有该事项的申报'),
            'required': '有该事项的申报',
            'missing': case
                when not standing.has_claim and not standing.is_covered then '申报台账中该事项的申报'
            end
        },
        {
            'condition_code': 'claim_approved',
            'verdict': case when standing.has_claim then standing.approved_verdict else 'unknown' end,
            'observed': coalesce('审核结论' || standing.approved, '没有审核结论'),
            'required': '审核结论通过',
            'missing': case
                when not standing.has_claim or standing.approved_verdict = 'unknown' then '申报台账的审核结论'
            end
        },
        {
            'condition_code': 'claim_in_window',
            'verdict': case when standing.has_claim then standing.window_verdict else 'unknown' end,
            'observed': coalesce('发生日期 ' || cast(standing.occurred_on as varchar), '没有发生日期'),
            'required': '发生日期在 ' || standing.window_text,
            'missing': case
                when not standing.has_claim or standing.window_verdict = 'unknown' then '申报台账的发生日期'
            end
        }
    ]
    || case
        when standing.employer_condition is null then []
        else [
            {
                'condition_code': standing.employer_condition,
                'verdict': case when standing.has_claim then standing.employer_verdict else 'unknown' end,
                'observed': coalesce(standing.employer_observed, '没有可核对的申报'),
                'required': standing.employer_title,
                'missing': case
                    when standing.has_claim then standing.employer_missing else '申报台账的统一社会信用代码'
                end
            }
        ]
    end as conditions,
    total.base_amount,
    case
        when total.unpriced_claims is not null then '申报 ' || total.unpriced_claims || ' 的核定基数金额'
        when total.base_amount is not null and total.unknown_claims is not null
            then '申报 ' || total.unknown_claims || ' 的审核结论、发生日期或参保情况'
        when not standing.is_covered then '申报台账中该事项的全部申报'
    end as amount_missing,
    coalesce(total.evidence, []) as evidence
from standing
left join total
    on
        standing.benefit_code = total.benefit_code
        and standing.subject_id = total.subject_id
