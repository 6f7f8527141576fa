-- 房产税、城镇土地使用税免征
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: facts.filing_case, facts.enterprise_industry
-- Article: 第四条
-- One of the named trades, or a small taxpayer: either will do.
with candidate as (
    select
        filing.*,
        industry.observed as industry_observed,
        case
            when filing.taxpayer_type = '小规模纳税人' or industry.verdict = 'pass' then 'pass'
            when filing.taxpayer_type <> '小规模纳税人' and industry.verdict = 'fail' then 'fail'
            else 'unknown'
        end as trade_verdict,
        case
            when industry.uscc is null then '市场主体登记中该主体的记录'
            else industry.missing
        end as industry_missing,
        industry.delivery_no as enterprise_delivery_no,
        industry.row_no as enterprise_row_no
    from facts.filing_case as filing
    left join facts.enterprise_industry as industry
        on
            filing.benefit_code = industry.benefit_code
            and filing.uscc = industry.uscc
    where filing.rule = 'gs23_04a'
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
            'condition_code': 'trade_or_small',
            'verdict': trade_verdict,
            'observed': coalesce(taxpayer_type, '纳税人类型不明') || '，' || coalesce(industry_observed, '没有登记记录'),
            'required': '行业在所列六类之内，或是小规模纳税人',
            'missing': case
                when trade_verdict = 'unknown'
                    then concat_ws(
                        '；', industry_missing, case when taxpayer_type is null then '税费申报明细的纳税人类型' end
                    )
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
    || case
        when enterprise_row_no is null then []
        else [{ 'source': 'enterprise', 'delivery_no': enterprise_delivery_no, 'row_no': enterprise_row_no }]
    end as evidence
from candidate
