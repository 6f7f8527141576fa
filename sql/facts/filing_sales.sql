-- 同一纳税人同一所属期的销售额
-- Grain: benefit_code, taxpayer_id, period_start, period_end
-- Reads: policy.benefit, policy.benefit_scope, facts.filing
-- Article: 第五条
-- The tax bases of a taxpayer's filings of the measure's tax type and item over the very same period, added up. A base that
-- is not known leaves the sum open (is_known). A 红字 filing takes off.
select
    benefit.benefit_code,
    filing.taxpayer_id,
    filing.period_start,
    filing.period_end,
    cast(sum(filing.tax_base) as decimal(18, 2)) as sales_amount,
    count(filing.tax_base) = count(*) as is_known,
    count(*) as filing_count
from policy.benefit as benefit
inner join policy.benefit_scope as of_type
    on
        benefit.benefit_code = of_type.benefit_code
        and of_type.source = 'tax_filing'
        and of_type.column_name = 'tax_type'
inner join policy.benefit_scope as of_item
    on
        benefit.benefit_code = of_item.benefit_code
        and of_item.source = 'tax_filing'
        and of_item.column_name = 'tax_item'
inner join facts.filing as filing
    on
        of_type.value = filing.tax_type
        and of_item.value = filing.tax_item
        and filing.is_period_known
where benefit.rule = 'gs23_05a'
group by benefit.benefit_code, filing.taxpayer_id, filing.period_start, filing.period_end
