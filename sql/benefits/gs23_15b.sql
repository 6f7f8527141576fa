-- 稳岗返还
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.premium_year, facts.layoff_rate, facts.roster_member, facts.roster_need
-- Article: 第十五条
-- Part of a year's premiums back to whoever kept its staff. The limit is higher for the small, and small is a mean of
-- persons over the months of the year: counted as person-months, so that nothing is divided.
with measure as (
    select
        benefit.benefit_code,
        benefit.window_start,
        benefit.window_end,
        max(parameter.value) filter (where parameter.name = 'layoff_limit') as layoff_limit,
        max(parameter.value) filter (where parameter.name = 'small_layoff_limit') as small_layoff_limit,
        max(parameter.value) filter (where parameter.name = 'small_persons') as small_persons,
        max(parameter.value) filter (where parameter.name = 'rate') as rate,
        max(parameter.value) filter (where parameter.name = 'small_rate') as small_rate
    from policy.benefit as benefit
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_15b'
    group by benefit.benefit_code, benefit.window_start, benefit.window_end
),

candidate as (
    select
        premium_year.*,
        measure.window_start,
        measure.window_end,
        measure.layoff_limit,
        measure.small_layoff_limit,
        measure.small_persons,
        layoff.layoff_rate,
        layoff.observed as layoff_observed,
        coalesce(layoff.evidence, []) as layoff_evidence,
        -- More than enough is known to be too many, though a month be missing.
        case
            when premium_year.person_month_count > measure.small_persons * premium_year.month_count then false
            when premium_year.uncovered_months is null then true
        end as is_small,
        case
            when member.is_in_window then measure.small_rate
            when need.is_covered then measure.rate
        end as refund_rate,
        need.missing as roster_missing,
        case
            when member.is_in_window
                then [{ 'source': 'roster', 'delivery_no': member.delivery_no, 'row_no': member.row_no }]
            else []
        end as roster_evidence
    from facts.premium_year as premium_year
    inner join measure on premium_year.benefit_code = measure.benefit_code
    inner join facts.roster_need as need
        on
            premium_year.benefit_code = need.benefit_code
            and need.role = 'subject'
    left join facts.roster_member as member
        on
            premium_year.benefit_code = member.benefit_code
            and member.role = 'subject'
            and premium_year.subject_id = member.subject_id
    left join facts.layoff_rate as layoff
        on
            premium_year.benefit_code = layoff.benefit_code
            and premium_year.subject_id = layoff.uscc
),

judged as (
    select
        *,
        case
            when absent_months is not null then 'fail'
            when open_months is not null then 'unknown'
            else 'pass'
        end as premium_verdict,
        case
            when layoff_rate is null then 'unknown'
            when layoff_rate <= layoff_limit and layoff_rate <= small_layoff_limit then 'pass'
            when layoff_rate > layoff_limit and layoff_rate > small_layoff_limit then 'fail'
            when is_small is null then 'unknown'
            when layoff_rate <= case when is_small then small_layoff_limit else layoff_limit end then 'pass'
            else 'fail'
        end as layoff_verdict
    from candidate
)

select
    benefit_code,
    case when uscc is null then 'person' else 'enterprise' end as subject_kind,
    subject_id,
    uscc,
    person_id,
    cast(null as varchar) as claim_no,
    window_start as period_start,
    window_end as period_end,
    [
        {
            'condition_code': 'premium_every_month',
            'verdict': premium_verdict,
            'observed': '有到账失业保险费的月份 ' || paid_month_count || ' 个'
            || coalesce('，没有的月份：' || absent_months, ''),
            'required': '全年 ' || month_count || ' 个月都有到账的失业保险费',
            'missing': case
                when premium_verdict = 'unknown' then '社会保险缴费明细' || open_months || '的失业保险数据'
            end
        },
        {
            'condition_code': 'layoff_rate',
            'verdict': layoff_verdict,
            'observed': coalesce(layoff_observed, '没有裁员率') || '，全年缴费 ' || person_month_count || ' 人月',
            'required': '裁员率不高于 ' || rtrim(rtrim(cast(layoff_limit * 100 as varchar), '0'), '.')
            || '%；月均缴费不超过 ' || rtrim(rtrim(cast(small_persons as varchar), '0'), '.') || ' 人的，不高于 '
            || rtrim(rtrim(cast(small_layoff_limit * 100 as varchar), '0'), '.') || '%',
            'missing': case
                when layoff_rate is null then '经营指标确认表中该主体上年度的裁员率'
                when layoff_verdict = 'unknown' then '社会保险缴费明细' || uncovered_months || '的失业保险数据'
            end
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    -- DECIMAL all the way; the cast to fen is the one rounding, half up.
    cast(cast(premium_amount as decimal(20, 2)) * cast(refund_rate as decimal(18, 6)) as decimal(18, 2))
        as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    nullif(
        concat_ws(
            '、',
            '社会保险缴费明细' || uncovered_months || '的失业保险数据',
            case when refund_rate is null then roster_missing end
        ),
        ''
    ) as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    evidence || layoff_evidence || roster_evidence as evidence
from judged
