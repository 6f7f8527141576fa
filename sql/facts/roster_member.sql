-- 名录成员
-- Grain: benefit_code, role, subject_id
-- Reads: policy.benefit, policy.benefit_roster, staging.roster
-- Article: 全文
-- Everyone ever on a roster the benefit asks for. In the window: the validity touches it; an empty end is open. The
-- category is what the rows in the window agree on.
with member as (
    select
        benefit.benefit_code,
        needed.role,
        roster.subject_id,
        roster.category,
        roster.delivery_no,
        roster.row_no,
        roster.roster || '（' || coalesce(cast(roster.valid_from as varchar), '') || ' 至 '
        || coalesce(cast(roster.valid_to as varchar), '今') || '）' as entry,
        coalesce(roster.valid_from <= benefit.window_end, true)
        and coalesce(roster.valid_to >= benefit.window_start, true) as is_in_window
    from policy.benefit as benefit
    inner join policy.benefit_roster as needed on benefit.benefit_code = needed.benefit_code
    inner join staging.roster as roster on needed.roster = roster.roster
)

select
    benefit_code,
    role,
    subject_id,
    bool_or(is_in_window) as is_in_window,
    case
        when
            count(category) filter (where is_in_window) = count(*) filter (where is_in_window)
            and min(category) filter (where is_in_window) = max(category) filter (where is_in_window)
            then min(category) filter (where is_in_window)
    end as category,
    coalesce(
        string_agg(distinct entry, '、' order by entry) filter (where is_in_window),
        '仅' || string_agg(distinct entry, '、' order by entry)
    ) as observed,
    coalesce(min(delivery_no) filter (where is_in_window), min(delivery_no)) as delivery_no,
    coalesce(min(row_no) filter (where is_in_window), min(row_no)) as row_no
from member
group by benefit_code, role, subject_id
