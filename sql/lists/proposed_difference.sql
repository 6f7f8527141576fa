-- 应发差额
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: lists.eligibility, lists.payout
-- Article: 全文
-- Every subject with a proposal: entitled, lawfully paid before, what the proposal may add, what is then owed.
with subject as (
    select
        payout.benefit_code,
        payout.subject_id,
        cast(sum(payout.allowed_amount) filter (where payout.status <> '拟发放') as decimal(18, 2)) as paid_allowed_amount,
        cast(sum(payout.amount) filter (where payout.status = '拟发放') as decimal(18, 2)) as proposal_amount,
        cast(sum(payout.allowed_amount) filter (where payout.status = '拟发放') as decimal(18, 2)) as to_pay_amount
    from lists.payout as payout
    group by payout.benefit_code, payout.subject_id
    having count(*) filter (where payout.status = '拟发放') > 0
)

select
    row_number() over (order by listed.benefit_code, listed.sort_no) as sort_no,
    listed.benefit_code,
    listed.enterprise_name,
    listed.uscc,
    listed.person_name,
    listed.person_id,
    listed.claim_no,
    listed.verdict_title,
    listed.amount as entitled_amount,
    coalesce(subject.paid_allowed_amount, 0) as paid_allowed_amount,
    subject.proposal_amount,
    subject.to_pay_amount,
    cast(subject.proposal_amount - subject.to_pay_amount as decimal(18, 2)) as cut_amount,
    cast(greatest(coalesce(listed.owed_amount, 0) - subject.to_pay_amount, 0) as decimal(18, 2)) as owed_amount
from lists.eligibility as listed
inner join subject
    on listed.benefit_code = subject.benefit_code and listed.subject_id = subject.subject_id
