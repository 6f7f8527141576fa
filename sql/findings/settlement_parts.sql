-- 结算各项之和超过总费用
-- Grain: benefit_code, settlement_no
-- Reads: policy.benefit, facts.settlement_case
-- Article: 第四十条、第四十一条
-- What the insurances, the aid, the special money and the patient paid cannot be more than the bill. The settlement is
-- judged all the same; nothing is recovered on this alone. amount is by how much.
select
    'settlement_parts' as code,
    'low' as severity,
    settlement.benefit_code,
    cast(null as varchar) as uscc,
    settlement.person_id,
    settlement.settlement_no as subject,
    cast(null as varchar) as payout_no,
    settlement.settled_on as period_start,
    settlement.settled_on as period_end,
    cast(settlement.parts_amount - settlement.total_amount as decimal(18, 2)) as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    benefit.title || '：结算单上各项支付合计' || settlement.parts_amount || '元，超过总费用' || settlement.total_amount
    || '元，已照所列金额判断，建议核对结算数据' as message,
    settlement.evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    benefit.department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from facts.settlement_case as settlement
inner join policy.benefit as benefit on settlement.benefit_code = benefit.benefit_code
where settlement.parts_amount > settlement.total_amount
