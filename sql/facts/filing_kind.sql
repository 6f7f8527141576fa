-- 各措施对每一类税费申报的判断
-- Grain: benefit_code, tax_type, tax_item, is_item_known, taxpayer_type
-- Reads: policy.benefit, policy.benefit_scope, policy.condition, facts.filing, facts.coverage
-- Article: 第四条、第五条、第六条、第七条
-- What hangs on the kind of a filing alone is judged once a kind, of which there are dozens. A measure is about the
-- filings of its tax types and items (is_named); one that makes the 征收品目 a condition of its own, about any item. The
-- kind without is_item_known stands for having no filing at all.
with scope as (
    select
        benefit_code,
        string_agg(value, '、' order by value) filter (where column_name = 'tax_type') as tax_types,
        string_agg(value, '、' order by value) filter (where column_name = 'tax_item') as tax_items,
        string_agg(value, '、' order by value) filter (where column_name = 'taxpayer_type') as taxpayer_types
    from policy.benefit_scope
    where source = 'tax_filing'
    group by benefit_code
),

measure as (
    select
        benefit.benefit_code,
        benefit.rule,
        benefit.window_start,
        benefit.window_end,
        scope.tax_types,
        scope.tax_items,
        scope.taxpayer_types,
        asked.condition_code is not null as asks_item,
        coalesce(delivered.covered, false) as is_covered
    from policy.benefit as benefit
    inner join scope on benefit.benefit_code = scope.benefit_code
    left join policy.condition as asked
        on
            benefit.benefit_code = asked.benefit_code
            and asked.condition_code = 'tax_item'
    left join facts.coverage as delivered
        on
            delivered.source = 'tax_filing'
            and delivered.partition = 'whole'
    where benefit.subject_kind = 'filing'
),

kind as (
    select distinct
        tax_type,
        tax_item,
        is_item_known,
        taxpayer_type
    from facts.filing
    union all
    select
        null as tax_type,
        null as tax_item,
        null as is_item_known,
        null as taxpayer_type
),

worded as (
    select
        kind.*,
        measure.*,
        kind.is_item_known is not null as has_filing,
        case
            when measure.tax_types is null or of_type.value is not null then 'pass'
            when kind.tax_type is null then 'unknown'
            else 'fail'
        end as type_verdict,
        case
            when measure.tax_items is null or of_item.value is not null then 'pass'
            when kind.tax_item is null then 'unknown'
            else 'fail'
        end as item_verdict,
        case
            when measure.taxpayer_types is null or of_taxpayer.value is not null then 'pass'
            when kind.taxpayer_type is null then 'unknown'
            else 'fail'
        end as taxpayer_verdict
    from kind
    cross join measure
    left join policy.benefit_scope as of_type
        on
            measure.benefit_code = of_type.benefit_code
            and of_type.column_name = 'tax_type'
            and kind.tax_type = of_type.value
    left join policy.benefit_scope as of_item
        on
            measure.benefit_code = of_item.benefit_code
            and of_item.column_name = 'tax_item'
            and kind.tax_item = of_item.value
    left join policy.benefit_scope as of_taxpayer
        on
            measure.benefit_code = of_taxpayer.benefit_code
            and of_taxpayer.column_name = 'taxpayer_type'
            and kind.taxpayer_type = of_taxpayer.value
),

judged as (
    select
        *,
        case
            when not has_filing and is_covered then 'fail'
            when not has_filing then 'unknown'
            when 'fail' in (type_verdict, case when not asks_item then item_verdict end) then 'fail'
            when 'unknown' in (type_verdict, case when not asks_item then item_verdict end) then 'unknown'
            else 'pass'
        end as scope_verdict
    from worded
)

select
    row_number() over (order by benefit_code, tax_type, tax_item, is_item_known, taxpayer_type) as kind_no,
    benefit_code,
    rule,
    window_start,
    window_end,
    tax_type,
    tax_item,
    is_item_known,
    taxpayer_type,
    has_filing and type_verdict = 'pass' and (asks_item or item_verdict = 'pass') as is_named,
    [
        {
            'condition_code': 'in_scope',
            'verdict': scope_verdict,
            'observed': case
                when has_filing
                    then coalesce(tax_type, '税费种不明') || case
                        when tax_items is null or asks_item then ''
                        else '，征收品目' || coalesce(' ' || tax_item, '未填')
                    end
                else '没有这样的申报'
            end,
            'required': concat_ws(
                '，', '税费种为 ' || tax_types, '征收品目为 ' || case when not asks_item then tax_items end
            ),
            'missing': case
                when scope_verdict <> 'unknown' then null
                when not has_filing then '税费申报明细'
                when type_verdict = 'unknown' then '税费申报明细的税费种（同一申报序号的各行不一致）'
                else '税费申报明细的征收品目'
            end
        }
    ]
    || case
        when not asks_item then []
        else [
            {
                'condition_code': 'tax_item',
                'verdict': item_verdict,
                'observed': coalesce(tax_item, '征收品目未填'),
                'required': tax_items,
                'missing': case when item_verdict = 'unknown' then '税费申报明细的征收品目' end
            }
        ]
    end
    || case
        when taxpayer_types is null then []
        else [
            {
                'condition_code': 'taxpayer_type',
                'verdict': taxpayer_verdict,
                'observed': coalesce(taxpayer_type, '纳税人类型不明'),
                'required': taxpayer_types,
                'missing': case when taxpayer_verdict = 'unknown' then '税费申报明细的纳税人类型' end
            }
        ]
    end as conditions,
    case
        when 'fail' in (scope_verdict, item_verdict, taxpayer_verdict) then 'fail'
        when 'unknown' in (scope_verdict, item_verdict, taxpayer_verdict) then 'unknown'
        else 'pass'
    end as verdict
from judged
