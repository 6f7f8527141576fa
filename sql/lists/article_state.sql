-- 政策落实台账
-- Grain: article_no
-- Reads: policy.article, policy.benefit, lists.benefit_summary, lists.relief_summary, lists.target_progress
-- Article: 全文
-- All articles of the document; what the audit computed for each, how its targets stand, and why nothing where nothing.
-- Money is what is given: paid out less what came back, or charged less. What is put off, deducted or held against a
-- rate is told in words, and what is unknown stands apart.
with computed as (
    select
        benefit.article_no,
        string_agg(benefit.benefit_code || ' ' || benefit.title, '；' order by benefit.sort_order) as benefits,
        cast(sum(summary.eligible_count) as bigint) as eligible_count,
        cast(sum(summary.ineligible_count) as bigint) as ineligible_count,
        cast(sum(summary.unknown_count) as bigint) as unknown_count,
        sum(summary.entitled_amount) as entitled_amount,
        sum(summary.paid_amount)
        + coalesce(sum(relief.claimed_amount) filter (where summary.is_given), 0) as paid_amount,
        sum(summary.recover_amount + summary.cut_proposal_amount)
        + coalesce(sum(relief.over_amount) filter (where summary.is_given), 0) as risk_amount,
        sum(summary.unverifiable_amount)
        + coalesce(sum(relief.unverifiable_amount) filter (where summary.is_given), 0) as unverifiable_amount,
        string_agg(
            summary.kind_title || '：' || benefit.title || ' ' || summary.other_amount || '元',
            '；' order by benefit.sort_order
        ) filter (where summary.other_amount > 0) as other_amounts
    from policy.benefit as benefit
    inner join lists.benefit_summary as summary on benefit.benefit_code = summary.benefit_code
    left join lists.relief_summary as relief on benefit.benefit_code = relief.benefit_code
    group by benefit.article_no
),

target as (
    select
        article_no,
        string_agg(summary, '；' order by metric_code) as targets
    from lists.target_progress
    group by article_no
)

select
    row_number() over (order by article.article_no) as sort_no,
    article.article_no,
    article.section,
    article.title,
    article.summary,
    article.departments,
    article.kind,
    computed.benefits,
    computed.eligible_count,
    computed.ineligible_count,
    computed.unknown_count,
    cast(computed.entitled_amount as decimal(18, 2)) as entitled_amount,
    cast(computed.paid_amount as decimal(18, 2)) as paid_amount,
    cast(computed.risk_amount as decimal(18, 2)) as risk_amount,
    cast(computed.unverifiable_amount as decimal(18, 2)) as unverifiable_amount,
    computed.other_amounts,
    target.targets,
    case
        when computed.article_no is null then '不测算'
        when article.why_not_computed is null then '已测算'
        else '部分测算'
    end as state,
    article.evidence,
    article.why_not_computed
from policy.article as article
left join computed on article.article_no = computed.article_no
left join target on article.article_no = target.article_no
