-- 数据覆盖
-- Grain: source, partition
-- Reads: source.availability, staging.social_insurance, staging.roster, staging.claim, facts.premium_year_month, facts.window_month, policy.benefit, policy.benefit_roster, policy.assumption, policy.coverage_override, run.context
-- Article: 全文
-- Whether absence means "no" (covered) or "not known". Settings overrule what the rows say, a partition before its
-- whole source; a month after the as-of day is never covered. Months are those of the insurance of A-SI-1; where a
-- measure asks for premiums of an insurance of its own, that is named before the month.
with known_partition as (
    select
        'social_insurance' as source,
        cast(social_insurance.period as varchar) as partition,
        true as has_rows
    from staging.social_insurance
    inner join policy.assumption as insurance
        on
            insurance.assumption_id = 'A-SI-1'
            and social_insurance.insurance_type = insurance.value
    where social_insurance.period is not null
    group by social_insurance.period
    union all
    select distinct
        'social_insurance' as source,
        cast(month as varchar) as partition,
        false as has_rows
    from facts.window_month
    union all
    select
        'social_insurance' as source,
        looked_at.insurance_type || ' ' || looked_at.month as partition,
        premium.period is not null as has_rows
    from facts.premium_year_month as looked_at
    left join (
        select distinct
            insurance_type,
            period
        from staging.social_insurance
    ) as premium
        on
            looked_at.insurance_type = premium.insurance_type
            and looked_at.month = premium.period
    union all
    select distinct
        'roster' as source,
        roster as partition,
        true as has_rows
    from staging.roster
    union all
    select distinct
        'roster' as source,
        roster as partition,
        false as has_rows
    from policy.benefit_roster
    union all
    select distinct
        'claim' as source,
        code as partition,
        true as has_rows
    from staging.claim
    where code is not null
    union all
    select
        'claim' as source,
        benefit_code as partition,
        false as has_rows
    from policy.benefit
    union all
    select
        source,
        'whole' as partition,
        is_delivered as has_rows
    from source.availability
    union all
    select
        source,
        partition,
        false as has_rows
    from policy.coverage_override
),

-- Of a source of which too much was rejected the rows that came say nothing of those that did not.
seen as (
    select
        known_partition.source,
        known_partition.partition,
        case
            when known_partition.source = 'social_insurance'
                then try_cast(regexp_extract(known_partition.partition, '[0-9]+$') as integer)
        end as month,
        bool_or(known_partition.has_rows) and not coalesce(bool_or(available.is_braked), false) as has_rows
    from known_partition
    left join source.availability as available on known_partition.source = available.source
    group by known_partition.source, known_partition.partition
)

select
    seen.source,
    seen.partition,
    coalesce(by_partition.covered, by_source.covered, seen.has_rows)
    and (
        seen.source <> 'social_insurance'
        or seen.partition = 'whole'
        or coalesce(
            seen.month <= extract(year from context.as_of) * 100 + extract(month from context.as_of), false
        )
    ) as covered,
    case
        when coalesce(by_partition.covered, by_source.covered) is null then 'rows seen' else 'settings'
    end as basis
from seen
cross join run.context as context
left join policy.coverage_override as by_partition
    on
        seen.source = by_partition.source
        and coalesce(cast(seen.month as varchar), seen.partition) = by_partition.partition
left join policy.coverage_override as by_source
    on
        seen.source = by_source.source
        and by_source.partition = 'whole'
