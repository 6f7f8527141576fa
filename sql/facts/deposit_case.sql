-- 保证金措施的候选保证金
-- Grain: benefit_code, deposit_no
-- Reads: policy.benefit, policy.benefit_scope, facts.parameter, facts.deposit, run.context
-- Article: 第二十条、第二十七条
-- A deposit put off is due in the window, one given back may have been due long ago. Either has a last day: to be paid
-- in, or to be made good. That day itself is in time, and a day that the calendar lacks is the last of its month.
with measure as (
    select
        benefit.benefit_code,
        benefit.rule,
        benefit.window_start,
        benefit.window_end,
        named.value as deposit_type,
        cast(max(parameter.value) filter (where parameter.name = 'deferral_months') as integer) as deferral_months,
        max(parameter.day) filter (where parameter.name = 'replenish_by') as replenish_by
    from policy.benefit as benefit
    inner join policy.benefit_scope as named
        on
            benefit.benefit_code = named.benefit_code
            and named.source = 'deposit'
            and named.column_name = 'deposit_type'
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    group by benefit.benefit_code, benefit.rule, benefit.window_start, benefit.window_end, named.value
),

candidate as (
    select
        measure.benefit_code,
        measure.rule,
        measure.window_start,
        measure.window_end,
        deposit.*,
        case
            when measure.rule = 'gs23_20a'
                then cast(deposit.due_on + measure.deferral_months * interval '1' month as date)
            else measure.replenish_by
        end as limit_on,
        context.as_of
    from measure
    cross join run.context as context
    inner join facts.deposit as deposit
        on
            measure.deposit_type = deposit.deposit_type
            and (
                measure.rule <> 'gs23_20a'
                or deposit.due_on between measure.window_start and measure.window_end
            )
)

select
    benefit_code,
    rule,
    window_start,
    window_end,
    deposit_no,
    uscc,
    deposit_type,
    due_on,
    amount,
    paid_on,
    refunded_amount,
    replenished_on,
    is_withheld,
    is_agreed,
    limit_on,
    -- Not paid on the day it was due: what the deferral gives.
    rule = 'gs23_20a' and coalesce(paid_on > due_on, as_of > due_on) as is_deferred,
    case
        when rule = 'gs23_20a' then coalesce(paid_on > limit_on, as_of > limit_on)
        else refunded_amount > 0 and coalesce(replenished_on > limit_on, as_of > limit_on)
    end as is_late,
    [{ 'source': 'deposit', 'delivery_no': delivery_no, 'row_no': row_no }] as evidence
from candidate
