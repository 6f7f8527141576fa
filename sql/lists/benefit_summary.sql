-- 资格名单汇总
-- Grain: benefit_code
-- Reads: policy.benefit, policy.article, lists.benefit_nature, lists.judged_subject, lists.stray_payout
-- Article: 全文
-- One row a benefit, and one for payouts that no listed subject answers for, so that the ledger is whole. What is put off,
-- given back for a time, deducted or held against a rate is other_amount: never added to the money that is given. Of one
-- or two secret records the sum is as good as the record: it is left out.
with listed as (
    select
        benefit_code,
        count(*) filter (where verdict = 'eligible') as eligible_count,
        count(*) filter (where verdict = 'ineligible') as ineligible_count,
        count(*) filter (where verdict = 'unknown') as unknown_count,
        count(*) filter (where amount <> 0) as entitled_number,
        cast(sum(amount) as decimal(18, 2)) as entitled_amount,
        cast(sum(paid_amount) as decimal(18, 2)) as paid_amount,
        cast(sum(proposed_amount) as decimal(18, 2)) as proposed_amount,
        cast(sum(owed_amount) as decimal(18, 2)) as owed_amount,
        cast(sum(recover_amount) as decimal(18, 2)) as recover_amount,
        cast(sum(cut_proposal_amount) as decimal(18, 2)) as cut_proposal_amount,
        cast(sum(unverifiable_amount) as decimal(18, 2)) as unverifiable_amount
    from lists.judged_subject
    group by benefit_code
),

by_benefit as (
    select
        benefit.sort_order,
        benefit.benefit_code,
        benefit.title,
        article.section,
        nature.kind_title,
        nature.is_given,
        benefit.department,
        coalesce(listed.eligible_count, 0) as eligible_count,
        coalesce(listed.ineligible_count, 0) as ineligible_count,
        coalesce(listed.unknown_count, 0) as unknown_count,
        case
            when
                nature.is_given
                and (benefit.is_amount_secret is not true or coalesce(listed.entitled_number, 0) not in (1, 2))
                then coalesce(listed.entitled_amount, 0)
        end as entitled_amount,
        case
            when
                not nature.is_given
                and (benefit.is_amount_secret is not true or coalesce(listed.entitled_number, 0) not in (1, 2))
                then listed.entitled_amount
        end as other_amount,
        coalesce(listed.paid_amount, 0) as paid_amount,
        coalesce(listed.proposed_amount, 0) as proposed_amount,
        coalesce(listed.owed_amount, 0) as owed_amount,
        coalesce(listed.recover_amount, 0) as recover_amount,
        coalesce(listed.cut_proposal_amount, 0) as cut_proposal_amount,
        coalesce(listed.unverifiable_amount, 0) as unverifiable_amount
    from policy.benefit as benefit
    left join policy.article as article on benefit.article_no = article.article_no
    left join lists.benefit_nature as nature on benefit.benefit_code = nature.benefit_code
    left join listed on benefit.benefit_code = listed.benefit_code
),

together as (
    select * from by_benefit

    union all

    select
        cast(null as integer) as sort_order,
        cast(null as varchar) as benefit_code,
        '未对应到名单的发放' as title,
        '未对应' as section,
        cast(null as varchar) as kind_title,
        true as is_given,
        cast(null as varchar) as department,
        0 as eligible_count,
        0 as ineligible_count,
        0 as unknown_count,
        cast(0 as decimal(18, 2)) as entitled_amount,
        cast(null as decimal(18, 2)) as other_amount,
        paid_amount,
        proposed_amount,
        cast(0 as decimal(18, 2)) as owed_amount,
        recover_amount,
        cut_proposal_amount,
        unverifiable_amount
    from lists.stray_payout
)

select
    row_number() over (order by together.sort_order nulls last, together.benefit_code nulls last) as sort_no,
    coalesce(together.benefit_code, '—') as benefit_code,
    together.title,
    together.section,
    together.kind_title,
    together.is_given,
    together.department,
    together.eligible_count,
    together.ineligible_count,
    together.unknown_count,
    cast(together.entitled_amount as decimal(18, 2)) as entitled_amount,
    together.other_amount,
    together.paid_amount,
    together.proposed_amount,
    together.owed_amount,
    together.recover_amount,
    together.cut_proposal_amount,
    together.unverifiable_amount
from together
