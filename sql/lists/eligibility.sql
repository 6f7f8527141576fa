-- 资格名单
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: verdicts.entitlement, policy.benefit, lists.verdict_title, lists.party_name, lists.subject_money
-- Article: 全文
-- One row a candidate: the eligible, then the ineligible with every reason, then the unknown with what is missing.
-- A subject with several periods shows what it was paid once.
-- Figures of filings and settlements are secrets of tax and health: they stand in the findings only.
with entitled as (
    select
        entitlement.*,
        benefit.subject_kind in ('filing', 'settlement') as is_secret,
        row_number() over (
            partition by entitlement.benefit_code, entitlement.subject_id
            order by entitlement.period_start, entitlement.period_end
        ) as part_no
    from verdicts.entitlement as entitlement
    inner join policy.benefit as benefit on entitlement.benefit_code = benefit.benefit_code
)

select
    row_number() over (
        order by
            entitled.benefit_code asc,
            verdict.sort_order asc,
            entitled.amount desc nulls last,
            entitled.subject_id asc,
            entitled.period_start asc,
            entitled.period_end asc
    ) as sort_no,
    entitled.benefit_code,
    entitled.verdict,
    verdict.title as verdict_title,
    entitled.subject_id,
    entitled.uscc,
    enterprise.name as enterprise_name,
    entitled.person_id,
    person.name as person_name,
    entitled.claim_no,
    entitled.period_start,
    entitled.period_end,
    entitled.quantity,
    case when not entitled.is_secret then entitled.unit_amount end as unit_amount,
    case when not entitled.is_secret then entitled.gross_amount end as gross_amount,
    case when not entitled.is_secret then entitled.cap_amount end as cap_amount,
    case when not entitled.is_secret then entitled.cut_amount end as cut_amount,
    case when not entitled.is_secret then entitled.amount end as amount,
    money.paid_amount,
    money.proposed_amount,
    money.owed_amount,
    money.recover_amount,
    money.cut_proposal_amount,
    money.unverifiable_amount,
    case
        when entitled.verdict = 'eligible' then null
        when entitled.is_secret then '涉税、涉健康事项，理由见疑点清单'
        else entitled.reason
    end as reason
from entitled
inner join lists.verdict_title as verdict on entitled.verdict = verdict.verdict
left join lists.party_name as enterprise on entitled.uscc = enterprise.code
left join lists.party_name as person on entitled.person_id = person.code
left join lists.subject_money as money
    on
        entitled.benefit_code = money.benefit_code
        and entitled.subject_id = money.subject_id
        and entitled.part_no = 1
        and not entitled.is_secret
