-- 节点内逐笔覆盖（第六步）
-- Grain: line_no
-- Reads: judge.payout_line, judge.payout_step, judge.node
-- Article: 全文
-- The payouts of a node lie one behind the other on a line of money, in the order 已发放 before 拟发放, paid_on,
-- payout_no; each covers from before_amount to after_amount. What lies above the cap, under the entitlement,
-- and in between falls out of where those points stand.
with ordered as (
    select
        step.line_no,
        step.node_id,
        line.is_paid,
        line.paid_on,
        line.left_amount,
        sum(line.left_amount) over (
            partition by step.node_id
            order by line.is_paid desc, line.paid_on asc nulls last, line.line_no asc
            rows between unbounded preceding and current row
        ) as after_amount
    from judge.payout_step as step
    inner join judge.payout_line as line on step.line_no = line.line_no
    where step.state = 'open'
),

placed as (
    select
        ordered.line_no,
        ordered.node_id,
        ordered.is_paid,
        ordered.paid_on,
        ordered.after_amount - ordered.left_amount as before_amount,
        ordered.after_amount,
        node.verdict,
        node.entitled_amount,
        node.base_amount,
        node.most_amount,
        -- The two ends, cut off at the cap.
        least(
            ordered.after_amount - ordered.left_amount,
            coalesce(node.cap_amount, ordered.after_amount)
        ) as capped_before_amount,
        least(ordered.after_amount, coalesce(node.cap_amount, ordered.after_amount)) as capped_after_amount
    from ordered
    inner join judge.node as node on ordered.node_id = node.node_id
),

covered as (
    select
        placed.*,
        placed.capped_after_amount - placed.capped_before_amount as under_cap_amount,
        case
            when placed.verdict = 'eligible'
                then
                    least(placed.capped_after_amount, placed.entitled_amount)
                    - least(placed.capped_before_amount, placed.entitled_amount)
            else 0
        end as compliant_amount,
        case
            when placed.verdict = 'eligible'
                then
                    least(placed.capped_after_amount, placed.most_amount)
                    - least(placed.capped_before_amount, placed.most_amount)
            else 0
        end as thinkable_amount,
        -- The stretch that only the shared persons of step 4 opened.
        case
            when placed.verdict = 'eligible'
                then
                    least(placed.capped_after_amount, placed.base_amount)
                    - least(placed.capped_before_amount, placed.base_amount)
            else 0
        end as base_covered_amount,
        placed.before_amount > 0 and placed.before_amount >= placed.entitled_amount as is_after_full
    from placed
),

split as (
    select
        covered.*,
        case
            when covered.verdict = 'eligible' then covered.thinkable_amount - covered.compliant_amount
            when covered.verdict = 'unknown' then covered.under_cap_amount
            else 0
        end as unverifiable_amount,
        case
            when covered.verdict = 'eligible' then covered.under_cap_amount - covered.thinkable_amount else 0
        end as beyond_amount
    from covered
)

select
    line_no,
    node_id,
    is_paid,
    paid_on,
    cast(before_amount as decimal(18, 2)) as before_amount,
    cast(under_cap_amount as decimal(18, 2)) as under_cap_amount,
    cast(after_amount - before_amount - under_cap_amount as decimal(18, 2)) as over_cap_amount,
    cast(compliant_amount as decimal(18, 2)) as compliant_amount,
    cast(unverifiable_amount as decimal(18, 2)) as unverifiable_amount,
    cast(case when verdict = 'ineligible' then under_cap_amount else 0 end as decimal(18, 2)) as ineligible_amount,
    cast(case when is_after_full then beyond_amount else 0 end as decimal(18, 2)) as duplicate_amount,
    cast(case when is_after_full then 0 else beyond_amount end as decimal(18, 2)) as over_entitlement_amount,
    cast(
        least(
            case when is_after_full then 0 else beyond_amount end,
            greatest(0, base_covered_amount - compliant_amount)
        ) as decimal(18, 2)
    ) as head_lost_amount,
    coalesce(
        verdict = 'eligible' and is_after_full and entitled_amount > 0
        and after_amount - before_amount >= entitled_amount, false
    ) as is_second_full_payment
from split
