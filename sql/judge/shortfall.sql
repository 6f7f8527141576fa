-- 应享而未足额享受
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: judge.best_head, judge.lawful_total
-- Article: 全文
-- Lawful total less what was received for it. A benefit that was paid for persons who belong to a better one has more
-- than its lawful total; the surplus counts toward the better one, the highest first.
with owed as (
    select * from judge.lawful_total
),

surplus as (
    -- A benefit that was paid for persons who belong to a better one: that payment counts toward the better one.
    select
        owed.benefit_code,
        owed.subject_id,
        best.winner_benefit_code,
        best.winner_unit_amount,
        greatest(0, owed.here_amount - owed.lawful_amount) as surplus_amount,
        count(*) * owed.unit_amount as shared_amount
    from owed
    inner join judge.best_head as best
        on owed.benefit_code = best.benefit_code and owed.subject_id = best.subject_id and not best.is_two_party
    group by
        owed.benefit_code, owed.subject_id, owed.unit_amount, owed.here_amount, owed.lawful_amount,
        best.winner_benefit_code, best.winner_unit_amount
),

offset_amount as (
    select
        winner_benefit_code as benefit_code,
        subject_id,
        sum(paid_instead_amount) as paid_instead_amount
    from (
        select
            surplus.winner_benefit_code,
            surplus.subject_id,
            greatest(
                0,
                least(
                    surplus.shared_amount,
                    surplus.surplus_amount
                    - coalesce(
                        sum(surplus.shared_amount) over (
                            partition by surplus.benefit_code, surplus.subject_id
                            order by surplus.winner_unit_amount desc, surplus.winner_benefit_code asc
                            rows between unbounded preceding and 1 preceding
                        ), 0
                    )
                )
            ) as paid_instead_amount
        from surplus
    ) as shared
    group by winner_benefit_code, subject_id
),

reckoned as (
    select
        owed.*,
        owed.is_in_doubt or owed.is_listed or not owed.is_ledger_delivered as is_not_judged,
        coalesce(offset_amount.paid_instead_amount, 0) as paid_instead_amount,
        owed.here_amount + owed.elsewhere_amount + coalesce(offset_amount.paid_instead_amount, 0) as received_amount
    from owed
    left join offset_amount
        on owed.benefit_code = offset_amount.benefit_code and owed.subject_id = offset_amount.subject_id
)

select
    benefit_code,
    subject_id,
    uscc,
    person_id,
    period_start,
    period_end,
    amount,
    lawful_amount,
    cast(received_amount as decimal(18, 2)) as received_amount,
    unverifiable_amount,
    paid_instead_amount > 0 or lawful_amount < amount as is_reading,
    is_not_judged,
    case
        when not is_ledger_delivered then '缺补贴发放台账'
        when is_in_doubt then '能否保留取决于其他待核实的资格'
        when is_listed then '通过花名册合并发放'
    end as not_judged_reason,
    cast(
        case
            when is_not_judged or is_better_elsewhere then 0
            else greatest(0, lawful_amount - received_amount - unverifiable_amount)
        end as decimal(18, 2)
    ) as shortfall_amount,
    case
        when is_not_judged or is_better_elsewhere then null
        when lawful_amount <= received_amount + unverifiable_amount then null
        when elsewhere_amount + top_up_amount + paid_instead_amount > 0 then 'lower_paid'
        when received_amount + unverifiable_amount > 0 then 'underpaid'
        else 'eligible_unpaid'
    end as shortfall_code
from reckoned
