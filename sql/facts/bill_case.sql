-- 收费减免的候选收费单
-- Grain: benefit_code, bill_no
-- Reads: policy.benefit, policy.benefit_scope, policy.benefit_industry, facts.fee_bill, facts.enterprise, facts.enterprise_industry, facts.roster_need, facts.roster_member
-- Article: 第十九条、第二十一条、第二十七条
-- Every bill of a fee that the measure names, dated in its window, with what measures ask of the payer: its kind, its
-- trade, its rosters. What a measure does not ask for is null.
with fee as (
    select
        benefit.benefit_code,
        benefit.rule,
        benefit.window_start,
        benefit.window_end,
        named.value as fee_type
    from policy.benefit as benefit
    inner join policy.benefit_scope as named
        on
            benefit.benefit_code = named.benefit_code
            and named.source = 'fee_bill'
            and named.column_name = 'fee_type'
    where benefit.subject_kind = 'bill'
),

entity as (
    select
        benefit_code,
        string_agg(value, '、' order by value) as entity_types
    from policy.benefit_scope
    where
        source = 'enterprise'
        and column_name = 'entity_type'
    group by benefit_code
),

trade as (
    select
        benefit_code,
        string_agg(distinct industry, '、' order by industry) as industries
    from policy.benefit_industry
    group by benefit_code
)

select
    fee.benefit_code,
    fee.rule,
    fee.window_start,
    fee.window_end,
    bill.bill_no,
    bill.uscc,
    bill.fee_type,
    bill.billed_on,
    case when bill.is_agreed then 'pass' else 'unknown' end as day_verdict,
    '开单日期 ' || cast(bill.billed_on as varchar) as day_observed,
    '开单日期在 ' || cast(fee.window_start as varchar) || ' 至 ' || cast(fee.window_end as varchar) as day_required,
    case when not bill.is_agreed then '涉企收费明细中该单号内容一致的行' end as day_missing,
    bill.standard_amount,
    entity.entity_types,
    case
        when entity.entity_types is null then null
        when enterprise.entity_type is null then 'unknown'
        when accepted.value is not null then 'pass'
        else 'fail'
    end as entity_verdict,
    '主体类型' || coalesce(enterprise.entity_type, '不明') as entity_observed,
    case
        when entity.entity_types is null then null
        when enterprise.uscc is null then '市场主体登记中该主体的记录'
        when enterprise.entity_type is null then '市场主体登记的主体类型'
    end as entity_missing,
    trade.industries,
    case when trade.industries is not null then coalesce(in_trade.verdict, 'unknown') end as industry_verdict,
    coalesce(in_trade.observed, '没有登记记录') as industry_observed,
    case
        when trade.industries is null then null
        when in_trade.uscc is null then '市场主体登记中该主体的记录'
        else in_trade.missing
    end as industry_missing,
    need.rosters,
    case
        when need.rosters is null then null
        when member.is_in_window then 'pass'
        when need.is_covered and bill.uscc is not null then 'fail'
        else 'unknown'
    end as roster_verdict,
    coalesce(member.observed, '不在名录') as roster_observed,
    case when bill.uscc is null then '涉企收费明细的统一社会信用代码' else need.missing end as roster_missing,
    [{ 'source': 'fee_bill', 'delivery_no': bill.delivery_no, 'row_no': bill.row_no }]
    || case
        when enterprise.row_no is null or (entity.entity_types is null and trade.industries is null) then []
        else [{ 'source': 'enterprise', 'delivery_no': enterprise.delivery_no, 'row_no': enterprise.row_no }]
    end
    || case
        when member.row_no is null then []
        else [{ 'source': 'roster', 'delivery_no': member.delivery_no, 'row_no': member.row_no }]
    end as evidence
from fee
inner join facts.fee_bill as bill
    on
        fee.fee_type = bill.fee_type
        and fee.window_start <= bill.billed_on
        and fee.window_end >= bill.billed_on
left join entity on fee.benefit_code = entity.benefit_code
left join trade on fee.benefit_code = trade.benefit_code
left join facts.enterprise as enterprise on bill.uscc = enterprise.uscc
left join policy.benefit_scope as accepted
    on
        fee.benefit_code = accepted.benefit_code
        and accepted.source = 'enterprise'
        and accepted.column_name = 'entity_type'
        and enterprise.entity_type = accepted.value
left join facts.enterprise_industry as in_trade
    on
        fee.benefit_code = in_trade.benefit_code
        and bill.uscc = in_trade.uscc
left join facts.roster_need as need
    on
        fee.benefit_code = need.benefit_code
        and need.role = 'subject'
left join facts.roster_member as member
    on
        fee.benefit_code = member.benefit_code
        and member.role = 'subject'
        and bill.uscc = member.subject_id
