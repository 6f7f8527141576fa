-- 按理由计数的资格名单
-- Grain: benefit_code, verdict, reason
-- Reads: lists.eligibility, lists.verdict_title
-- Article: 全文
-- How many subjects share a verdict and its reasons: all that is shown of records that may not be named.
select
    row_number() over (
        order by listed.benefit_code asc, verdict.sort_order asc, count(*) desc, listed.reason asc
    ) as sort_no,
    listed.benefit_code,
    verdict.title as verdict_title,
    listed.reason,
    count(*) as subject_count
from lists.eligibility as listed
inner join lists.verdict_title as verdict on listed.verdict = verdict.verdict
group by listed.benefit_code, verdict.title, verdict.sort_order, listed.reason
