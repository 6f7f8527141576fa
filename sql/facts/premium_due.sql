-- 应缴与实缴
-- Grain: benefit_code, subject_id
-- Reads: policy.benefit, policy.benefit_scope, policy.assumption, facts.parameter, facts.window_month, facts.premium_month
-- Article: 第十五条
-- What is due on the bases of a month at the measure's rate. Who has no employer pays both shares, at the sum of both
-- rates less the reduction: the measure that names a personal rate is theirs. A rate that is not given leaves it open.
with measure as (
    select
        benefit.benefit_code,
        scope.value as insurance_type,
        bool_or(parameter.name = 'personal_rate') as is_own_account,
        -- Null where one of them is not given.
        case
            when bool_or(parameter.name = 'personal_rate')
                then
                    max(parameter.value) filter (where parameter.name = 'employer_rate')
                    + max(parameter.value) filter (where parameter.name = 'personal_rate')
                    - max(parameter.value) filter (where parameter.name = 'reduction_rate')
            else max(parameter.value) filter (where parameter.name = 'rate')
        end as rate,
        string_agg('参数 ' || benefit.benefit_code || '.' || parameter.name, '、' order by parameter.name)
        filter (where parameter.value is null) as missing
    from policy.benefit as benefit
    inner join policy.benefit_scope as scope
        on
            benefit.benefit_code = scope.benefit_code
            and scope.source = 'social_insurance'
            and scope.column_name = 'insurance_type'
    inner join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_15a'
    group by benefit.benefit_code, scope.value
),

charged as (
    select
        measure.benefit_code,
        premium.uscc,
        premium.person_id,
        premium.month,
        measure.rate,
        measure.missing,
        premium.row_count,
        premium.base_amount,
        premium.employer_amount + case when measure.is_own_account then premium.employee_amount else 0 end
            as charged_amount,
        -- DECIMAL all the way, rounded once, half up. The cast alone would do, but takes three times as long, and there
        -- are as many months as enterprises have.
        cast(
            round(cast(premium.base_amount as decimal(20, 2)) * cast(measure.rate as decimal(18, 6)), 2)
            as decimal(18, 2)
        ) as due_amount,
        premium.row_count * cast(tolerance.value as decimal(18, 2)) as tolerance_amount,
        premium.evidence
    from measure
    inner join policy.assumption as tolerance on tolerance.assumption_id = 'A-15-1'
    inner join facts.window_month as window_month on measure.benefit_code = window_month.benefit_code
    inner join facts.premium_month as premium
        on
            measure.insurance_type = premium.insurance_type
            and window_month.month = premium.month
            and measure.is_own_account = (premium.uscc is null)
)

select
    benefit_code,
    coalesce(uscc, person_id) || ':' || month as subject_id,
    uscc,
    person_id,
    make_date(month // 100, month % 100, 1) as period_start,
    last_day(make_date(month // 100, month % 100, 1)) as period_end,
    month,
    row_count,
    base_amount,
    rate,
    cast(charged_amount as decimal(18, 2)) as charged_amount,
    due_amount,
    abs(charged_amount - due_amount) <= tolerance_amount as is_within_tolerance,
    missing,
    evidence
from charged
