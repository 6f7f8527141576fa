-- 每笔发放指向谁的资格（第二步，上半）
-- Grain: line_no
-- Reads: judge.payout_line, policy.benefit, policy.benefit_roster, staging.claim, staging.claim_person
-- Article: 全文
-- As: view
-- target_kind: subject (one entitlement by its subject), party (a claim measure without claim_no: by payee),
-- list (the sum over a claim's list of persons). A team is an enterprise with a person's benefit: its claim names no
-- person. fault says why there is no target. Lines with nothing left after their return have no row here.
with line as (
    select * from judge.payout_line
    where left_amount > 0
),

claim as (
    select
        claim_no,
        count(*) as row_count,
        min(code) as code,
        min(uscc) as uscc,
        min(person_id) as person_id
    from staging.claim
    group by claim_no
),

team_benefit as (
    select distinct benefit_code
    from policy.benefit_roster
    where members = 'person_or_enterprise'
),

listed as (
    select distinct
        claim_no,
        person_id
    from staging.claim_person
),

claimed as (
    select
        line.line_no,
        line.code,
        line.claim_no,
        line.uscc,
        line.person_id,
        benefit.subject_kind,
        claim.uscc as claim_uscc,
        claim.person_id as claim_person_id,
        team_benefit.benefit_code is not null and claim.uscc is not null and claim.person_id is null as is_team,
        case
            when line.has_payee_fault then '收款主体代码无效'
            when line.code is null then '事项不在政策包内'
            when line.claim_no is null then null
            when claim.claim_no is null then '申报编号查无此件'
            when claim.row_count > 1 then '申报编号对应多条申报'
            when coalesce(claim.code, '') <> line.code then '申报编号属于其他事项'
            when claim.uscc <> line.uscc then '申报单位与收款单位不一致'
            when
                line.person_id is not null
                and coalesce(claim.person_id, '') <> line.person_id
                and listed.person_id is null
                then '申报及其花名册中没有该收款人'
        end as fault
    from line
    left join policy.benefit as benefit on line.code = benefit.benefit_code
    left join team_benefit on line.code = team_benefit.benefit_code
    left join claim on line.claim_no = claim.claim_no
    left join listed on line.claim_no = listed.claim_no and line.person_id = listed.person_id
),

aimed as (
    select
        claimed.*,
        case
            when claimed.subject_kind = 'person'
                then
                    case
                        when claimed.claim_no is null or claimed.person_id is not null then 'subject'
                        when claimed.claim_person_id is not null or claimed.is_team then 'subject'
                        else 'list'
                    end
            -- Nothing is paid for a month of premiums: only its own number would find one.
            when claimed.subject_kind in ('enterprise', 'month') or claimed.claim_no is not null then 'subject'
            else 'party'
        end as target_kind
    from claimed
)

select
    aimed.line_no,
    aimed.code,
    aimed.claim_no,
    aimed.uscc,
    aimed.person_id,
    aimed.target_kind,
    case
        when aimed.target_kind <> 'subject' then null
        -- A person of the claim or of its list finds their own; an enterprise that is paid finds the claim's person.
        -- Where no claim is named, an enterprise that was paid stands for itself.
        when aimed.subject_kind = 'person' and aimed.is_team and aimed.person_id is null then aimed.claim_uscc
        when aimed.subject_kind = 'person'
            then
                coalesce(
                    aimed.person_id, aimed.claim_person_id, case when aimed.claim_no is null then aimed.uscc end
                )
        -- The claim speaks first, then the payee; an enterprise's benefit may have gone to a person alone.
        when aimed.subject_kind = 'enterprise'
            then coalesce(aimed.claim_uscc, aimed.claim_person_id, aimed.uscc, aimed.person_id)
        else aimed.claim_no
    end as target_id,
    aimed.fault
from aimed
