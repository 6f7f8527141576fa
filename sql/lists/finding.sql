-- 疑点清单
-- Grain: finding_id
-- Reads: lists.finding_shown, policy.benefit, lists.finding_kind, lists.party_name, lists.finding_evidence
-- Article: 全文
-- Highest amount at risk first.
select
    row_number() over (
        order by shown.excess_amount desc, shown.amount desc, shown.finding_id asc
    ) as sort_no,
    shown.finding_id,
    case when shown.obstacle is not null then '应享暂不能付' else coalesce(kind.family, '其他') end as family,
    coalesce(kind.family_order, 99) as family_order,
    shown.code,
    coalesce(kind.title, shown.code) as code_title,
    shown.severity,
    case shown.severity when 'high' then '高' when 'medium' then '中' when 'low' then '低' end as severity_title,
    shown.benefit_code,
    coalesce(benefit.title, '事项编码不明') as benefit_title,
    shown.department,
    shown.level,
    shown.uscc,
    enterprise.name as enterprise_name,
    shown.person_id,
    person.name as person_name,
    shown.payout_no,
    shown.period_start,
    shown.period_end,
    shown.amount,
    shown.excess_amount,
    case
        when shown.excess_amount > 0 and shown.is_proposed then '应核减'
        when shown.code = 'late_deposit' then '应纠正'
        when shown.code = 'overcharged' and shown.basis = 'text' then '应退还'
        when shown.code = 'undercharged' and shown.basis = 'text' then '应补收'
        when shown.excess_amount > 0 and shown.basis = 'text' then '应追回'
        when shown.obstacle is not null then '暂缓支付'
        when (kind.family = '应享未享' or shown.code = 'relief_under') and shown.basis = 'text' then '应补发'
        when kind.family = '待核实' then '待核实'
        else '建议核实'
    end as advice,
    shown.message,
    evidence.evidence_text
from lists.finding_shown as shown
left join lists.finding_kind as kind on shown.code = kind.code
left join policy.benefit as benefit on shown.benefit_code = benefit.benefit_code
left join lists.party_name as enterprise on shown.uscc = enterprise.code
left join lists.party_name as person on shown.person_id = person.code
left join lists.finding_evidence as evidence on shown.finding_id = evidence.finding_id
