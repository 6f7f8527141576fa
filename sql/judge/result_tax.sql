-- 经营指标增长与增值税申报的核对
-- Grain: benefit_code, subject_id
-- Reads: facts.result_growth, facts.subject, policy.benefit, source.availability, staging.tax_filing
-- Article: 第十六条
-- Enterprises whose confirmed results say growth, against their own 增值税 filings of the window's months and of the same
-- months a year before. Filings that a later one amends do not count, nor prepayments, which are declared again. Judged
-- only where the filings cover every month of both years and none reaches beyond them.
with claimed as (
    select
        growth.benefit_code,
        growth.uscc as subject_id,
        growth.evidence,
        extract(year from benefit.window_start) * 12 + extract(month from benefit.window_start) as first_index,
        extract(year from benefit.window_end) * 12 + extract(month from benefit.window_end) as last_index
    from facts.result_growth as growth
    inner join policy.benefit as benefit on growth.benefit_code = benefit.benefit_code
    inner join facts.subject as subject
        on growth.benefit_code = subject.benefit_code and growth.uscc = subject.subject_id
    where growth.verdict = 'pass'
),

amended as (
    select distinct amends_filing_no as filing_no
    from staging.tax_filing
    where amends_filing_no is not null
),

filing as (
    select
        filed.uscc,
        filed.tax_base,
        extract(year from filed.period_start) * 12 + extract(month from filed.period_start) as first_index,
        extract(year from filed.period_end) * 12 + extract(month from filed.period_end) as last_index,
        filed.delivery_no,
        filed.row_no
    from staging.tax_filing as filed
    left join amended on filed.filing_no = amended.filing_no
    where
        filed.tax_type = '增值税'
        and coalesce(filed.tax_item, '') <> '预缴'
        and amended.filing_no is null
),

year_shift as (
    select shift.month_count
    from (values (0), (12)) as shift (month_count)
),

matched as (
    select
        claimed.benefit_code,
        claimed.subject_id,
        year_shift.month_count,
        filing.tax_base,
        filing.first_index + year_shift.month_count as first_index,
        filing.last_index + year_shift.month_count as last_index,
        filing.first_index + year_shift.month_count < claimed.first_index
        or filing.last_index + year_shift.month_count > claimed.last_index as reaches_beyond,
        filing.delivery_no,
        filing.row_no
    from claimed
    cross join year_shift
    inner join filing
        on
            claimed.subject_id = filing.uscc
            and filing.first_index + year_shift.month_count <= claimed.last_index
            and filing.last_index + year_shift.month_count >= claimed.first_index
),

touched as (
    select
        benefit_code,
        subject_id,
        month_count,
        unnest(generate_series(cast(first_index as bigint), cast(last_index as bigint))) as month_index
    from matched
),

filed_month as (
    select distinct
        benefit_code,
        subject_id,
        month_count,
        month_index
    from touched
),

month_total as (
    select
        benefit_code,
        subject_id,
        count(*) as filed_count
    from filed_month
    group by benefit_code, subject_id
),

total as (
    select
        benefit_code,
        subject_id,
        bool_or(reaches_beyond) as reaches_beyond,
        cast(sum(tax_base) filter (where month_count = 0) as decimal(18, 2)) as current_amount,
        cast(sum(tax_base) filter (where month_count > 0) as decimal(18, 2)) as prior_amount,
        array_agg(
            { 'source': 'tax_filing', 'delivery_no': delivery_no, 'row_no': row_no } order by delivery_no, row_no
        ) as filings
    from matched
    group by benefit_code, subject_id
),

judged as (
    select
        claimed.*,
        total.current_amount,
        total.prior_amount,
        total.filings,
        coalesce(
            not total.reaches_beyond
            and month_total.filed_count = 2 * (claimed.last_index - claimed.first_index + 1), false
        ) as is_comparable
    from claimed
    left join total on claimed.benefit_code = total.benefit_code and claimed.subject_id = total.subject_id
    left join month_total
        on claimed.benefit_code = month_total.benefit_code and claimed.subject_id = month_total.subject_id
)

select
    judged.benefit_code,
    judged.subject_id,
    judged.current_amount,
    judged.prior_amount,
    judged.evidence || coalesce(judged.filings, []) as evidence,
    case
        when not judged.is_comparable then 'not_judged'
        when judged.current_amount < judged.prior_amount then 'hit'
        else 'clean'
    end as outcome,
    case
        when judged.is_comparable then null
        when not tax.is_delivered then '税费申报明细'
        else '税费申报明细中该单位两年同月份的增值税申报'
    end as missing
from judged
cross join source.availability as tax
where tax.source = 'tax_filing'
