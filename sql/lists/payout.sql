-- 台账逐笔判定
-- Grain: payout_no
-- Reads: verdicts.payout_verdict, staging.payout, policy.benefit, lists.payout_verdict_title, lists.party_name
-- Article: 全文
-- paid_net_amount is what has left the treasury and not come back; a reversal takes its part back.
select
    row_number() over (
        order by judged.amount desc, judged.payout_no asc, judged.delivery_no asc, judged.row_no asc
    ) as sort_no,
    judged.payout_no,
    judged.benefit_code,
    coalesce(benefit.title, delivered.benefit_name, '事项编码不明') as benefit_title,
    judged.level,
    coalesce(delivered.department, benefit.department) as department,
    delivered.status,
    delivered.claim_no,
    judged.uscc,
    case when judged.uscc is not null then coalesce(enterprise.name, delivered.payee_name) end
        as enterprise_name,
    judged.person_id,
    case when judged.person_id is not null then coalesce(person.name, delivered.payee_name) end as person_name,
    delivered.period_start,
    delivered.period_end,
    delivered.paid_on,
    delivered.voucher_no,
    judged.subject_id,
    judged.amount,
    case
        when delivered.status <> '拟发放' then judged.amount - judged.returned_amount
        else cast(0 as decimal(18, 2))
    end as paid_net_amount,
    case
        when delivered.status = '拟发放' then judged.amount - judged.returned_amount
        else cast(0 as decimal(18, 2))
    end as proposed_amount,
    verdict.title as verdict_title,
    verdict.sort_order as verdict_order,
    judged.compliant_amount,
    judged.over_cap_amount,
    judged.over_entitlement_amount,
    judged.ineligible_amount,
    judged.duplicate_amount,
    judged.unverifiable_amount,
    judged.returned_amount,
    judged.allowed_amount,
    judged.excess_amount,
    judged.basis,
    judged.explanation
from verdicts.payout_verdict as judged
inner join staging.payout as delivered
    on judged.delivery_no = delivered.delivery_no and judged.row_no = delivered.row_no
inner join lists.payout_verdict_title as verdict on judged.verdict = verdict.verdict
left join policy.benefit as benefit on judged.benefit_code = benefit.benefit_code
left join lists.party_name as enterprise on judged.uscc = enterprise.code
left join lists.party_name as person on judged.person_id = person.code
