-- 房产税、城镇土地使用税困难减免
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: facts.filing_case, facts.enterprise_industry, facts.hardship_claim, facts.hardship_use, facts.coverage
-- Article: 第四条
with approval as (
    select
        benefit_code,
        filing_no,
        case
            when bool_or(verdict = 'pass') then 'pass'
            when bool_or(verdict = 'unknown') then 'unknown'
        end as verdict,
        string_agg(observed, '、' order by occurred_on, claim_no) as observed,
        array_agg(
            { 'source': 'claim', 'delivery_no': delivery_no, 'row_no': row_no } order by occurred_on, claim_no
        ) filter (where verdict = 'pass') as evidence
    from facts.hardship_claim
    group by benefit_code, filing_no
),

candidate as (
    select
        filing.*,
        case industry.verdict
            when 'pass' then 'fail'
            when 'fail' then 'pass'
            else 'unknown'
        end as trade_verdict,
        coalesce(industry.observed, '没有登记记录') as trade_observed,
        case when industry.uscc is null then '市场主体登记中该主体的记录' else industry.missing end as trade_missing,
        case
            when approval.verdict is not null then approval.verdict
            when claims.covered and filing.filing_no is not null then 'fail'
            else 'unknown'
        end as approval_verdict,
        approval.verdict is null as has_none,
        coalesce(approval.observed, '没有困难减免申报') as approval_observed,
        usage.available_amount,
        usage.is_known as is_available_known,
        industry.delivery_no as enterprise_delivery_no,
        industry.row_no as enterprise_row_no,
        coalesce(approval.evidence, []) as claim_evidence
    from facts.filing_case as filing
    left join facts.enterprise_industry as industry
        on
            filing.benefit_code = industry.benefit_code
            and filing.uscc = industry.uscc
    left join approval
        on
            filing.benefit_code = approval.benefit_code
            and filing.filing_no = approval.filing_no
    left join facts.hardship_use as usage
        on
            filing.benefit_code = usage.benefit_code
            and filing.filing_no = usage.filing_no
    left join facts.coverage as claims
        on
            claims.source = 'claim'
            and filing.benefit_code = claims.partition
    where filing.rule = 'gs23_04b'
)

select
    benefit_code,
    subject_kind,
    subject_id,
    uscc,
    person_id,
    cast(null as varchar) as claim_no,
    period_start,
    period_end,
    conditions
    || [
        {
            'condition_code': 'other_trade',
            'verdict': trade_verdict,
            'observed': trade_observed,
            'required': '行业不在免征所列的六类之内',
            'missing': case when trade_verdict = 'unknown' then trade_missing end
        },
        {
            'condition_code': 'hardship_approved',
            'verdict': approval_verdict,
            'observed': approval_observed,
            'required': '有审核通过的困难减免申报，起止日期与税款所属期有重合',
            'missing': case
                when approval_verdict <> 'unknown' then null
                when filing_no is null then '税费申报明细中这样的申报'
                when has_none then '申报台账中困难减免的申报'
                else '申报台账的审核结论或起止日期'
            end
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    available_amount as gross_amount,
    cap_amount,
    case
        when cap_amount is null then '税费申报明细的应纳税额或税款所属期'
        when not is_available_known then '申报台账的核定基数金额'
    end as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    evidence
    || case
        when enterprise_row_no is null then []
        else [{ 'source': 'enterprise', 'delivery_no': enterprise_delivery_no, 'row_no': enterprise_row_no }]
    end
    || claim_evidence as evidence
from candidate
