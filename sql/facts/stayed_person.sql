-- 留苏过年人员
-- Grain: benefit_code, claim_no, person_id
-- Reads: policy.benefit, policy.package, facts.window_month, facts.claim, facts.claimed_person, facts.person, facts.insured_month, facts.unplaced_month, facts.coverage
-- Article: 第十六条
-- Persons listed in a claim of an enterprise: non-Suzhou, and insured at the claiming enterprise in a month of the
-- window before its last (January or February).
with listed as (
    select
        claim.benefit_code,
        claim.claim_no,
        claim.uscc,
        named.person_id,
        named.delivery_no,
        named.row_no,
        benefit.window_start,
        benefit.window_end
    from policy.benefit as benefit
    inner join facts.claim as claim on benefit.benefit_code = claim.benefit_code
    inner join facts.claimed_person as named
        on
            claim.benefit_code = named.benefit_code
            and claim.claim_no = named.claim_no
    where
        benefit.rule = 'gs23_16a'
        and claim.uscc is not null
        and named.is_listed
),

insured as (
    select
        listed.benefit_code,
        listed.claim_no,
        listed.person_id,
        coalesce(bool_or(insured.is_insured), false) as is_insured,
        bool_or(
            insured.is_insured is null
            and (unplaced.person_id is not null or not coalesce(coverage.covered, false))
        ) as is_unknown
    from listed
    inner join facts.window_month as window_month
        on
            listed.benefit_code = window_month.benefit_code
            and not window_month.is_last
    left join facts.insured_month as insured
        on
            listed.window_start = insured.window_start
            and listed.window_end = insured.window_end
            and listed.person_id = insured.person_id
            and listed.uscc = insured.uscc
            and window_month.month = insured.month
    left join facts.unplaced_month as unplaced
        on
            listed.person_id = unplaced.person_id
            and window_month.month = unplaced.month
    left join facts.coverage as coverage
        on
            coverage.source = 'social_insurance'
            and coverage.partition = cast(window_month.month as varchar)
    group by listed.benefit_code, listed.claim_no, listed.person_id
)

select
    listed.benefit_code,
    listed.claim_no,
    listed.uscc,
    listed.person_id,
    case
        when person.hukou_code like package.region_prefix || '%' then 'fail'
        when not insured.is_insured and not insured.is_unknown then 'fail'
        when person.hukou_code is not null and insured.is_insured then 'pass'
        else 'unknown'
    end as verdict,
    person.hukou_code is null as is_hukou_unknown,
    not insured.is_insured and insured.is_unknown as is_insurance_unknown,
    listed.delivery_no,
    listed.row_no
from listed
cross join policy.package as package
inner join insured
    on
        listed.benefit_code = insured.benefit_code
        and listed.claim_no = insured.claim_no
        and listed.person_id = insured.person_id
left join facts.person as person on listed.person_id = person.person_id
