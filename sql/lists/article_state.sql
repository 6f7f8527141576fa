-- 政策落实台账
-- Grain: article_no
-- Reads: policy.article, policy.benefit, lists.benefit_summary
-- Article: 全文
-- All articles of the document; what the audit computed for each, and why nothing where nothing.
with computed as (
    select
        benefit.article_no,
        string_agg(benefit.benefit_code, '、' order by benefit.sort_order) as benefit_codes,
        cast(sum(summary.eligible_count) as bigint) as eligible_count,
        cast(sum(summary.unknown_count) as bigint) as unknown_count,
        cast(sum(summary.entitled_amount) as decimal(18, 2)) as entitled_amount,
        cast(sum(summary.paid_amount) as decimal(18, 2)) as paid_amount
    from policy.benefit as benefit
    inner join lists.benefit_summary as summary on benefit.benefit_code = summary.benefit_code
    group by benefit.article_no
)

select
    row_number() over (order by article.article_no) as sort_no,
    article.article_no,
    article.section,
    article.title,
    article.summary,
    article.departments,
    article.kind,
    computed.benefit_codes,
    computed.eligible_count,
    computed.unknown_count,
    computed.entitled_amount,
    computed.paid_amount,
    case
        when computed.article_no is null then '不测算'
        when article.why_not_computed is null then '已测算'
        else '部分测算'
    end as state,
    article.evidence,
    article.why_not_computed
from policy.article as article
left join computed on article.article_no = computed.article_no
