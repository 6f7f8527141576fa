-- 按申报给付：基数的一定比例，或一次性定额
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.claim_candidate
-- Article: 第十条、第二十六条
-- What is paid on an approved claim: a share of its base (interest paid, money invested) up to the cap, or, where the
-- measure names an amount, that amount.
with measure as (
    select
        benefit.benefit_code,
        max(parameter.value) filter (where parameter.name = 'rate') as rate,
        bool_or(parameter.name = 'amount') as is_fixed,
        max(parameter.value) filter (where parameter.name = 'amount') as fixed_amount,
        max(parameter.value) filter (where parameter.name = 'cap_amount') as cap_amount
    from policy.benefit as benefit
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_10a'
    group by benefit.benefit_code
)

select
    candidate.benefit_code,
    candidate.subject_kind,
    candidate.subject_id,
    candidate.uscc,
    candidate.person_id,
    candidate.claim_no,
    candidate.window_start as period_start,
    candidate.window_end as period_end,
    candidate.conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    -- DECIMAL all the way; the cast to fen is the one rounding, half up.
    cast(
        case
            when measure.is_fixed then measure.fixed_amount
            else cast(candidate.base_amount as decimal(20, 2)) * cast(measure.rate as decimal(18, 6))
        end as decimal(18, 2)
    ) as gross_amount,
    cast(measure.cap_amount as decimal(18, 2)) as cap_amount,
    case
        when measure.is_fixed and measure.fixed_amount is null then '参数 ' || candidate.benefit_code || '.amount'
        when not measure.is_fixed
            then nullif(
                concat_ws(
                    '、',
                    case when candidate.base_amount is null then '申报台账的核定基数金额' end,
                    case when measure.rate is null then '参数 ' || candidate.benefit_code || '.rate' end
                ),
                ''
            )
    end as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    candidate.evidence
from facts.claim_candidate as candidate
inner join measure on candidate.benefit_code = measure.benefit_code
