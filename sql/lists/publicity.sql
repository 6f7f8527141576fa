-- 公示名单
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: lists.eligibility, policy.benefit
-- Article: 全文
-- For the notice board: names, heads and amounts of those who are paid on application; no code of any person, no secret
-- of tax or health.
select
    row_number() over (order by listed.benefit_code, listed.sort_no) as sort_no,
    listed.benefit_code,
    listed.enterprise_name,
    listed.person_name,
    listed.quantity,
    listed.amount
from lists.eligibility as listed
inner join policy.benefit as benefit on listed.benefit_code = benefit.benefit_code
where
    listed.verdict = 'eligible'
    and listed.amount > 0
    and benefit.kind in ('cash', 'reimbursement')
    and not coalesce(benefit.is_amount_secret, false)
