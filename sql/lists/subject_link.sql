-- 单位代码关联
-- Grain: uscc
-- Reads: verdicts.subject_link, source.enterprise
-- Article: 全文
-- Which codes were read as one unit, and which only look like one.
with name as (
    select
        uscc,
        min(name) as name
    from source.enterprise
    group by uscc
)

select
    row_number() over (order by link.is_merged desc, link.uscc asc) as sort_no,
    link.uscc,
    old.name as name,
    link.linked_uscc,
    new.name as linked_name,
    link.basis,
    case when link.is_merged then '已合并判断' else '疑似，未合并' end as state
from verdicts.subject_link as link
left join name as old on link.uscc = old.uscc
left join name as new on link.linked_uscc = new.uscc
