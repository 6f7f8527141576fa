-- 未对应到名单的发放
-- Grain: one row at most
-- Reads: lists.payout, lists.judged_subject
-- Article: 全文
-- Payouts that no listed subject answers for: unknown code, invalid payee, a claim that does not fit. One row, if any.
select
    cast(sum(payout.paid_net_amount) as decimal(18, 2)) as paid_amount,
    cast(sum(payout.proposed_amount) as decimal(18, 2)) as proposed_amount,
    cast(coalesce(sum(payout.excess_amount) filter (where payout.status <> '拟发放'), 0) as decimal(18, 2))
        as recover_amount,
    cast(coalesce(sum(payout.excess_amount) filter (where payout.status = '拟发放'), 0) as decimal(18, 2))
        as cut_proposal_amount,
    cast(sum(payout.unverifiable_amount) as decimal(18, 2)) as unverifiable_amount
from lists.payout as payout
where
    not exists (
        select 1
        from lists.judged_subject as listed
        where payout.benefit_code = listed.benefit_code and payout.subject_id = listed.subject_id
    )
having count(*) > 0
