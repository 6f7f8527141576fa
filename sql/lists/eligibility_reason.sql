-- 按理由计数的资格名单
-- Grain: benefit_code, verdict, reason
-- Reads: lists.judged_subject, lists.verdict_title
-- Article: 全文
-- How many subjects share a verdict and its reasons: all that is shown of records that may not be named.
with told as (
    select
        benefit_code,
        verdict,
        case when verdict <> 'eligible' then reason_titles end as reason
    from lists.judged_subject
    where is_subject_secret
)

select
    row_number() over (
        order by told.benefit_code asc, verdict.sort_order asc, count(*) desc, told.reason asc
    ) as sort_no,
    told.benefit_code,
    verdict.title as verdict_title,
    told.reason,
    count(*) as subject_count
from told
inner join lists.verdict_title as verdict on told.verdict = verdict.verdict
group by told.benefit_code, verdict.title, verdict.sort_order, told.reason
