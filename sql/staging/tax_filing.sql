-- 税费申报明细
-- Grain: filing_no
-- Reads: source.tax_filing, staging.subject_link
-- Article: 全文
-- As: view
select
    delivered.filing_no,
    delivered.amends_filing_no,
    coalesce(link.linked_uscc, delivered.uscc) as uscc,
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
left join staging.subject_link as link on delivered.uscc = link.uscc and link.is_merged
