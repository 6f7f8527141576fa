-- 有效的税费申报
-- Grain: filing_no
-- Reads: staging.tax_filing, facts.amended_filing, staging.known_alias
-- Article: 全文
-- Filings that no other one amends, with the package's code of the relief they claim. Two rows of one filing may have
-- been delivered: what they do not agree on is not known; its period reaches as far as either says, and its relief is
-- the larger one.
with filed as (
    select filing.*
    from staging.tax_filing as filing
    left join facts.amended_filing as amended on filing.filing_no = amended.filing_no
    where amended.filing_no is null
),

repeated as (
    select filing_no
    from filed
    group by filing_no
    having count(*) > 1
),

agreed as (
    select
        filed.filing_no,
        case when count(uscc) = count(*) and min(uscc) = max(uscc) then min(uscc) end as uscc,
        case when count(person_id) = count(*) and min(person_id) = max(person_id) then min(person_id) end as person_id,
        case when min(tax_type) = max(tax_type) then min(tax_type) end as tax_type,
        case when min(taxpayer_type) = max(taxpayer_type) then min(taxpayer_type) end as taxpayer_type,
        case when count(tax_item) = count(*) and min(tax_item) = max(tax_item) then min(tax_item) end as tax_item,
        count(tax_item) = 0 or (count(tax_item) = count(*) and min(tax_item) = max(tax_item)) as is_item_known,
        min(period_start) as period_start,
        max(period_end) as period_end,
        min(period_start) = max(period_start) and min(period_end) = max(period_end) as is_period_known,
        case when min(tax_base) = max(tax_base) then min(tax_base) end as tax_base,
        case when min(rate) = max(rate) then min(rate) end as rate,
        case when min(tax_due) = max(tax_due) then min(tax_due) end as tax_due,
        case when count(input_tax) = count(*) and min(input_tax) = max(input_tax) then min(input_tax) end as input_tax,
        case when count(relief_code) = count(*) and min(relief_code) = max(relief_code) then min(relief_code) end
            as relief_code,
        max(relief_amount) as relief_amount,
        min(relief_amount) = max(relief_amount)
        and (count(relief_code) = 0 or (count(relief_code) = count(*) and min(relief_code) = max(relief_code)))
            as is_relief_known,
        min(delivery_no) as delivery_no,
        min(row_no) as row_no
    from filed
    inner join repeated on filed.filing_no = repeated.filing_no
    group by filed.filing_no
),

filing as (
    select
        filed.filing_no,
        filed.uscc,
        filed.person_id,
        filed.tax_type,
        filed.taxpayer_type,
        filed.tax_item,
        true as is_item_known,
        filed.period_start,
        filed.period_end,
        true as is_period_known,
        filed.tax_base,
        filed.rate,
        filed.tax_due,
        filed.input_tax,
        filed.relief_code,
        filed.relief_amount,
        true as is_relief_known,
        filed.delivery_no,
        filed.row_no
    from filed
    left join repeated on filed.filing_no = repeated.filing_no
    where repeated.filing_no is null
    union all
    select * from agreed
)

select
    filing.filing_no,
    filing.uscc,
    filing.person_id,
    coalesce(filing.uscc, filing.person_id) as taxpayer_id,
    filing.tax_type,
    filing.taxpayer_type,
    filing.tax_item,
    filing.is_item_known,
    filing.period_start,
    filing.period_end,
    filing.is_period_known,
    filing.tax_base,
    filing.rate,
    filing.tax_due,
    filing.input_tax,
    filing.relief_code,
    known_alias.benefit_code as code,
    filing.relief_amount,
    filing.is_relief_known,
    filing.delivery_no,
    filing.row_no
from filing
left join staging.known_alias as known_alias on filing.relief_code = known_alias.alias
