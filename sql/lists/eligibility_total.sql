-- 资格名单各结论的合计
-- Grain: benefit_code, verdict
-- Reads: lists.judged_subject, lists.verdict_title
-- Article: 全文
-- Of all subjects, also of those that a list does not show: clean premium months, and what is too long for a sheet.
select
    verdict.sort_order as sort_no,
    subject.benefit_code,
    verdict.title as verdict_title,
    count(*) as row_count,
    cast(sum(subject.quantity) as decimal(18, 6)) as quantity,
    cast(sum(subject.gross_amount) as decimal(18, 2)) as gross_amount,
    cast(sum(subject.cut_amount) as decimal(18, 2)) as cut_amount,
    cast(sum(subject.amount) as decimal(18, 2)) as amount,
    cast(sum(subject.paid_amount) as decimal(18, 2)) as paid_amount,
    cast(sum(subject.proposed_amount) as decimal(18, 2)) as proposed_amount,
    cast(sum(subject.owed_amount) as decimal(18, 2)) as owed_amount,
    cast(sum(subject.recover_amount) as decimal(18, 2)) as recover_amount,
    cast(sum(subject.cut_proposal_amount) as decimal(18, 2)) as cut_proposal_amount,
    cast(sum(subject.unverifiable_amount) as decimal(18, 2)) as unverifiable_amount,
    cast(sum(subject.claimed_amount) as decimal(18, 2)) as claimed_amount,
    cast(sum(subject.over_amount) as decimal(18, 2)) as over_amount,
    cast(sum(subject.under_amount) as decimal(18, 2)) as under_amount
from lists.judged_subject as subject
inner join lists.verdict_title as verdict on subject.verdict = verdict.verdict
group by verdict.sort_order, subject.benefit_code, verdict.title
