-- 同一人员被两家单位申报
-- Grain: benefit_code, person_id
-- Reads: policy.benefit, policy.parameter, staging.claim, staging.claim_person
-- Article: 第十六条、第十七条
-- One person on the lists of two enterprises for a benefit paid per head. Whether money went out twice for them is
-- the split's matter; amount is the unit amount for each enterprise after the first,
-- and uscc the one that claimed first.
with claimed as (
    select distinct
        claim.code as benefit_code,
        claim.uscc,
        claim.claim_no,
        claim.submitted_on,
        listed.person_id,
        listed.delivery_no,
        listed.row_no
    from staging.claim as claim
    inner join staging.claim_person as listed on claim.claim_no = listed.claim_no
    where claim.uscc is not null
),

unit as (
    select
        benefit.benefit_code,
        max(parameter.value) as unit_amount
    from policy.benefit as benefit
    left join policy.parameter as parameter
        on
            benefit.benefit_code = parameter.benefit_code
            and parameter.name = 'unit_amount'
            and benefit.window_end >= parameter.valid_from
            and benefit.window_end < coalesce(parameter.valid_until, date '9999-12-31')
    group by benefit.benefit_code
),

twice as (
    select
        claimed.benefit_code,
        claimed.person_id,
        (array_agg(claimed.uscc order by claimed.submitted_on nulls last, claimed.claim_no))[1] as uscc,
        count(distinct claimed.uscc) as enterprise_count,
        string_agg(distinct claimed.claim_no, '、' order by claimed.claim_no) as claim_list,
        array_agg(
            { 'source': 'claim_person', 'delivery_no': claimed.delivery_no, 'row_no': claimed.row_no }
            order by claimed.delivery_no, claimed.row_no
        ) as places
    from claimed
    group by claimed.benefit_code, claimed.person_id
    having count(distinct claimed.uscc) > 1
)

select
    'person_claimed_twice' as code,
    'medium' as severity,
    twice.benefit_code,
    twice.uscc,
    twice.person_id,
    twice.person_id as subject,
    cast(null as varchar) as payout_no,
    benefit.window_start as period_start,
    benefit.window_end as period_end,
    cast(coalesce(unit.unit_amount, 0) * (twice.enterprise_count - 1) as decimal(18, 2)) as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    benefit.title || '：同一人员列入' || twice.enterprise_count || '家单位的申报花名册（申报编号' || twice.claim_list
    || '），只能计入一家，建议核实' as message,
    twice.places as evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    benefit.department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from twice
inner join policy.benefit as benefit on twice.benefit_code = benefit.benefit_code
inner join unit on twice.benefit_code = unit.benefit_code
where benefit.is_per_head
