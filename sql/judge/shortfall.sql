-- 应享而未足额享受
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: judge.best_head, judge.due_standing, judge.lawful_amount, judge.lawful_total, judge.received
-- Article: 全文
-- Lawful total less what was received for it. A benefit that was paid for persons who belong to a better one has more
-- than its lawful total; the surplus counts toward the better one, the highest first. What a pair of benefits excludes
-- is owed where it belongs to the lawful set, less what was paid of the lower one instead.
with surplus as (
    -- A benefit that was paid for persons who belong to a better one: that payment counts toward the better one.
    select
        owed.benefit_code,
        owed.subject_id,
        best.winner_benefit_code,
        best.winner_unit_amount,
        greatest(0, coalesce(received.here_amount, 0) - owed.lawful_amount) as surplus_amount,
        count(*) * owed.unit_amount as shared_amount,
        min(best.assumption_id) as assumption_id
    from judge.best_head as best
    inner join judge.lawful_amount as owed
        on best.benefit_code = owed.benefit_code and best.subject_id = owed.subject_id
    left join judge.received as received
        on owed.benefit_code = received.benefit_code and owed.subject_id = received.award_id
    where not best.is_two_party
    group by
        owed.benefit_code, owed.subject_id, owed.unit_amount, owed.lawful_amount, received.here_amount,
        best.winner_benefit_code, best.winner_unit_amount
),

offset_amount as (
    select
        winner_benefit_code as benefit_code,
        subject_id,
        sum(paid_instead_amount) as paid_instead_amount,
        min(assumption_id) as assumption_id
    from (
        select
            surplus.winner_benefit_code,
            surplus.subject_id,
            surplus.assumption_id,
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
        owed.is_in_doubt or coalesce(standing.is_in_doubt, false) as hangs_on_others,
        not coalesce(standing.is_lawful, true) as is_excluded,
        coalesce(
            standing.assumption_id,
            case when offset_amount.paid_instead_amount > 0 then offset_amount.assumption_id end,
            case when owed.lawful_amount < owed.amount then owed.lost_assumption_id end
        ) as assumption_id,
        coalesce(offset_amount.paid_instead_amount, 0) + coalesce(standing.instead_amount, 0) as paid_instead_amount
    from judge.lawful_total as owed
    left join offset_amount
        on owed.benefit_code = offset_amount.benefit_code and owed.subject_id = offset_amount.subject_id
    left join judge.due_standing as standing
        on owed.benefit_code = standing.benefit_code and owed.subject_id = standing.subject_id
),

judged as (
    select
        reckoned.*,
        reckoned.hangs_on_others or reckoned.is_listed or not reckoned.is_ledger_delivered as is_not_judged,
        reckoned.is_better_elsewhere or reckoned.is_excluded as is_settled_otherwise,
        reckoned.here_amount + reckoned.elsewhere_amount + reckoned.paid_instead_amount as received_amount
    from reckoned
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
    assumption_id,
    is_not_judged,
    case
        when not is_ledger_delivered then '缺补贴发放台账'
        when hangs_on_others then '能否保留取决于其他待核实的资格'
        when is_listed then '通过花名册合并发放'
    end as not_judged_reason,
    cast(
        case
            when is_not_judged or is_settled_otherwise then 0
            else greatest(0, lawful_amount - received_amount - unverifiable_amount)
        end as decimal(18, 2)
    ) as shortfall_amount,
    case
        when is_not_judged or is_settled_otherwise then null
        when lawful_amount <= received_amount + unverifiable_amount then null
        when elsewhere_amount + top_up_amount + paid_instead_amount > 0 then 'lower_paid'
        when received_amount + unverifiable_amount > 0 then 'underpaid'
        else 'eligible_unpaid'
    end as shortfall_code
from judged
