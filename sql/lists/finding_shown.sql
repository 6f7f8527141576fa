-- 列入清单的疑点
-- Grain: finding_id
-- Reads: verdicts.finding, staging.payout, run.context
-- Article: 全文
-- In a run for proposals only, what is about no proposed payout is left out.
with proposed as (
    select distinct payout_no
    from staging.payout
    where status = '拟发放'
)

select
    finding.finding_id,
    finding.code,
    finding.severity,
    finding.benefit_code,
    finding.uscc,
    finding.person_id,
    finding.payout_no,
    finding.period_start,
    finding.period_end,
    coalesce(finding.amount, 0) as amount,
    coalesce(finding.excess_amount, 0) as excess_amount,
    finding.message,
    finding.evidence,
    finding.basis,
    finding.department,
    finding.level,
    finding.obstacle,
    proposed.payout_no is not null as is_proposed
from verdicts.finding as finding
cross join run.context as context
left join proposed on finding.payout_no = proposed.payout_no
where not context.only_proposed or proposed.payout_no is not null
