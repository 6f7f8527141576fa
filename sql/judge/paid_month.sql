-- 发放工资的月份与参保的核对
-- Grain: benefit_code, subject_id, person_id, month
-- Reads: facts.coverage, facts.insured_month, facts.subject, facts.unplaced_month, facts.window_month, policy.assumption, policy.benefit, staging.payroll
-- Article: 第十六条
-- Every person that a 16A enterprise paid in a month of the window. hit where they were not insured there; not_judged
-- where the month's insurance is not covered, or a payment of theirs has an employer that nobody knows.
with paid as (
    select
        subject.benefit_code,
        subject.subject_id,
        benefit.window_start,
        benefit.window_end,
        payroll.person_id,
        payroll.month,
        min(payroll.delivery_no) as delivery_no,
        min(payroll.row_no) as row_no
    from policy.benefit as benefit
    inner join facts.subject as subject on benefit.benefit_code = subject.benefit_code
    inner join facts.window_month as window_month on benefit.benefit_code = window_month.benefit_code
    inner join staging.payroll as payroll
        on subject.subject_id = payroll.uscc and window_month.month = payroll.month and payroll.gross_pay > 0
    where benefit.rule = 'gs23_16a'
    group by
        subject.benefit_code, subject.subject_id, benefit.window_start, benefit.window_end, payroll.person_id,
        payroll.month
),

judged as (
    select
        paid.*,
        insurance.value as insurance_type,
        case
            when insured.is_insured then 'clean'
            when not insured.is_insured then 'hit'
            when unplaced.person_id is not null then 'not_judged'
            when coalesce(coverage.covered, false) then 'hit'
            else 'not_judged'
        end as outcome
    from paid
    inner join policy.assumption as insurance on insurance.assumption_id = 'A-SI-1'
    left join facts.insured_month as insured
        on
            paid.window_start = insured.window_start
            and paid.window_end = insured.window_end
            and paid.subject_id = insured.uscc
            and paid.person_id = insured.person_id
            and paid.month = insured.month
    left join facts.unplaced_month as unplaced
        on paid.person_id = unplaced.person_id and paid.month = unplaced.month
    left join facts.coverage as coverage
        on
            coverage.source = 'social_insurance'
            and coverage.partition = cast(paid.month as varchar)
)

select
    benefit_code,
    subject_id,
    person_id,
    month,
    delivery_no,
    row_no,
    insurance_type,
    outcome,
    case
        when outcome = 'not_judged'
            then '社会保险缴费明细（' || insurance_type || '，' || month // 100 || '年' || month % 100 || '月）'
    end as missing
from judged
