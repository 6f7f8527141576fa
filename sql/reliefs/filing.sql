-- 税费减免的判定
-- Grain: key, benefit_code
-- Reads: policy.benefit, policy.exclusive_pair, facts.filing, verdicts.entitlement
-- Article: 第四条、第五条、第六条、第七条
-- One row under the code a filing claims (without one, under the best), and one more, claimed 0, under the highest
-- eligible code where that is more than the claimed one keeps. A code that the package does not know may be relief by
-- another law: beyond what the best one gives it is not verifiable. A 红字 filing takes relief back: below 0 nothing is
-- too much.
with judged as (
    select
        entitlement.benefit_code,
        entitlement.subject_id,
        entitlement.verdict,
        entitlement.amount,
        filing.relief_amount,
        filing.code,
        filing.is_relief_known and (filing.relief_code is null or filing.code is not null) as is_told,
        row_number() over (
            partition by entitlement.subject_id
            order by
                case entitlement.verdict when 'eligible' then 1 when 'unknown' then 2 else 3 end asc,
                entitlement.amount desc nulls last,
                coalesce(entitlement.benefit_code = filing.code, false) desc,
                entitlement.benefit_code asc
        ) as place
    from verdicts.entitlement as entitlement
    inner join facts.filing as filing on entitlement.subject_id = filing.filing_no
    where entitlement.subject_kind = 'filing'
),

best as (
    select *
    from judged
    where place = 1 and verdict = 'eligible'
),

-- The row that the relief stands in.
own as (
    select
        judged.*,
        best.subject_id is not null as has_eligible,
        greatest(judged.relief_amount - greatest(judged.amount, 0), 0) as over_amount,
        greatest(judged.amount - judged.relief_amount, 0) as under_amount,
        case when judged.verdict = 'eligible' then greatest(least(judged.relief_amount, judged.amount), 0) else 0 end
            as kept_amount
    from judged
    left join best on judged.subject_id = best.subject_id
    where
        judged.benefit_code = judged.code
        or (judged.code is null and judged.relief_amount <> 0 and judged.place = 1)
),

held as (
    select
        *,
        case
            when verdict = 'unknown' or not is_told and (over_amount > 0 or under_amount > 0) then 'unverifiable'
            when verdict = 'ineligible' and over_amount > 0 then 'ineligible'
            when verdict = 'ineligible' then 'compliant'
            when over_amount > 0 then 'over'
            when under_amount > 0 then 'under'
            else 'compliant'
        end as relief_verdict
    from own
),

-- The higher one that was not claimed.
missed as (
    select
        best.benefit_code,
        best.subject_id,
        best.amount,
        held.benefit_code as claimed_code,
        coalesce(held.kept_amount, 0) as kept_amount,
        best.amount - coalesce(held.kept_amount, 0) as missed_amount
    from best
    left join held on best.subject_id = held.subject_id
    where
        coalesce(held.benefit_code <> best.benefit_code and held.relief_verdict <> 'unverifiable', true)
        and best.amount > coalesce(held.kept_amount, 0)
),

compared as (
    select
        held.benefit_code,
        held.subject_id,
        held.relief_amount as claimed_amount,
        case when held.relief_verdict <> 'unverifiable' then held.amount end as entitled_amount,
        case when held.relief_verdict in ('over', 'ineligible') then held.over_amount else 0 end as excess_amount,
        case when held.relief_verdict = 'under' and missed.subject_id is null then held.under_amount else 0 end
            as shortfall_amount,
        case
            when held.relief_verdict = 'under' and missed.subject_id is not null then 'compliant'
            else held.relief_verdict
        end as verdict,
        held.is_told,
        cast(null as varchar) as claimed_code,
        cast(null as decimal(18, 2)) as kept_amount,
        cast(null as varchar) as pair_id
    from held
    left join missed on held.subject_id = missed.subject_id
    where held.relief_amount <> 0 or held.has_eligible
    union all
    select
        missed.benefit_code,
        missed.subject_id,
        0 as claimed_amount,
        missed.amount as entitled_amount,
        0 as excess_amount,
        missed.missed_amount as shortfall_amount,
        'under' as verdict,
        true as is_told,
        missed.claimed_code,
        missed.kept_amount,
        pair.pair_id
    from missed
    left join policy.exclusive_pair as pair
        on
            pair.is_on
            and pair.scope = 'filing'
            and missed.benefit_code in (pair.benefit_code_a, pair.benefit_code_b)
            and missed.claimed_code in (pair.benefit_code_a, pair.benefit_code_b)
)

select
    'tax_filing' as source,
    compared.subject_id as key,
    compared.benefit_code,
    entitlement.uscc,
    entitlement.person_id,
    compared.claimed_amount,
    cast(compared.entitled_amount as decimal(18, 2)) as entitled_amount,
    cast(compared.excess_amount as decimal(18, 2)) as excess_amount,
    cast(compared.shortfall_amount as decimal(18, 2)) as shortfall_amount,
    compared.verdict,
    compared.subject_id,
    entitlement.period_start,
    entitlement.period_end,
    case
        when compared.pair_id is not null then 'lower_paid'
        when compared.shortfall_amount > 0 then 'relief_under'
        when compared.excess_amount > 0 then 'relief_over'
    end as finding_code,
    benefit.title || '：'
    || case
        when compared.claimed_code is not null
            then
                '应享' || compared.entitled_amount || '元；申报享受的是' || claimed.title || '，可保留' || compared.kept_amount
                || '元，少享' || compared.shortfall_amount || '元'
        when compared.verdict = 'unverifiable' then '已享' || compared.claimed_amount || '元，应享多少待核实'
        when compared.verdict = 'ineligible'
            then '已享' || compared.claimed_amount || '元，不符合条件（' || entitlement.reason || '）'
        else
            '应享' || compared.entitled_amount || '元，已享' || compared.claimed_amount || '元'
            || case
                when compared.excess_amount > 0 then '，多享' || compared.excess_amount || '元'
                when compared.shortfall_amount > 0 then '，少享' || compared.shortfall_amount || '元'
                else ''
            end
    end as explanation,
    case
        when compared.verdict <> 'unverifiable' then null
        when entitlement.missing is not null then entitlement.missing
        else '政策包认得的减免事项编码，或同一申报序号各行一致的减免'
    end as missing,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    entitlement.evidence
from compared
inner join policy.benefit as benefit on compared.benefit_code = benefit.benefit_code
inner join verdicts.entitlement as entitlement
    on
        compared.benefit_code = entitlement.benefit_code
        and compared.subject_id = entitlement.subject_id
left join policy.benefit as claimed on compared.claimed_code = claimed.benefit_code
