-- 缴费月份合计
-- Grain: insurance_type, uscc, person_id, month
-- Reads: policy.benefit_scope, facts.window_month, staging.social_insurance
-- Article: 第十五条
-- The 正常 rows of an enterprise (or, where neither code nor number is there, of a person alone: 灵活就业) in a month,
-- received or not, refunded or not: read once for all the measures that hold premiums against a rate.
-- A row whose employer nobody knows is nobody's.
with looked_at as (
    select distinct
        scope.value as insurance_type,
        window_month.month
    from policy.benefit_scope as scope
    inner join facts.window_month as window_month on scope.benefit_code = window_month.benefit_code
    where
        scope.source = 'social_insurance'
        and scope.column_name = 'insurance_type'
)

select
    premium.insurance_type,
    premium.uscc,
    case when premium.uscc is null then premium.person_id end as person_id,
    premium.period as month,
    count(*) as row_count,
    cast(sum(premium.contribution_base) as decimal(18, 2)) as base_amount,
    cast(sum(premium.employer_amount) as decimal(18, 2)) as employer_amount,
    cast(sum(premium.employee_amount) as decimal(18, 2)) as employee_amount,
    min({ 'source': 'social_insurance', 'delivery_no': premium.delivery_no, 'row_no': premium.row_no }, 3) as evidence
from looked_at
inner join staging.social_insurance as premium
    on
        looked_at.insurance_type = premium.insurance_type
        and looked_at.month = premium.period
where
    premium.payment_kind = '正常'
    and not premium.is_employer_unknown
group by
    premium.insurance_type,
    premium.uscc,
    case when premium.uscc is null then premium.person_id end,
    premium.period
