-- 返岗包车交通费补贴
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.claim_candidate, facts.roster_need, facts.roster_member
-- Article: 第十七条
with measure as (
    select
        benefit.benefit_code,
        max(parameter.value) filter (where parameter.name = 'reimbursement_rate') as reimbursement_rate,
        max(parameter.value) filter (where parameter.name = 'min_passengers') as min_passengers
    from policy.benefit as benefit
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_17a'
    group by benefit.benefit_code
),

candidate as (
    select
        trip.*,
        measure.reimbursement_rate,
        measure.min_passengers,
        case
            when trip.roster_id is null then 'unknown'
            when member.is_in_window then 'pass'
            when need.is_covered then 'fail'
            else 'unknown'
        end as roster_verdict,
        member.observed as roster_observed,
        need.rosters,
        need.missing as roster_missing,
        cast(trip.window_start as varchar) || ' 至 ' || cast(trip.window_end as varchar) as window_text,
        rtrim(rtrim(cast(trip.quantity as varchar), '0'), '.') as quantity_text,
        member.delivery_no as roster_delivery_no,
        member.row_no as roster_row_no
    from facts.claim_candidate as trip
    inner join measure on trip.benefit_code = measure.benefit_code
    inner join facts.roster_need as need
        on
            trip.benefit_code = need.benefit_code
            and need.role = 'subject'
    left join facts.roster_member as member
        on
            trip.benefit_code = member.benefit_code
            and member.role = 'subject'
            and trip.roster_id = member.subject_id
)

select
    benefit_code,
    subject_kind,
    subject_id,
    uscc,
    person_id,
    claim_no,
    window_start as period_start,
    window_end as period_end,
    [
        {
            'condition_code': 'on_roster',
            'verdict': roster_verdict,
            'observed': case
                when roster_id is null then '申报未填统一社会信用代码' else coalesce(roster_observed, '不在名录')
            end,
            'required': '在名录「' || rosters || '」之一，有效期与 ' || window_text || ' 有重合',
            'missing': case
                when roster_id is null then '申报台账的统一社会信用代码'
                when roster_verdict = 'unknown' then roster_missing
            end
        }
    ]
    || conditions
    || [
        {
            'condition_code': 'least_passengers',
            'verdict': case
                when quantity >= min_passengers then 'pass'
                when quantity < min_passengers then 'fail'
                else 'unknown'
            end,
            'observed': coalesce('乘车 ' || quantity_text || ' 人', '没有申报数量'),
            'required': coalesce(
                '不少于 ' || rtrim(rtrim(cast(min_passengers as varchar), '0'), '.') || ' 人', '人数下限未设定'
            ),
            'missing': case
                when min_passengers is null then '参数 ' || benefit_code || '.min_passengers'
                when quantity is null then '申报台账的申报数量'
            end
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    -- DECIMAL all the way, wide enough for any amount a ledger holds; the cast to fen is the one rounding, half up.
    cast(cast(base_amount as decimal(20, 2)) * cast(reimbursement_rate as decimal(18, 6)) as decimal(18, 2))
        as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    case
        when base_amount is null then '申报台账的核定基数金额'
        when reimbursement_rate is null then '参数 ' || benefit_code || '.reimbursement_rate'
    end as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    evidence
    || case
        when roster_row_no is null then []
        else [{ 'source': 'roster', 'delivery_no': roster_delivery_no, 'row_no': roster_row_no }]
    end as evidence
from candidate
