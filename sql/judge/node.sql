-- 发放节点：同一资格、同一级次的全部发放
-- Grain: node_id
-- Reads: judge.payout_line, judge.payout_step, judge.award, judge.shared_head
-- Article: 全文
-- entitled_amount is null where unknown; a node at a level no rule covers is entitled to what was paid there
-- (A-EX-4 = presumed). base_amount is the entitlement before the shared persons left it (step 4), and
-- most_amount what it could still become through persons who are not known yet. tie_rank is the order in which
-- ties are broken: first paid_on (none last), benefit, subject, level.
with line as (
    select
        step.node_id,
        -- All three are parts of the node's id.
        any_value(step.benefit_code) as benefit_code,
        any_value(step.award_id) as award_id,
        any_value(step.level) as level,
        bool_and(step.is_covered) as is_covered,
        min(payout.paid_on) as first_paid_on,
        bool_or(payout.is_paid) as has_paid,
        cast(sum(payout.left_amount) as decimal(18, 2)) as left_amount
    from judge.payout_step as step
    inner join judge.payout_line as payout on step.line_no = payout.line_no
    where step.state = 'open'
    group by step.node_id
),

lost as (
    select
        benefit_code,
        subject_id,
        count(distinct person_id) as lost_count,
        min(assumption_id) as assumption_id
    from judge.shared_head
    group by benefit_code, subject_id
),

recomputed as (
    select
        line.*,
        award.is_list,
        award.uscc,
        award.person_id,
        award.missing,
        case when line.is_covered then award.verdict else 'eligible' end as verdict,
        case when line.is_covered then award.cap_amount end as cap_amount,
        case when line.is_covered then award.amount else line.left_amount end as base_amount,
        case when line.is_covered then coalesce(lost.lost_count, 0) else 0 end as lost_count,
        case when line.is_covered then lost.assumption_id end as lost_assumption_id,
        case
            when line.is_covered
                then award.gross_amount - coalesce(lost.lost_count * award.unit_amount, 0)
            else line.left_amount
        end as gross_amount,
        case when line.is_covered then award.possible_amount else 0 end as possible_amount
    from line
    inner join judge.award as award on line.benefit_code = award.benefit_code and line.award_id = award.award_id
    left join lost on line.benefit_code = lost.benefit_code and line.award_id = lost.subject_id
)

select
    node_id,
    benefit_code,
    award_id,
    level,
    is_covered,
    is_list,
    uscc,
    person_id,
    verdict,
    missing,
    first_paid_on,
    has_paid,
    left_amount,
    cap_amount,
    cast(case when verdict = 'eligible' then base_amount when verdict = 'ineligible' then 0 end as decimal(18, 2))
        as base_amount,
    lost_count,
    lost_assumption_id,
    cast(
        case
            when verdict = 'eligible' and lost_count = 0 then base_amount
            when verdict = 'eligible' then greatest(0, least(gross_amount, coalesce(cap_amount, gross_amount)))
            when verdict = 'ineligible' then 0
        end as decimal(18, 2)
    ) as entitled_amount,
    cast(
        case
            when verdict = 'eligible' and lost_count = 0 and possible_amount = 0 then base_amount
            when verdict = 'eligible'
                then greatest(
                    0,
                    least(gross_amount + possible_amount, coalesce(cap_amount, gross_amount + possible_amount))
                )
            when verdict = 'ineligible' then 0
        end as decimal(18, 2)
    ) as most_amount,
    row_number() over (
        order by
            first_paid_on nulls last,
            benefit_code,
            award_id,
            case level when '中央' then 1 when '省' then 2 when '市' then 3 else 4 end
    ) as tie_rank
from recomputed
