-- 社会保险缴费明细
-- Grain: one row a person, employer, insurance, month and payment
-- Reads: source.social_insurance, source.enterprise, run.context, staging.subject_link
-- Article: 全文
-- As: view
-- A month that begins after the as-of day is absent. `uscc` is found through employer_no where it is empty;
-- a number that nobody, or more than one enterprise, registered leaves the employer unknown.
with registered_number as (
    select
        si_employer_no,
        min(uscc) as uscc
    from source.enterprise
    where si_employer_no is not null
    group by si_employer_no
    having min(uscc) = max(uscc)
)

select
    delivered.person_id,
    delivered.person_name,
    coalesce(link.linked_uscc, delivered.uscc, registered_number.uscc) as uscc,
    delivered.employer_no,
    delivered.employer_name,
    delivered.insurance_type,
    delivered.period,
    delivered.contribution_base,
    delivered.employer_amount,
    delivered.employee_amount,
    delivered.payment_kind,
    delivered.paid_on,
    delivered.uscc is null
    and delivered.employer_no is not null
    and registered_number.uscc is null as is_employer_unknown,
    delivered.delivery_no,
    delivered.row_no,
    delivered.content_hash
from source.social_insurance as delivered
cross join run.context as context
left join registered_number on delivered.employer_no = registered_number.si_employer_no
left join staging.subject_link as link on delivered.uscc = link.uscc and link.is_merged
-- One comparison: what a reader looks for (a month, an insurance) does not reach the files past an `or`.
where
    coalesce(delivered.period, 0) <= extract(year from context.as_of) * 100 + extract(month from context.as_of)
