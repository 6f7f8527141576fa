-- 公务活动委托预付款
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: policy.benefit, facts.parameter, facts.claim_candidate
-- Article: 第二十八条
-- Nothing is paid: whether what was prepaid (申报数量) is the least share of the contract (核定基数金额), or more.
with measure as (
    select
        benefit.benefit_code,
        max(parameter.value) filter (where parameter.name = 'least_prepaid_rate') as least_rate
    from policy.benefit as benefit
    left join facts.parameter as parameter on benefit.benefit_code = parameter.benefit_code
    where benefit.rule = 'gs23_28a'
    group by benefit.benefit_code
),

candidate as (
    select
        claimed.*,
        measure.least_rate,
        -- Not rounded: a fen short is short.
        cast(claimed.base_amount as decimal(20, 2)) * cast(measure.least_rate as decimal(18, 6)) as least_amount
    from facts.claim_candidate as claimed
    inner join measure on claimed.benefit_code = measure.benefit_code
)

select
    benefit_code,
    subject_kind,
    subject_id,
    uscc,
    person_id,
    claim_no,
    window_start as period_start,
    window_end as period_end,
    conditions
    || [
        {
            'condition_code': 'least_prepaid',
            'verdict': case
                when quantity >= least_amount then 'pass'
                when quantity < least_amount then 'fail'
                else 'unknown'
            end,
            'observed': '预付款 ' || coalesce(rtrim(rtrim(cast(quantity as varchar), '0'), '.') || ' 元', '不明')
            || '，合同总价 ' || coalesce(base_amount || ' 元', '不明'),
            'required': coalesce(
                '预付款不低于合同总价的 ' || rtrim(rtrim(cast(least_rate * 100 as varchar), '0'), '.') || '%',
                '预付款比例未设定'
            ),
            'missing': nullif(
                concat_ws(
                    '、',
                    case when quantity is null then '申报台账的申报数量（预付金额）' end,
                    case when base_amount is null then '申报台账的核定基数金额（合同总价）' end,
                    case when least_rate is null then '参数 ' || benefit_code || '.least_prepaid_rate' end
                ),
                ''
            )
        }
    ] as conditions,
    cast(null as decimal(18, 6)) as quantity,
    cast(null as decimal(18, 2)) as unit_amount,
    cast(0 as decimal(18, 2)) as gross_amount,
    cast(null as decimal(18, 2)) as cap_amount,
    cast(null as varchar) as amount_missing,
    cast(null as decimal(18, 2)) as possible_amount,
    evidence
from candidate
