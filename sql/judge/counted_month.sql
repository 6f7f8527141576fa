-- 计入补贴人数的参保月份与工资、个税的核对
-- Grain: benefit_code, subject_id, uscc, person_id, month
-- Reads: facts.hire, facts.insured_month, facts.placement, facts.run_month, facts.subject, facts.window_month, policy.benefit, staging.individual_income_tax, staging.payroll, verdicts.entitlement, verdicts.entitlement_person
-- Article: 第十六条、第十七条
-- Months of insurance that money rests on: of everyone insured at a 16A enterprise in its window, and of every eligible
-- head the months of the run that counts. outcome: hit where the employer shows neither pay nor income tax, clean where
-- it shows one, not_judged where neither stands and one of the two has no row at all for that month.
with measure as (
    select
        benefit_code,
        window_start,
        window_end,
        rule
    from policy.benefit
),

entitled as (
    select
        benefit_code,
        subject_id
    from verdicts.entitlement
    where verdict <> 'ineligible'
),

head as (
    select
        benefit_code,
        subject_id,
        person_id,
        employer_uscc,
        start_on,
        least_insured_months
    from facts.hire
    union
    select
        benefit_code,
        subject_id,
        person_id,
        employer_uscc,
        start_on,
        least_insured_months
    from facts.placement
),

head_month as (
    select
        head.benefit_code,
        head.subject_id,
        head.employer_uscc as uscc,
        head.person_id,
        insured.month,
        head.least_insured_months,
        insured.delivery_no,
        insured.row_no,
        row_number() over (
            partition by head.benefit_code, head.subject_id, head.employer_uscc, head.person_id, head.start_on
            order by insured.month
        ) as place
    from head
    inner join measure on head.benefit_code = measure.benefit_code
    inner join entitled on head.benefit_code = entitled.benefit_code and head.subject_id = entitled.subject_id
    inner join verdicts.entitlement_person as person
        on
            head.benefit_code = person.benefit_code
            and head.subject_id = person.subject_id
            and head.person_id = person.person_id
            and person.verdict = 'eligible'
    inner join facts.run_month as run_month
        on
            measure.window_start = run_month.window_start
            and measure.window_end = run_month.window_end
            and head.person_id = run_month.person_id
            and head.employer_uscc = run_month.uscc
            and head.least_insured_months = run_month.least_months
            and extract(year from head.start_on) * 100 + extract(month from head.start_on) = run_month.start_month
    inner join facts.insured_month as insured
        on
            run_month.window_start = insured.window_start
            and run_month.window_end = insured.window_end
            and run_month.uscc = insured.uscc
            and run_month.person_id = insured.person_id
            and run_month.month = insured.month
            and insured.is_insured
),

counted as (
    select
        benefit_code,
        subject_id,
        uscc,
        person_id,
        month,
        min(delivery_no) as delivery_no,
        min(row_no) as row_no
    from head_month
    where place <= least_insured_months
    group by benefit_code, subject_id, uscc, person_id, month
    union all
    select
        subject.benefit_code,
        subject.subject_id,
        insured.uscc,
        insured.person_id,
        insured.month,
        insured.delivery_no,
        insured.row_no
    from facts.subject as subject
    inner join measure on subject.benefit_code = measure.benefit_code and measure.rule = 'gs23_16a'
    inner join entitled on subject.benefit_code = entitled.benefit_code and subject.subject_id = entitled.subject_id
    inner join facts.window_month as window_month on subject.benefit_code = window_month.benefit_code
    inner join facts.insured_month as insured
        on
            measure.window_start = insured.window_start
            and measure.window_end = insured.window_end
            and subject.subject_id = insured.uscc
            and window_month.month = insured.month
            and insured.is_insured
),

wanted as (
    select distinct
        uscc,
        person_id,
        month
    from counted
),

shown as (
    select
        wanted.uscc,
        wanted.person_id,
        wanted.month
    from wanted
    inner join staging.payroll as payroll
        on
            wanted.uscc = payroll.uscc
            and wanted.person_id = payroll.person_id
            and wanted.month = payroll.month
            and payroll.gross_pay > 0
    union
    select
        wanted.uscc,
        wanted.person_id,
        wanted.month
    from wanted
    inner join staging.individual_income_tax as tax
        on
            wanted.uscc = tax.uscc
            and wanted.person_id = tax.person_id
            and wanted.month = tax.month
            and tax.income > 0
),

covered as (
    select distinct
        '工资发放明细' as title,
        month
    from staging.payroll
    union all
    select distinct
        '个人所得税扣缴明细' as title,
        month
    from staging.individual_income_tax
),

covered_month as (
    select
        month,
        count(*) as source_count,
        min(title) as title
    from covered
    group by month
)

select
    counted.benefit_code,
    counted.subject_id,
    counted.uscc,
    counted.person_id,
    counted.month,
    counted.delivery_no,
    counted.row_no,
    case
        when shown.person_id is not null then 'clean'
        when covered_month.source_count = 2 then 'hit'
        else 'not_judged'
    end as outcome,
    case
        when shown.person_id is not null then null
        when covered_month.source_count = 2 then null
        when covered_month.title is null then '工资发放明细、个人所得税扣缴明细'
        when covered_month.title = '工资发放明细' then '个人所得税扣缴明细'
        else '工资发放明细'
    end || '（' || counted.month // 100 || '年' || counted.month % 100 || '月）' as missing
from counted
left join shown
    on
        counted.uscc = shown.uscc
        and counted.person_id = shown.person_id
        and counted.month = shown.month
left join covered_month on counted.month = covered_month.month
