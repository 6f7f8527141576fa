-- 困难减免核准金额的使用
-- Grain: benefit_code, filing_no
-- Reads: facts.filing_case, facts.enterprise_industry, facts.hardship_claim
-- Article: 第四条
-- Approved amounts are used by occurred_on and claim_no, over the filings by period_start and filing_no, each up to what is
-- due; a filing draws on the claims in touch with its period alone. One turn is one filing of each taxpayer, and carries
-- what is left of all its claims. A claim without a figure leaves open what a filing that needs it gets, and what is left.
with recursive filing as (
    select
        filing.benefit_code,
        filing.taxpayer_id,
        filing.filing_no,
        filing.cap_amount,
        row_number() over (
            partition by filing.benefit_code, filing.taxpayer_id order by filing.period_start, filing.filing_no
        ) as turn
    from facts.filing_case as filing
    inner join facts.enterprise_industry as industry
        on
            filing.benefit_code = industry.benefit_code
            and filing.uscc = industry.uscc
            and industry.verdict = 'fail'
    inner join (
        select distinct
            benefit_code,
            filing_no
        from facts.hardship_claim
        where verdict = 'pass'
    ) as approved
        on
            filing.benefit_code = approved.benefit_code
            and filing.filing_no = approved.filing_no
    where
        filing.verdict = 'pass'
        and filing.cap_amount is not null
),

touching as (
    select
        benefit_code,
        filing_no,
        claim_no
    from facts.hardship_claim
    where verdict = 'pass'
),

usage as (
    select distinct
        benefit_code,
        taxpayer_id,
        claim_no,
        occurred_on,
        cast(0 as bigint) as turn,
        cast(null as varchar) as filing_no,
        false as is_touching,
        cast(base_amount as decimal(38, 2)) as before_amount,
        cast(0 as decimal(38, 2)) as used_amount
    from facts.hardship_claim
    where verdict = 'pass'
    union all
    select
        drawn.benefit_code,
        drawn.taxpayer_id,
        drawn.claim_no,
        drawn.occurred_on,
        drawn.turn,
        drawn.filing_no,
        drawn.is_touching,
        drawn.left_amount as before_amount,
        case
            when not drawn.is_touching or drawn.reached_amount >= drawn.cap_amount then 0
            when drawn.is_open or drawn.left_amount is null then null
            else least(drawn.left_amount, drawn.cap_amount - drawn.reached_amount)
        end as used_amount
    from (
        select
            usage.benefit_code,
            usage.taxpayer_id,
            usage.claim_no,
            usage.occurred_on,
            filing.turn,
            filing.filing_no,
            filing.cap_amount,
            usage.before_amount - usage.used_amount as left_amount,
            touching.claim_no is not null as is_touching,
            coalesce(
                sum(usage.before_amount - usage.used_amount) filter (where touching.claim_no is not null) over earlier,
                0
            ) as reached_amount,
            coalesce(
                bool_or(usage.used_amount is null or usage.before_amount is null)
                filter (where touching.claim_no is not null) over earlier,
                false
            ) as is_open
        from usage
        inner join filing
            on
                usage.benefit_code = filing.benefit_code
                and usage.taxpayer_id = filing.taxpayer_id
                and usage.turn + 1 = filing.turn
        left join touching
            on
                filing.benefit_code = touching.benefit_code
                and filing.filing_no = touching.filing_no
                and usage.claim_no = touching.claim_no
        window earlier as (
            partition by usage.benefit_code, usage.taxpayer_id
            order by usage.occurred_on, usage.claim_no
            rows between unbounded preceding and 1 preceding
        )
    ) as drawn
)

select
    benefit_code,
    filing_no,
    cast(sum(before_amount) filter (where is_touching) as decimal(18, 2)) as available_amount,
    count(used_amount) = count(*) as is_known
from usage
where filing_no is not null
group by benefit_code, filing_no
