-- 应享而暂不能支付的原因
-- Grain: benefit_code, subject_id
-- Reads: judge.shortfall, judge.payout_award, facts.enterprise, staging.payout, judge.payout_line, staging.person, run.context
-- Article: 全文
-- Money that is due and cannot be sent on the as-of day: the unit is closed since, the person has died, or the
-- proposal of it names no account.
with owed as (
    select
        shortfall.benefit_code,
        shortfall.subject_id,
        shortfall.uscc,
        shortfall.person_id
    from judge.shortfall as shortfall
    where shortfall.shortfall_code is not null
),

proposal as (
    select
        award.benefit_code,
        award.award_id as subject_id,
        bool_or(delivered.payee_account is not null) as has_account
    from judge.payout_award as award
    inner join judge.payout_line as line on award.line_no = line.line_no and not line.is_paid
    inner join staging.payout as delivered
        on line.delivery_no = delivered.delivery_no and line.row_no = delivered.row_no
    where award.fault is null
    group by award.benefit_code, award.award_id
),

death as (
    select
        person.person_id,
        min(person.deceased_on) as deceased_on
    from staging.person as person
    cross join run.context as context
    where person.deceased_on <= context.as_of
    group by person.person_id
),

found as (
    select
        owed.benefit_code,
        owed.subject_id,
        case
            when enterprise.status in ('注销', '吊销') and coalesce(enterprise.status_on <= context.as_of, true)
                then '单位已' || enterprise.status || coalesce('（' || enterprise.status_on || '）', '')
        end as closed,
        case when death.person_id is not null then '本人已故' end as dead,
        case when not proposal.has_account then '拟发放缺收款账号' end as no_account
    from owed
    cross join run.context as context
    left join facts.enterprise as enterprise on owed.uscc = enterprise.uscc
    left join death on owed.person_id = death.person_id
    left join proposal on owed.benefit_code = proposal.benefit_code and owed.subject_id = proposal.subject_id
)

select
    benefit_code,
    subject_id,
    concat_ws('、', closed, dead, no_account) as obstacle
from found
where closed is not null or dead is not null or no_account is not null
