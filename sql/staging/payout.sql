-- 补贴发放台账
-- Grain: payout_no
-- Reads: source.payout, staging.known_alias, run.context, staging.subject_link
-- Article: 全文
-- As: view
-- Rows paid after the as-of day are absent; a return dated after it has not happened yet.
-- delivered_uscc is the code as it stood, where the unit is known under another one.
-- `code` is the package's code (from the code, else from the name), null where the package knows none.
with dated as (
    select
        delivered.*,
        coalesce(delivered.returned_on > context.as_of, false) as is_returned_later
    from source.payout as delivered
    cross join run.context as context
    where
        delivered.paid_on is null
        or delivered.paid_on <= context.as_of
)

select
    dated.payout_no,
    dated.benefit_code,
    dated.benefit_name,
    coalesce(by_code.benefit_code, by_name.benefit_code) as code,
    dated.level,
    dated.department,
    dated.claim_no,
    coalesce(link.linked_uscc, dated.uscc) as uscc,
    case when link.uscc is not null then dated.uscc end as delivered_uscc,
    link.basis as link_basis,
    dated.person_id,
    dated.payee_name,
    dated.payee_account,
    dated.period_start,
    dated.period_end,
    dated.quantity,
    dated.amount,
    case when dated.is_returned_later and dated.status = '已退回' then '已发放' else dated.status end as status,
    dated.voucher_no,
    dated.paid_on,
    case when not dated.is_returned_later then dated.returned_amount end as returned_amount,
    case when not dated.is_returned_later then dated.returned_on end as returned_on,
    dated.reverses_payout_no,
    dated.uscc_fault,
    dated.person_id_fault,
    dated.delivery_no,
    dated.row_no,
    dated.content_hash
from dated
left join staging.known_alias as by_code on dated.benefit_code = by_code.alias
left join staging.known_alias as by_name on dated.benefit_name = by_name.alias
left join staging.subject_link as link on dated.uscc = link.uscc and link.is_merged and dated.uscc_fault is null
