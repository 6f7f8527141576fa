-- 每项措施所看的税费申报与其减免数额
-- Grain: benefit_code, subject_id
-- Reads: facts.parameter, facts.filing, facts.filing_kind, facts.applicant
-- Article: 第四条、第五条、第六条、第七条
-- Every filing that a measure is about and whose period touches its window, or that claims it; and every payee or
-- claimant of the measure without such a filing. Relief is that of the months inside the window, base and cap alike,
-- reckoned in fen, millionths and whole months and rounded half up once.
with measure as (
    select
        benefit_code,
        max(value) filter (where name = 'tax_due_rate') as tax_due_rate,
        max(value) filter (where name = 'input_tax_rate') as input_tax_rate,
        coalesce(
            max(value) filter (where name = 'tax_base_rate'),
            max(value) filter (where name = 'full_rate') - max(value) filter (where name = 'reduced_rate')
        ) as tax_base_rate,
        max(value) filter (where name = 'cap_rate') as cap_rate
    from facts.parameter
    group by benefit_code
),

candidate as (
    select
        kind.kind_no,
        kind.benefit_code,
        kind.rule,
        kind.verdict as kind_verdict,
        filing.*,
        case
            when not filing.is_period_known then 'unknown'
            when filing.period_start <= kind.window_end and filing.period_end >= kind.window_start then 'pass'
            else 'fail'
        end as window_verdict,
        case
            when filing.is_period_known
                then
                    12 * (extract(year from filing.period_end) - extract(year from filing.period_start))
                    + extract(month from filing.period_end) - extract(month from filing.period_start) + 1
        end as month_count,
        greatest(filing.period_start, kind.window_start) as first_day,
        least(filing.period_end, kind.window_end) as last_day
    from facts.filing as filing
    inner join facts.filing_kind as kind
        on
            filing.tax_type is not distinct from kind.tax_type
            and filing.tax_item is not distinct from kind.tax_item
            and filing.is_item_known = kind.is_item_known
            and filing.taxpayer_type is not distinct from kind.taxpayer_type
    where
        filing.code = kind.benefit_code
        or (kind.is_named and filing.period_start <= kind.window_end and filing.period_end >= kind.window_start)
),

measured as (
    select
        candidate.*,
        measure.input_tax_rate,
        measure.tax_due_rate,
        measure.tax_base_rate,
        measure.cap_rate,
        case
            when measure.tax_due_rate is not null then candidate.tax_due
            when measure.tax_base_rate is not null then candidate.tax_base
            when measure.input_tax_rate is not null then candidate.input_tax
        end as base_amount,
        coalesce(measure.tax_due_rate, measure.tax_base_rate, measure.input_tax_rate) as relief_rate,
        case
            when candidate.window_verdict = 'fail' then 0
            when candidate.is_period_known
                then
                    12 * (extract(year from candidate.last_day) - extract(year from candidate.first_day))
                    + extract(month from candidate.last_day) - extract(month from candidate.first_day) + 1
        end as window_month_count
    from candidate
    left join measure on candidate.benefit_code = measure.benefit_code
),

reckoned as (
    select
        *,
        -- Hundred millionths of a yuan times months inside, over months.
        cast(base_amount * 100 as hugeint) * cast(relief_rate * 1000000 as hugeint) * window_month_count
            as gross_numerator,
        cast(case when tax_due < 0 then 0 else tax_due end * 100 as hugeint)
        * cast(cap_rate * 1000000 as hugeint) * window_month_count as cap_numerator,
        cast(month_count as hugeint) * 1000000 as denominator
    from measured
)

select
    kind_no,
    benefit_code,
    rule,
    'filing' as subject_kind,
    filing_no as subject_id,
    filing_no,
    uscc,
    person_id,
    taxpayer_id,
    tax_item,
    is_item_known,
    taxpayer_type,
    period_start,
    period_end,
    month_count,
    rate,
    window_verdict,
    case
        when 'fail' in (kind_verdict, window_verdict) then 'fail'
        when 'unknown' in (kind_verdict, window_verdict) then 'unknown'
        else 'pass'
    end as verdict,
    -- Negative where a 红字 filing takes back.
    cast(
        cast(
            case
                when gross_numerator < 0 then -((denominator - 2 * gross_numerator) // (2 * denominator))
                else (2 * gross_numerator + denominator) // (2 * denominator)
            end as decimal(24, 0)
        ) * 0.01 as decimal(18, 2)
    ) as gross_amount,
    cast(cast((2 * cap_numerator + denominator) // (2 * denominator) as decimal(24, 0)) * 0.01 as decimal(18, 2))
        as cap_amount,
    case
        when not is_period_known then '税费申报明细的税款所属期'
        when relief_rate is null then '本条所引文件规定的数额'
        when base_amount is null and tax_due_rate is not null then '税费申报明细的应纳税额'
        when base_amount is null and tax_base_rate is not null then '税费申报明细的计税依据'
        when base_amount is null then '税费申报明细的可抵扣进项税额'
        when cap_rate is not null and tax_due is null then '税费申报明细的应纳税额'
    end as amount_missing,
    delivery_no,
    row_no
from reckoned
union all
select
    kind.kind_no,
    kind.benefit_code,
    kind.rule,
    case when applicant.uscc is null then 'person' else 'enterprise' end as subject_kind,
    applicant.subject_id,
    null as filing_no,
    applicant.uscc,
    applicant.person_id,
    applicant.subject_id as taxpayer_id,
    null as tax_item,
    null as is_item_known,
    null as taxpayer_type,
    kind.window_start as period_start,
    kind.window_end as period_end,
    null as month_count,
    null as rate,
    null as window_verdict,
    kind.verdict,
    null as gross_amount,
    null as cap_amount,
    '税费申报明细中这样的申报' as amount_missing,
    null as delivery_no,
    null as row_no
from facts.applicant as applicant
inner join facts.filing_kind as kind
    on
        applicant.benefit_code = kind.benefit_code
        and kind.is_item_known is null
left join (
    select distinct
        benefit_code,
        taxpayer_id
    from candidate
) as filer
    on
        applicant.benefit_code = filer.benefit_code
        and applicant.subject_id = filer.taxpayer_id
where filer.taxpayer_id is null
