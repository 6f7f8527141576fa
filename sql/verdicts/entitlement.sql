-- 资格
-- Grain: benefit_code, subject_id, period_start, period_end
-- Reads: facts.condition_title, benefits.*
-- Article: 全文
-- One failed condition is enough to be ineligible; short of that, one that is not known, or an amount that is
-- not, leaves the subject unknown. Every failed condition is named, or everything that is missing, in their order.
with parted as (
    -- A benefit's conditions stay in its row: there are millions of rows, and what passed is not told.
    select
        benefit.*,
        [
            {
                'title': coalesce(named.titles[item['condition_code']], item['condition_code']),
                'observed': coalesce(item['observed'], ''),
                'required': coalesce('（要求：' || item['required'] || '）', '')
            }
            for item in benefit.conditions if item['verdict'] = 'fail'
        ] as failures,
        [
            {
                'title': coalesce(named.titles[item['condition_code']], item['condition_code']),
                'missing': coalesce(item['missing'], '数据')
            }
            for item in benefit.conditions if item['verdict'] = 'unknown'
        ]
        || case when amount_missing is null then [] else [{ 'title': '金额', 'missing': amount_missing }] end as gaps
    from collected.benefits as benefit
    left join facts.condition_title as named on benefit.benefit_code = named.benefit_code
),

told as (
    select
        *,
        case
            when len(failures) > 0 then 'ineligible'
            when len(gaps) > 0 then 'unknown'
            else 'eligible'
        end as verdict,
        array_to_string([item['title'] || '：' || item['observed'] || item['required'] for item in failures], '；')
            as failed,
        array_to_string([item['title'] for item in failures], '、') as failed_titles,
        array_to_string([item['title'] || '：缺' || item['missing'] for item in gaps], '；') as all_missing,
        array_to_string([item['title'] for item in gaps], '、') as all_missing_titles
    from parted
)

select
    benefit_code,
    subject_kind,
    subject_id,
    uscc,
    person_id,
    claim_no,
    period_start,
    period_end,
    verdict,
    case when verdict = 'eligible' then quantity end as quantity,
    case when verdict = 'eligible' then unit_amount end as unit_amount,
    case when verdict = 'eligible' then gross_amount end as gross_amount,
    cap_amount,
    cast(
        case verdict
            when 'eligible' then least(gross_amount, coalesce(cap_amount, gross_amount))
            when 'ineligible' then 0
        end as decimal(18, 2)
    ) as amount,
    case verdict
        when 'ineligible' then failed
        when 'unknown' then all_missing
    end as reason,
    cast(
        case when verdict = 'eligible' then greatest(gross_amount - coalesce(cap_amount, gross_amount), 0) end
        as decimal(18, 2)
    ) as cut_amount,
    possible_amount,
    case when verdict = 'unknown' then all_missing end as missing,
    -- The reason without a value: the titles of the conditions alone.
    case verdict
        when 'ineligible' then failed_titles
        when 'unknown' then all_missing_titles
    end as reason_titles,
    evidence
from told
