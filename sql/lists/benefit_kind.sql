-- 事项性质的中文名称
-- Grain: kind
-- Reads: (none)
-- Article: 全文
-- As: view
-- Whether what a measure of this kind is worth is money given, and so may be added up with other money. What is only put
-- off, given back for a time, deducted from income or held against a rate is shown, and added to nothing.
select
    known.kind,
    known.title,
    known.is_given
from (
    values
    ('cash', '补贴', true),
    ('reimbursement', '费用补贴', true),
    ('tax_relief', '税收减免', true),
    ('fee_relief', '收费减免', true),
    ('deduction', '税前扣除', false),
    ('deferral', '缓缴', false),
    ('refund', '暂退', false),
    ('compliance', '合规核对', false)
) as known (kind, title, is_given)
