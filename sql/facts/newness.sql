-- 是否新引进
-- Grain: window_start, window_end, person_id, uscc, start_on
-- Reads: facts.lookback, facts.hire_tie, facts.hire_gap
-- Article: 第十八条
-- A talent is new where nothing before the contract ties them, and nothing is left open.
with tied as (
    select
        window_start,
        window_end,
        person_id,
        uscc,
        start_on,
        bool_or(is_tied) as is_tied,
        string_agg(observed, '；' order by observed) filter (where is_tied) as observed,
        string_agg(missing, '；' order by missing) filter (where is_tied is null) as missing,
        array_agg({ 'source': source, 'delivery_no': delivery_no, 'row_no': row_no } order by delivery_no, row_no)
        filter (where is_tied) as evidence
    from facts.hire_tie
    group by window_start, window_end, person_id, uscc, start_on
),

gap as (
    select
        window_start,
        window_end,
        person_id,
        uscc,
        start_on,
        string_agg(missing, '；' order by missing) as missing
    from facts.hire_gap
    group by window_start, window_end, person_id, uscc, start_on
)

select
    hire.window_start,
    hire.window_end,
    hire.person_id,
    hire.uscc,
    hire.start_on,
    hire.is_gusu,
    case
        when tied.is_tied then 'fail'
        when tied.missing is not null or gap.missing is not null then 'unknown'
        else 'pass'
    end as verdict,
    coalesce(tied.observed, '此前没有查到关联') as observed,
    concat_ws('；', tied.missing, gap.missing) as missing,
    tied.evidence
from facts.lookback as hire
left join tied
    on
        hire.window_start = tied.window_start
        and hire.window_end = tied.window_end
        and hire.person_id = tied.person_id
        and hire.uscc = tied.uscc
        and hire.start_on = tied.start_on
left join gap
    on
        hire.window_start = gap.window_start
        and hire.window_end = gap.window_end
        and hire.person_id = gap.person_id
        and hire.uscc = gap.uscc
        and hire.start_on = gap.start_on
