-- 小规模纳税人增值税免征
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: facts.parameter, facts.filing_case, facts.filing_sales
-- Article: 第五条
-- Sales of a month are those of the period over its months; the comparison multiplies instead, and the limit is inside.
with measure as (
    select
        benefit_code,
        cast(value as decimal(18, 2)) as monthly_limit
    from facts.parameter
    where name = 'monthly_sales_limit'
),

candidate as (
    select
        filing.*,
        sales.sales_amount,
        sales.filing_count,
        measure.monthly_limit,
        case
            when not sales.is_known then 'unknown'
            when sales.sales_amount <= measure.monthly_limit * filing.month_count then 'pass'
            when sales.sales_amount > measure.monthly_limit * filing.month_count then 'fail'
            else 'unknown'
        end as sales_verdict
    from facts.filing_case as filing
    inner join measure on filing.benefit_code = measure.benefit_code
    left join facts.filing_sales as sales
        on
            filing.benefit_code = sales.benefit_code
            and filing.taxpayer_id = sales.taxpayer_id
            and filing.period_start = sales.period_start
            and filing.period_end = sales.period_end
    where filing.rule = 'gs23_05a'
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
            'condition_code': 'sales_within_limit',
            'verdict': sales_verdict,
            'observed': coalesce(
                '所属期 ' || month_count || ' 个月，一般销售申报 ' || filing_count || ' 份，销售额合计 ' || sales_amount || ' 元',
                '没有该所属期一般销售的销售额'
            ),
            'required': '平均每月不超过 ' || monthly_limit || ' 元（含）',
            'missing': case when sales_verdict = 'unknown' then '税费申报明细中该所属期一般销售的计税依据' end
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
