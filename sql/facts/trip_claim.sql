-- 返岗包车申报与领取人
-- Grain: benefit_code, subject_id
-- Reads: policy.benefit, facts.claim, facts.applicant, facts.coverage
-- Article: 第十七条
-- Every claim is a candidate of its own; so is a payee of whom no claim is there, with nothing but that against them.
with measure as (
    select
        benefit_code,
        window_start,
        window_end
    from policy.benefit
    where rule = 'gs23_17a'
)

select
    measure.benefit_code,
    measure.window_start,
    measure.window_end,
    'claim' as subject_kind,
    claim.claim_no as subject_id,
    claim.uscc,
    claim.person_id,
    claim.claim_no,
    -- Whom the rosters are asked about; an empty 信用代码 leaves that open.
    claim.uscc as roster_id,
    'pass' as claim_verdict,
    claim.occurred_on,
    claim.is_in_window,
    claim.approved,
    claim.quantity,
    claim.base_amount,
    claim.delivery_no,
    claim.row_no
from measure
inner join facts.claim as claim on measure.benefit_code = claim.benefit_code
union all
select
    measure.benefit_code,
    measure.window_start,
    measure.window_end,
    case when payee.uscc is null then 'person' else 'enterprise' end as subject_kind,
    payee.subject_id,
    payee.uscc,
    payee.person_id,
    null as claim_no,
    payee.subject_id as roster_id,
    case when coverage.covered then 'fail' else 'unknown' end as claim_verdict,
    null as occurred_on,
    null as is_in_window,
    null as approved,
    null as quantity,
    null as base_amount,
    null as delivery_no,
    null as row_no
from measure
inner join facts.applicant as payee on measure.benefit_code = payee.benefit_code
left join facts.coverage as coverage
    on
        coverage.source = 'claim'
        and measure.benefit_code = coverage.partition
where not payee.is_claimant
