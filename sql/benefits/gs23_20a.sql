-- 工程质量保证金缓缴
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.deposit_case
-- Article: 第二十条
-- Every deposit due in the window may be put off, the whole of it. What became of it is the relief's matter.
select
    benefit.benefit_code,
    'deposit' as subject_kind,
    deposit.deposit_no as subject_id,
    deposit.uscc,
    cast(null as varchar) as person_id,
    cast(null as varchar) as claim_no,
    deposit.due_on as period_start,
    deposit.due_on as period_end,
    [
        {
            'condition_code': 'due_in_window',
            'verdict': case when deposit.is_agreed then 'pass' else 'unknown' end,
            'observed': '应缴日期 ' || cast(deposit.due_on as varchar),
            'required': '应缴日期在 ' || cast(benefit.window_start as varchar) || ' 至 '
            || cast(benefit.window_end as varchar),
            'missing': case when not deposit.is_agreed then '保证金台账中该编号内容一致的行' end
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    cast(deposit.amount as decimal(18, 2)) as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    cast(null as varchar) as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    deposit.evidence
from policy.benefit as benefit
inner join facts.deposit_case as deposit on benefit.benefit_code = deposit.benefit_code
where benefit.rule = 'gs23_20a'
