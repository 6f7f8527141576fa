-- 口径说明：政策未定、须由设置给出的参数
-- Grain: setting
-- Reads: policy.unset_setting, policy.benefit, verdicts.entitlement, verdicts.relief_verdict, lists.payout
-- Article: 全文
-- What is not given keeps subjects waiting, and with them what they were paid or charged less: the money that hangs on it.
with waiting as (
    select distinct
        unset.setting,
        entitlement.benefit_code,
        entitlement.subject_id
    from policy.unset_setting as unset
    inner join verdicts.entitlement as entitlement
        on
            unset.benefit_code = entitlement.benefit_code
            and entitlement.verdict = 'unknown'
            and contains(entitlement.missing, '参数 ' || unset.setting)
    where not unset.is_set
),

payout as (
    select
        benefit_code,
        subject_id,
        sum(unverifiable_amount) as unverifiable_amount
    from lists.payout
    group by benefit_code, subject_id
),

relief as (
    select
        benefit_code,
        key as subject_id,
        sum(claimed_amount) as claimed_amount
    from verdicts.relief_verdict
    where verdict = 'unverifiable'
    group by benefit_code, key
),

hanging as (
    select
        waiting.setting,
        count(*) as subject_count,
        cast(coalesce(sum(payout.unverifiable_amount), 0) as decimal(18, 2)) as paid_amount,
        cast(coalesce(sum(relief.claimed_amount), 0) as decimal(18, 2)) as claimed_amount
    from waiting
    left join payout
        on waiting.benefit_code = payout.benefit_code and waiting.subject_id = payout.subject_id
    left join relief
        on waiting.benefit_code = relief.benefit_code and waiting.subject_id = relief.subject_id
    group by waiting.setting
)

select
    row_number() over (order by benefit.sort_order, unset.setting) as sort_no,
    unset.setting,
    unset.benefit_code,
    coalesce(benefit.title, unset.title) as benefit_title,
    unset.title,
    unset.meaning,
    unset.unit,
    unset.article,
    unset.decided_by,
    unset.is_set,
    case when unset.is_set then '已由设置给定' else '未设定，相关金额待核实' end as state,
    coalesce(hanging.subject_count, 0) as subject_count,
    coalesce(hanging.paid_amount, 0) as paid_amount,
    -- Of one or two secret records the sum is as good as the record.
    case
        when hanging.subject_count < 3 and benefit.is_amount_secret then null
        else coalesce(hanging.claimed_amount, 0)
    end as claimed_amount
from policy.unset_setting as unset
left join policy.benefit as benefit on unset.benefit_code = benefit.benefit_code
left join hanging on unset.setting = hanging.setting
