-- 每个对象的发放与差额
-- Grain: benefit_code, subject_id
-- Reads: lists.payout, judge.shortfall
-- Article: 全文
-- What was paid, is proposed, is too much, cannot be verified, and is still owed, of each entitlement's subject.
with part as (
    select
        benefit_code,
        subject_id,
        paid_net_amount as paid_amount,
        proposed_amount,
        case when status <> '拟发放' then excess_amount else cast(0 as decimal(18, 2)) end as recover_amount,
        case when status = '拟发放' then excess_amount else cast(0 as decimal(18, 2)) end as cut_proposal_amount,
        unverifiable_amount,
        cast(0 as decimal(18, 2)) as owed_amount
    from lists.payout

    union all

    select
        benefit_code,
        subject_id,
        cast(0 as decimal(18, 2)) as paid_amount,
        cast(0 as decimal(18, 2)) as proposed_amount,
        cast(0 as decimal(18, 2)) as recover_amount,
        cast(0 as decimal(18, 2)) as cut_proposal_amount,
        cast(0 as decimal(18, 2)) as unverifiable_amount,
        shortfall_amount as owed_amount
    from judge.shortfall
)

select
    benefit_code,
    subject_id,
    cast(sum(paid_amount) as decimal(18, 2)) as paid_amount,
    cast(sum(proposed_amount) as decimal(18, 2)) as proposed_amount,
    cast(sum(recover_amount) as decimal(18, 2)) as recover_amount,
    cast(sum(cut_proposal_amount) as decimal(18, 2)) as cut_proposal_amount,
    cast(sum(unverifiable_amount) as decimal(18, 2)) as unverifiable_amount,
    cast(sum(owed_amount) as decimal(18, 2)) as owed_amount
from part
group by benefit_code, subject_id
