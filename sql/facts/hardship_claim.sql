-- 困难减免申报与税费申报的对应
-- Grain: benefit_code, filing_no, claim_no
-- Reads: facts.filing_case, facts.claim
-- Article: 第四条
-- Every claim of the filing's taxpayer: approved, and from its first to its last day in touch with the filing's period.
-- An empty last day is open.
with paired as (
    select
        filing.benefit_code,
        filing.filing_no,
        filing.taxpayer_id,
        claim.claim_no,
        claim.occurred_on,
        claim.ended_on,
        claim.approved,
        claim.base_amount,
        case
            when claim.approved = '通过' then 'pass'
            when claim.approved is not null then 'fail'
            else 'unknown'
        end as approved_verdict,
        case
            when claim.occurred_on > filing.period_end or claim.ended_on < filing.period_start then 'fail'
            when claim.occurred_on >= filing.period_start then 'pass'
            when claim.occurred_on is null or not claim.is_end_known then 'unknown'
            else 'pass'
        end as touch_verdict,
        claim.delivery_no,
        claim.row_no
    from facts.filing_case as filing
    inner join facts.claim as claim
        on
            filing.benefit_code = claim.benefit_code
            and filing.taxpayer_id = coalesce(claim.uscc, claim.person_id)
    where
        filing.rule = 'gs23_04b'
        and filing.filing_no is not null
)

select
    benefit_code,
    filing_no,
    taxpayer_id,
    claim_no,
    occurred_on,
    base_amount,
    case
        when 'fail' in (approved_verdict, touch_verdict) then 'fail'
        when 'unknown' in (approved_verdict, touch_verdict) then 'unknown'
        else 'pass'
    end as verdict,
    claim_no || '（' || coalesce(approved, '没有审核结论') || '，' || coalesce(cast(occurred_on as varchar), '日期不明') || ' 至 '
    || coalesce(cast(ended_on as varchar), '今') || '）' as observed,
    delivery_no,
    row_no
from paired
