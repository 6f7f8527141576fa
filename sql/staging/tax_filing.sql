-- 税费申报明细
-- Grain: filing_no
-- Reads: source.tax_filing
-- Article: 全文
-- As: view
select
    delivered.filing_no,
    delivered.amends_filing_no,
    delivered.uscc,
    delivered.person_id,
    delivered.tax_type,
    delivered.taxpayer_type,
    delivered.tax_item,
    delivered.period_start,
    delivered.period_end,
    delivered.tax_base,
    delivered.rate,
    delivered.tax_due,
    delivered.input_tax,
    delivered.relief_code,
    delivered.relief_amount,
    delivered.tax_paid,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.tax_filing as delivered
