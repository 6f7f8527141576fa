-- 保险费率核对
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: facts.premium_due
-- Article: 第十五条
-- As: view
-- Compliance, month by month: the amount is what is due. Whether that was charged is a relief verdict's to say.
select
    benefit_code,
    'month' as subject_kind,
    subject_id,
    uscc,
    person_id,
    cast(null as varchar) as claim_no,
    period_start,
    period_end,
    [
        {
            'condition_code': 'has_premium',
            'verdict': 'pass',
            'observed': '正常缴费 ' || row_count || ' 笔',
            'required': '当月有正常缴费',
            'missing': cast(null as varchar)
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    due_amount as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    missing as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    evidence
from facts.premium_due
