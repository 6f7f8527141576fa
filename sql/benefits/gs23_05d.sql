-- 名录内纳税人的税收优惠
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.filing_case, facts.roster_need, facts.roster_member
-- Article: 第五条、第六条、第七条
-- 加计抵减, 孵化载体, 创投抵扣 and 以物抵债 differ only in the filings they are about, the rosters, and the rate.
with candidate as (
    select
        filing.*,
        case
            when member.is_in_window then 'pass'
            when need.is_covered then 'fail'
            else 'unknown'
        end as roster_verdict,
        coalesce(member.observed, '不在名录') as roster_observed,
        '在名录「' || need.rosters || '」' || '，有效期与 ' || cast(benefit.window_start as varchar) || ' 至 '
        || cast(benefit.window_end as varchar) || ' 有重合' as roster_required,
        need.missing as roster_missing,
        member.delivery_no as roster_delivery_no,
        member.row_no as roster_row_no
    from facts.filing_case as filing
    inner join policy.benefit as benefit on filing.benefit_code = benefit.benefit_code
    inner join facts.roster_need as need
        on
            filing.benefit_code = need.benefit_code
            and need.role = 'subject'
    left join facts.roster_member as member
        on
            filing.benefit_code = member.benefit_code
            and member.role = 'subject'
            and filing.taxpayer_id = member.subject_id
    where filing.rule = 'gs23_05d'
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
            'condition_code': 'on_roster',
            'verdict': roster_verdict,
            'observed': roster_observed,
            'required': roster_required,
            'missing': case when roster_verdict = 'unknown' then roster_missing end
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    gross_amount,
    cap_amount,
    amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    evidence
    || case
        when roster_row_no is null then []
        else [{ 'source': 'roster', 'delivery_no': roster_delivery_no, 'row_no': roster_row_no }]
    end as evidence
from candidate
