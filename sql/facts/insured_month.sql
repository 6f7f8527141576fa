-- 参保月份
-- Grain: window_start, window_end, uscc, person_id, month
-- Reads: policy.benefit, policy.assumption, facts.window_month, facts.subject, facts.person_month, facts.talent_hire, facts.employment_payment, run.context
-- Article: 全文
-- Months decided by a row at that employer: insured by a received 正常 row, not insured where there is a 退费 row. The
-- window matters to 补缴 alone (A-SI-2: counts when received inside it). No row here: nothing decides the month.
with looked_at as (
    select
        benefit.window_start,
        benefit.window_end,
        payment.*
    from policy.benefit as benefit
    inner join facts.window_month as window_month on benefit.benefit_code = window_month.benefit_code
    inner join facts.subject as subject on benefit.benefit_code = subject.benefit_code
    inner join facts.employment_payment as payment
        on
            subject.subject_id = payment.uscc
            and window_month.month = payment.month
    where benefit.rule = 'gs23_16a'
    union all
    select
        head_month.window_start,
        head_month.window_end,
        payment.*
    from facts.person_month as head_month
    inner join facts.employment_payment as payment
        on
            head_month.person_id = payment.person_id
            and head_month.uscc = payment.uscc
            and head_month.month = payment.month
    union all
    select
        talent.window_start,
        talent.window_end,
        payment.*
    from (select distinct
        window_start,
        window_end,
        person_id
    from facts.talent_hire) as talent
    inner join facts.employment_payment as payment on talent.person_id = payment.person_id
    where payment.uscc is not null
),

judged as (
    select
        looked_at.window_start,
        looked_at.window_end,
        looked_at.uscc,
        looked_at.person_id,
        looked_at.month,
        looked_at.delivery_no,
        looked_at.row_no,
        looked_at.payment_kind = '退费' as is_refund,
        looked_at.paid_on <= context.as_of
        and (
            looked_at.payment_kind = '正常'
            or (
                looked_at.payment_kind = '补缴'
                and back_payment.value = 'include'
                and looked_at.paid_on between looked_at.window_start and looked_at.window_end
            )
        ) as is_counted
    from looked_at
    cross join run.context as context
    inner join policy.assumption as back_payment on back_payment.assumption_id = 'A-SI-2'
)

select
    window_start,
    window_end,
    uscc,
    person_id,
    month,
    not bool_or(is_refund) as is_insured,
    min(delivery_no) as delivery_no,
    min(row_no) as row_no
from judged
where
    is_refund
    or is_counted
group by window_start, window_end, uscc, person_id, month
