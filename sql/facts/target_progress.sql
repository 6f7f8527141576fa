-- 目标完成情况
-- Grain: metric_code
-- Reads: policy.target, staging.progress, run.context
-- Article: 全文
-- The newest figure that is not dated after the as-of day, against what the document wants. Before the due date a target
-- that grows over the year is on track where it has its share of the days gone by; one that does not is behind until it
-- is met. A due date that has come without a figure of that day, and a share above one, are not reported.
with reported as (
    select
        progress.metric_code,
        progress.as_of as reported_on,
        progress.value as reported_value,
        progress.reported_by,
        row_number() over (
            partition by progress.metric_code
            order by progress.as_of desc, progress.delivery_no desc, progress.row_no desc
        ) as place
    from staging.progress as progress
    cross join run.context as context
    where progress.as_of <= context.as_of
),

newest as (
    select *
    from reported
    where place = 1
),

compared as (
    select
        coalesce(target.metric_code, reported.metric_code) as metric_code,
        target.article_no,
        target.due_on,
        target.is_cumulative,
        reported.reported_on,
        reported.reported_value,
        reported.reported_by,
        context.as_of,
        target.value as target_value,
        target.unit = '比例' and reported.reported_value > 1 as is_misread,
        case target.comparison
            when '>=' then reported.reported_value >= target.value
            when '<=' then reported.reported_value <= target.value
        end as is_met,
        date_diff('day', make_date(year(target.due_on), 1, 1), reported.reported_on) + 1 as days_gone,
        date_diff('day', make_date(year(target.due_on), 1, 1), target.due_on) + 1 as days_in_all
    from policy.target as target
    full outer join newest as reported on target.metric_code = reported.metric_code
    cross join run.context as context
)

select
    metric_code,
    article_no,
    reported_on,
    reported_value,
    reported_by,
    -- What the days gone by ask for, whole, rounded up.
    case
        when is_cumulative and reported_on < due_on
            then (cast(target_value * days_gone as bigint) + days_in_all - 1) // days_in_all
    end as due_by_now,
    coalesce(is_misread, false) as is_misread,
    case
        when article_no is null then 'no_target'
        when reported_value is null or is_misread then 'not_reported'
        when is_met then 'reached'
        when due_on is null or reported_on >= due_on then 'missed'
        when as_of >= due_on then 'not_reported'
        when is_cumulative and reported_value * days_in_all >= target_value * days_gone then 'on_track'
        else 'behind'
    end as verdict
from compared
