-- 追缴清单
-- Grain: sort_no
-- Reads: verdicts.recovery, policy.benefit, lists.party_name, run.context
-- Article: 全文
-- Payees in the order of what they must return, each with the payments that it rests on. Of a run for proposals nothing.
with part as (
    select
        recovery.*,
        coalesce(recovery.person_id, recovery.uscc) as payee,
        case when recovery.ground = 'adjust' then 0 else recovery.amount end as return_amount
    from verdicts.recovery as recovery
    cross join run.context as context
    where not context.only_proposed
),

totalled as (
    select
        part.*,
        sum(part.return_amount) over (partition by part.payee) as payee_amount
    from part
)

select
    row_number() over (
        order by
            totalled.payee_amount desc,
            totalled.payee asc,
            totalled.payout_no asc,
            totalled.line_no asc,
            totalled.part asc
    ) as sort_no,
    totalled.payee,
    cast(totalled.payee_amount as decimal(18, 2)) as payee_amount,
    totalled.uscc,
    enterprise.name as enterprise_name,
    totalled.person_id,
    person.name as person_name,
    totalled.payout_no,
    coalesce(benefit.title, totalled.benefit_code) as benefit_title,
    totalled.level,
    totalled.department,
    totalled.paid_on,
    totalled.voucher_no,
    totalled.paid_amount,
    case totalled.ground when 'recover' then '应追回' when 'verify' then '建议核实' else '需调账' end as ground_title,
    case totalled.part
        when 'over_cap' then '超过限额'
        when 'over_entitlement' then '超过应享金额'
        when 'shared_person' then '同一人按人重复计发'
        when 'ineligible' then '不符合条件'
        when 'paid_twice' then '同一事项重复发放'
        when 'exclusive' then '互斥事项或级次'
        when 'top_up' then '抵作互斥事项的差额'
    end || coalesce('（口径 ' || totalled.assumption_id || '）', '') as part_title,
    cast(case when totalled.ground = 'recover' then totalled.amount else 0 end as decimal(18, 2)) as recover_amount,
    cast(case when totalled.ground = 'verify' then totalled.amount else 0 end as decimal(18, 2)) as verify_amount,
    cast(case when totalled.ground = 'adjust' then totalled.amount else 0 end as decimal(18, 2)) as adjust_amount,
    totalled.explanation
from totalled
left join policy.benefit as benefit on totalled.benefit_code = benefit.benefit_code
left join lists.party_name as enterprise on totalled.uscc = enterprise.code
left join lists.party_name as person on totalled.person_id = person.code
