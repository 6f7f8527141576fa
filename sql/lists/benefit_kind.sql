-- 事项性质的中文名称
-- Grain: kind
-- Reads: (none)
-- Article: 全文
-- As: view
-- What is only put off, deducted from income or held against a rate is not given.
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
    ('refund', '返还、暂退', true),
    ('compliance', '合规核对', false)
) as known (kind, title, is_given)
