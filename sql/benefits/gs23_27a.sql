-- 旅游服务质量保证金暂退
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.deposit_case, facts.roster_need, facts.roster_member
-- Article: 第二十七条
with measure as (
    select
        benefit.benefit_code,
        cast(parameter.value as decimal(18, 6)) as refund_rate
    from policy.benefit as benefit
    left join facts.parameter as parameter
        on
            benefit.benefit_code = parameter.benefit_code
            and parameter.name = 'refund_rate'
    where benefit.rule = 'gs23_27a'
),

candidate as (
    select
        deposit.*,
        measure.refund_rate,
        need.rosters,
        case
            when not deposit.is_agreed or deposit.uscc is null then 'unknown'
            when member.is_in_window then 'pass'
            when need.is_covered then 'fail'
            else 'unknown'
        end as roster_verdict,
        coalesce(member.observed, '不在名录') as roster_observed,
        case
            when not deposit.is_agreed or deposit.uscc is null then '保证金台账中该编号内容一致的行'
            when not coalesce(member.is_in_window, false) then need.missing
        end as roster_missing,
        member.delivery_no as roster_delivery_no,
        member.row_no as roster_row_no
    from measure
    inner join facts.deposit_case as deposit on measure.benefit_code = deposit.benefit_code
    inner join facts.roster_need as need
        on
            deposit.benefit_code = need.benefit_code
            and need.role = 'subject'
    left join facts.roster_member as member
        on
            deposit.benefit_code = member.benefit_code
            and member.role = 'subject'
            and deposit.uscc = member.subject_id
)

select
    benefit_code,
    'deposit' as subject_kind,
    deposit_no as subject_id,
    uscc,
    cast(null as varchar) as person_id,
    cast(null as varchar) as claim_no,
    due_on as period_start,
    due_on as period_end,
    [
        {
            'condition_code': 'on_roster',
            'verdict': roster_verdict,
            'observed': roster_observed,
            'required': '在名录「' || rosters || '」，有效期与 ' || cast(window_start as varchar) || ' 至 '
            || cast(window_end as varchar) || ' 有重合',
            'missing': roster_missing
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    cast(cast(amount as decimal(20, 2)) * refund_rate as decimal(18, 2)) as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    case when refund_rate is null then '参数 ' || benefit_code || '.refund_rate' end as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    evidence
    || case
        when roster_row_no is null then []
        else [{ 'source': 'roster', 'delivery_no': roster_delivery_no, 'row_no': roster_row_no }]
    end as evidence
from candidate
