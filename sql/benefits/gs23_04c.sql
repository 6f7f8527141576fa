-- 六税两费减半征收
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: facts.filing_case, facts.enterprise, facts.roster_need, facts.roster_member
-- Article: 第四条
-- Small taxpayer, household, or listed: any of the three will do. An empty 征收品目 is not 证券交易.
with candidate as (
    select
        filing.*,
        enterprise.entity_type,
        enterprise.uscc is not null as has_record,
        coalesce(member.is_in_window, false) as is_member,
        need.is_covered,
        need.rosters,
        need.missing as roster_missing,
        case
            when filing.tax_item = '证券交易' then 'fail'
            when filing.tax_item is null and not coalesce(filing.is_item_known, false) then 'unknown'
            else 'pass'
        end as securities_verdict,
        case
            when
                filing.taxpayer_type = '小规模纳税人' or enterprise.entity_type = '个体工商户' or member.is_in_window
                then 'pass'
            when
                filing.taxpayer_type <> '小规模纳税人' and enterprise.entity_type <> '个体工商户' and need.is_covered
                then 'fail'
            else 'unknown'
        end as small_verdict,
        enterprise.delivery_no as enterprise_delivery_no,
        enterprise.row_no as enterprise_row_no,
        member.delivery_no as roster_delivery_no,
        member.row_no as roster_row_no
    from facts.filing_case as filing
    inner join facts.roster_need as need
        on
            filing.benefit_code = need.benefit_code
            and need.role = 'subject'
    left join facts.enterprise as enterprise on filing.uscc = enterprise.uscc
    left join facts.roster_member as member
        on
            filing.benefit_code = member.benefit_code
            and member.role = 'subject'
            and filing.taxpayer_id = member.subject_id
    where filing.rule = 'gs23_04c'
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
            'condition_code': 'not_securities',
            'verdict': securities_verdict,
            'observed': coalesce(tax_item, '征收品目未填'),
            'required': '征收品目不是证券交易',
            'missing': case when securities_verdict = 'unknown' then '税费申报明细的征收品目' end
        },
        {
            'condition_code': 'small_taxpayer',
            'verdict': small_verdict,
            'observed': coalesce(taxpayer_type, '纳税人类型不明') || '，'
            || case when has_record then coalesce(entity_type, '主体类型不明') else '没有登记记录' end || '，'
            || case when is_member then '在名录' else '不在名录' end,
            'required': '小规模纳税人，或个体工商户，或在名录「' || rosters || '」',
            'missing': case
                when small_verdict = 'unknown'
                    then concat_ws(
                        '；',
                        case when taxpayer_type is null then '税费申报明细的纳税人类型' end,
                        case when not has_record then '市场主体登记中该主体的记录' when entity_type is null then '市场主体登记的主体类型' end,
                        case when not is_covered then roster_missing end
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
    end
    || case
        when roster_row_no is null then []
        else [{ 'source': 'roster', 'delivery_no': roster_delivery_no, 'row_no': roster_row_no }]
    end as evidence
from candidate
