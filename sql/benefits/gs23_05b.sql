-- 小规模纳税人征收率、预征率减按
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: facts.parameter, facts.filing_case
-- Article: 第五条
-- A rate above one is a percentage written whole: not known what was meant.
with measure as (
    select
        benefit_code,
        value as full_rate,
        rtrim(rtrim(cast(value as varchar), '0'), '.') as full_rate_text
    from facts.parameter
    where name = 'full_rate'
),

candidate as (
    select
        filing.*,
        measure.full_rate_text,
        rtrim(rtrim(cast(filing.rate as varchar), '0'), '.') as rate_text,
        case
            when filing.rate = measure.full_rate then 'pass'
            when filing.rate <= 1 then 'fail'
            else 'unknown'
        end as rate_verdict
    from facts.filing_case as filing
    inner join measure on filing.benefit_code = measure.benefit_code
    where filing.rule = 'gs23_05b'
)

select
    benefit_code,
    subject_kind,
    subject_id,
    uscc,
    person_id,
    cast(null as varchar) as claim_no,
    period_start,
    period_end,
    conditions
    || [
        {
            'condition_code': 'full_rate_applies',
            'verdict': rate_verdict,
            'observed': coalesce('税率 ' || rate_text, '税率不明'),
            'required': '税率 ' || full_rate_text,
            'missing': case
                when rate_verdict <> 'unknown' then null
                when rate is null then '税费申报明细的税率'
                else '税费申报明细中写成小数的税率（现为 ' || rate_text || '）'
            end
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    gross_amount,
    cap_amount,
    amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    evidence
from candidate
