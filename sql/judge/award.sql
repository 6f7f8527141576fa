-- 每项资格（或花名册合计）的应享额
-- Grain: benefit_code, award_id
-- Reads: judge.award_member
-- Article: 全文
-- As: view
-- A list is the sum over its persons: unknown if one of them is, eligible if one of them is. Any other award is one
-- entitlement as it stands.
with member as (
    select * from judge.award_member
)

select
    benefit_code,
    award_id,
    is_list,
    uscc,
    person_id,
    period_start,
    period_end,
    verdict,
    cast(case when verdict = 'eligible' then amount else 0 end as decimal(18, 2)) as amount,
    cast(case when verdict = 'eligible' then gross_amount else 0 end as decimal(18, 2)) as gross_amount,
    cap_amount,
    unit_amount,
    cast(coalesce(possible_amount, 0) as decimal(18, 2)) as possible_amount,
    missing
from member
where not is_list

union all

select
    benefit_code,
    award_id,
    true as is_list,
    min(uscc) as uscc,
    cast(null as varchar) as person_id,
    min(period_start) as period_start,
    max(period_end) as period_end,
    case
        when bool_or(verdict = 'unknown') then 'unknown'
        when bool_or(verdict = 'eligible') then 'eligible'
        else 'ineligible'
    end as verdict,
    cast(sum(case when verdict = 'eligible' then amount else 0 end) as decimal(18, 2)) as amount,
    cast(sum(case when verdict = 'eligible' then gross_amount else 0 end) as decimal(18, 2)) as gross_amount,
    case when count(cap_amount) = count(*) then cast(sum(cap_amount) as decimal(18, 2)) end as cap_amount,
    cast(null as decimal(18, 2)) as unit_amount,
    cast(sum(coalesce(possible_amount, 0)) as decimal(18, 2)) as possible_amount,
    string_agg(distinct missing, '；' order by missing) as missing
from member
where is_list
group by benefit_code, award_id
