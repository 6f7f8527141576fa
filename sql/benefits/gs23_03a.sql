-- 人才项目资助、安家补助和薪酬补贴
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.beneficiary, facts.beneficiary_claim, facts.roster_member, facts.roster_need
-- Article: 第三条
with measure as (
    select
        benefit.benefit_code,
        cast(parameter.value as decimal(18, 2)) as cap_amount
    from policy.benefit as benefit
    left join facts.parameter as parameter
        on
            benefit.benefit_code = parameter.benefit_code
            and parameter.name = 'cap_amount'
    where benefit.rule = 'gs23_03a'
),

candidate as (
    select
        beneficiary.*,
        measure.cap_amount,
        case
            when member.is_in_window then 'pass'
            when need.is_covered then 'fail'
            else 'unknown'
        end as roster_verdict,
        member.observed as roster_observed,
        need.rosters,
        need.missing as roster_missing,
        member.delivery_no as roster_delivery_no,
        member.row_no as roster_row_no
    from measure
    inner join facts.beneficiary as beneficiary on measure.benefit_code = beneficiary.benefit_code
    inner join facts.roster_need as need
        on
            beneficiary.benefit_code = need.benefit_code
            and need.role = 'subject'
    left join facts.roster_member as member
        on
            beneficiary.benefit_code = member.benefit_code
            and member.role = 'subject'
            and beneficiary.subject_id = member.subject_id
)

select
    candidate.benefit_code,
    candidate.subject_kind,
    candidate.subject_id,
    candidate.uscc,
    candidate.person_id,
    cast(null as varchar) as claim_no,
    candidate.window_start as period_start,
    candidate.window_end as period_end,
    [
        {
            'condition_code': 'on_roster',
            'verdict': candidate.roster_verdict,
            'observed': coalesce(candidate.roster_observed, '不在名录'),
            'required': '在名录「' || candidate.rosters || '」，有效期与 ' || cast(candidate.window_start as varchar)
            || ' 至 ' || cast(candidate.window_end as varchar) || ' 有重合',
            'missing': case when candidate.roster_verdict = 'unknown' then candidate.roster_missing end
        }
    ]
    || claim.conditions as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    claim.base_amount as gross_amount,
    candidate.cap_amount,
    coalesce(
        claim.amount_missing,
        case when candidate.cap_amount is null then '参数 ' || candidate.benefit_code || '.cap_amount' end
    ) as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    case
        when candidate.roster_row_no is null then []
        else [
            {
                'source': 'roster',
                'delivery_no': candidate.roster_delivery_no,
                'row_no': candidate.roster_row_no
            }
        ]
    end
    || claim.evidence as evidence
from candidate
inner join facts.beneficiary_claim as claim
    on
        candidate.benefit_code = claim.benefit_code
        and candidate.subject_id = claim.subject_id
