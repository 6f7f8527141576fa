-- 入职后参保
-- Grain: window_start, window_end, person_id, uscc, start_on
-- Reads: policy.assumption, facts.window_month, facts.talent_hire, facts.insured_month, facts.unplaced_month, facts.coverage
-- Article: 第十八条
-- Insured with the employer in at least one month of the window, from the month of the contract's start to the last.
with hire as (
    select distinct
        benefit_code,
        window_start,
        window_end,
        person_id,
        employer_uscc as uscc,
        start_on,
        extract(year from start_on) * 100 + extract(month from start_on) as start_month
    from facts.talent_hire
    where start_on is not null
),

state as (
    select
        hire.*,
        window_month.month,
        window_month.label,
        case
            when insured.is_insured then 'yes'
            when not insured.is_insured then 'no'
            when unplaced.person_id is not null then 'unplaced'
            when coverage.covered then 'no'
            else 'uncovered'
        end as state,
        insured.delivery_no,
        insured.row_no
    from hire
    inner join facts.window_month as window_month
        on
            hire.benefit_code = window_month.benefit_code
            and hire.start_month <= window_month.month
    left join facts.insured_month as insured
        on
            hire.window_start = insured.window_start
            and hire.window_end = insured.window_end
            and hire.person_id = insured.person_id
            and hire.uscc = insured.uscc
            and window_month.month = insured.month
    left join facts.unplaced_month as unplaced
        on
            hire.person_id = unplaced.person_id
            and window_month.month = unplaced.month
    left join facts.coverage as coverage
        on
            coverage.source = 'social_insurance'
            and cast(window_month.month as varchar) = coverage.partition
),

counted as (
    select
        hire.window_start,
        hire.window_end,
        hire.person_id,
        hire.uscc,
        hire.start_on,
        case
            when bool_or(state.state = 'yes') then 'pass'
            when bool_or(state.state in ('unplaced', 'uncovered')) then 'unknown'
            else 'fail'
        end as verdict,
        string_agg(state.label, '、' order by state.month) filter (where state.state = 'yes') as insured_months,
        string_agg(state.label, '、' order by state.month) filter (where state.state = 'unplaced') as unplaced_months,
        string_agg(state.label, '、' order by state.month) filter (where state.state = 'uncovered') as uncovered_months,
        coalesce(
            array_agg(
                { 'source': 'social_insurance', 'delivery_no': state.delivery_no, 'row_no': state.row_no }
                order by state.month
            ) filter (where state.state = 'yes'),
            []
        ) as evidence
    from hire
    left join state
        on
            hire.benefit_code = state.benefit_code
            and hire.person_id = state.person_id
            and hire.uscc = state.uscc
            and hire.start_on = state.start_on
    group by hire.window_start, hire.window_end, hire.person_id, hire.uscc, hire.start_on
)

select
    counted.window_start,
    counted.window_end,
    counted.person_id,
    counted.uscc,
    counted.start_on,
    counted.verdict,
    insurance.value || '保险：'
    || coalesce('参保 ' || counted.insured_months, '合同起始后没有参保的月份') as observed,
    case
        when counted.verdict = 'unknown'
            then concat_ws(
                '；',
                '社会保险缴费明细（' || insurance.value || '）' || counted.uncovered_months || '的数据',
                '单位编号不明的缴费 ' || counted.unplaced_months
            )
    end as missing,
    counted.evidence
from counted
inner join policy.assumption as insurance on insurance.assumption_id = 'A-SI-1'
