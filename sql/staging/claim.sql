-- 申报台账
-- Grain: claim_no
-- Reads: source.claim, staging.known_alias, run.context, staging.subject_link
-- Article: 全文
-- As: view
-- Rows dated after the as-of day are absent. `code` is the package's code, null where the package knows none.
select
    delivered.claim_no,
    delivered.benefit_code,
    known_alias.benefit_code as code,
    coalesce(link.linked_uscc, delivered.uscc) as uscc,
    delivered.person_id,
    delivered.matter,
    delivered.occurred_on,
    delivered.ended_on,
    delivered.quantity,
    delivered.base_amount,
    delivered.category,
    delivered.submitted_on,
    delivered.approved,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.claim as delivered
cross join run.context as context
left join staging.known_alias as known_alias on delivered.benefit_code = known_alias.alias
left join staging.subject_link as link on delivered.uscc = link.uscc and link.is_merged
where
    delivered.occurred_on is null
    or delivered.occurred_on <= context.as_of
