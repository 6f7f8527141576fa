-- 连续参保
-- Grain: window_start, window_end, person_id, uscc, start_month, least_months
-- Reads: policy.assumption, facts.run_month, facts.insured_month, facts.unplaced_month, facts.coverage
-- Article: 第十六条、第十七条
-- Insured at one employer in n months in a row, the first of them the month of the contract's start or the next.
-- Certain only if one of the two runs is whole, or both are broken by a month that is certainly not insured.
with state as (
    select
        run_month.*,
        case
            when insured.is_insured then 'yes'
            when not insured.is_insured then 'no'
            when unplaced.person_id is not null then 'unplaced'
            when coverage.covered then 'no'
            else 'uncovered'
        end as state,
        run_month.month // 100 || '年' || run_month.month % 100 || '月' as label,
        insured.delivery_no,
        insured.row_no
    from facts.run_month as run_month
    left join facts.insured_month as insured
        on
            run_month.window_start = insured.window_start
            and run_month.window_end = insured.window_end
            and run_month.person_id = insured.person_id
            and run_month.uscc = insured.uscc
            and run_month.month = insured.month
    left join facts.unplaced_month as unplaced
        on
            run_month.person_id = unplaced.person_id
            and run_month.month = unplaced.month
    left join facts.coverage as coverage
        on
            coverage.source = 'social_insurance'
            and coverage.partition = cast(run_month.month as varchar)
),

run as (
    select
        window_start,
        window_end,
        person_id,
        uscc,
        start_month,
        least_months,
        count(*) filter (where state = 'yes' and month_offset < least_months) = least_months as is_whole_early,
        count(*) filter (where state = 'yes' and month_offset > 0) = least_months as is_whole_late,
        bool_or(state = 'no' and month_offset < least_months) as is_broken_early,
        bool_or(state = 'no' and month_offset > 0) as is_broken_late,
        string_agg(label, '、' order by month) filter (where state = 'yes') as insured_months,
        string_agg(label, '、' order by month) filter (where state = 'no') as other_months,
        string_agg(label, '、' order by month) filter (where state = 'unplaced') as unplaced_months,
        string_agg(label, '、' order by month) filter (where state = 'uncovered') as uncovered_months,
        array_agg({ 'source': 'social_insurance', 'delivery_no': delivery_no, 'row_no': row_no } order by month)
        filter (where delivery_no is not null) as evidence
    from state
    group by window_start, window_end, person_id, uscc, start_month, least_months
),

verdict as (
    select
        *,
        case
            when is_whole_early or is_whole_late then 'pass'
            when is_broken_early and is_broken_late then 'fail'
            else 'unknown'
        end as verdict
    from run
)

select
    verdict.window_start,
    verdict.window_end,
    verdict.person_id,
    verdict.uscc,
    verdict.start_month,
    verdict.least_months,
    verdict.verdict,
    insurance.value || '保险：'
    || concat_ws(
        '；',
        '参保 ' || verdict.insured_months,
        '未参保 ' || verdict.other_months,
        '单位不明 ' || verdict.unplaced_months,
        '无数据 ' || verdict.uncovered_months
    ) as observed,
    case
        when verdict.verdict = 'unknown'
            then concat_ws(
                '；',
                '社会保险缴费明细（' || insurance.value || '）' || verdict.uncovered_months || '的数据',
                '单位编号不明的缴费 ' || verdict.unplaced_months
            )
    end as missing,
    verdict.evidence
from verdict
inner join policy.assumption as insurance on insurance.assumption_id = 'A-SI-1'
