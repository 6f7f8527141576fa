-- 依法应享额（按人互斥扣减之后）
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: judge.best_head, policy.benefit, verdicts.entitlement
-- Article: 全文
-- As: view
-- Every eligible subject of an exact amount: what is due without the persons who belong to a better benefit.
with lost as (
    select
        benefit_code,
        subject_id,
        count(*) as lost_count,
        min(assumption_id) as assumption_id
    from judge.best_head
    group by benefit_code, subject_id
)

select
    entitlement.benefit_code,
    entitlement.subject_id,
    entitlement.uscc,
    entitlement.person_id,
    entitlement.period_start,
    entitlement.period_end,
    entitlement.unit_amount,
    entitlement.amount,
    benefit.level_relation,
    cast(
        greatest(
            0,
            least(
                coalesce(entitlement.gross_amount, entitlement.amount)
                - coalesce(lost.lost_count * entitlement.unit_amount, 0),
                coalesce(entitlement.cap_amount, entitlement.gross_amount, entitlement.amount)
            )
        ) as decimal(18, 2)
    ) as lawful_amount,
    lost.assumption_id as lost_assumption_id
from verdicts.entitlement as entitlement
inner join policy.benefit as benefit on entitlement.benefit_code = benefit.benefit_code
left join lost
    on entitlement.benefit_code = lost.benefit_code and entitlement.subject_id = lost.subject_id
where
    entitlement.verdict = 'eligible'
    and benefit.amount_kind = 'exact'
    and entitlement.subject_kind in ('enterprise', 'person', 'claim')
    and benefit.kind <> 'compliance'
