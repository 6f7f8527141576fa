-- 拟发放审核
-- Grain: payout_no
-- Reads: lists.payout, policy.benefit
-- Article: 全文
-- What of each proposal may be paid and what may not; the two, with what came back, are the proposal.
select
    row_number() over (order by listed.sort_no) as sort_no,
    listed.payout_no,
    listed.benefit_code,
    listed.benefit_title,
    listed.level,
    listed.department,
    listed.claim_no,
    listed.uscc,
    listed.enterprise_name,
    listed.person_id,
    listed.person_name,
    listed.period_start,
    listed.period_end,
    listed.amount,
    listed.allowed_amount,
    cast(listed.excess_amount + listed.unverifiable_amount as decimal(18, 2)) as held_amount,
    listed.excess_amount,
    listed.unverifiable_amount,
    listed.returned_amount,
    listed.verdict_title,
    case
        when listed.allowed_amount = 0 then '不可发放'
        when listed.allowed_amount < listed.amount then '部分可发放'
        else '可发放'
    end as decision,
    listed.allowed_amount > 0 as is_payable,
    listed.excess_amount + listed.unverifiable_amount > 0 as is_held,
    -- An explanation quotes the entitlement, which may rest on secrets.
    case when benefit.secrecy is null then listed.explanation else '含' || benefit.secrecy || '信息，见疑点清单' end
        as explanation
from lists.payout as listed
left join policy.benefit as benefit on listed.benefit_code = benefit.benefit_code
where listed.status = '拟发放'
