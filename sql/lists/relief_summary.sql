-- 减免汇总
-- Grain: benefit_code
-- Reads: verdicts.relief_verdict, policy.benefit, policy.article, lists.benefit_nature
-- Article: 全文
-- What was given by charging less, or by paying a share, against what was due, measure by measure. What cannot be
-- verified stands apart. Of premiums the amount "given" is what was charged, and too much of it is 多收. Of one or two secret
-- records a sum is as good as the record: it is left out.
with summed as (
    select
        relief.benefit_code,
        count(*) as row_count,
        count(*) filter (where relief.verdict = 'compliant') as compliant_count,
        count(*) filter (where relief.verdict = 'over') as over_count,
        count(*) filter (where relief.verdict = 'under') as under_count,
        count(*) filter (where relief.verdict = 'ineligible') as ineligible_count,
        count(*) filter (where relief.verdict = 'unverifiable') as unverifiable_count,
        coalesce(sum(relief.entitled_amount), 0) as entitled_amount,
        sum(relief.claimed_amount) as claimed_amount,
        sum(relief.excess_amount) as over_amount,
        sum(relief.shortfall_amount) as under_amount,
        coalesce(sum(relief.claimed_amount) filter (where relief.verdict = 'unverifiable'), 0) as unverifiable_amount,
        count(*) filter (where relief.entitled_amount <> 0) as entitled_number,
        count(*) filter (where relief.claimed_amount <> 0) as claimed_number,
        count(*) filter (where relief.excess_amount <> 0) as over_number,
        count(*) filter (where relief.shortfall_amount <> 0) as under_number,
        count(*) filter (where relief.verdict = 'unverifiable' and relief.claimed_amount <> 0) as unverifiable_number
    from verdicts.relief_verdict as relief
    group by relief.benefit_code
),

shown as (
    select
        summed.*,
        benefit.sort_order,
        benefit.title,
        article.section,
        benefit.department,
        nature.kind_title,
        nature.is_given,
        coalesce(benefit.is_amount_secret, false) as is_secret
    from summed
    inner join policy.benefit as benefit on summed.benefit_code = benefit.benefit_code
    inner join lists.benefit_nature as nature on benefit.benefit_code = nature.benefit_code
    inner join policy.article as article on benefit.article_no = article.article_no
)

select
    row_number() over (order by sort_order) as sort_no,
    benefit_code,
    title,
    section,
    department,
    kind_title,
    is_given,
    row_count,
    compliant_count,
    over_count,
    under_count,
    ineligible_count,
    unverifiable_count,
    cast(case when not is_secret or entitled_number not in (1, 2) then entitled_amount end as decimal(18, 2))
        as entitled_amount,
    cast(case when not is_secret or claimed_number not in (1, 2) then claimed_amount end as decimal(18, 2))
        as claimed_amount,
    cast(case when not is_secret or over_number not in (1, 2) then over_amount end as decimal(18, 2)) as over_amount,
    cast(case when not is_secret or under_number not in (1, 2) then under_amount end as decimal(18, 2)) as under_amount,
    cast(case when not is_secret or unverifiable_number not in (1, 2) then unverifiable_amount end as decimal(18, 2))
        as unverifiable_amount
from shown
