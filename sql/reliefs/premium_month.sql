-- 保险费的多收与少收
-- Grain: source, key, benefit_code
-- Reads: facts.premium_due
-- Article: 第十五条
-- As: view
-- What was charged for a month against what is due. A difference within the tolerance of its rows is none.
with judged as (
    select
        *,
        case
            when missing is not null then 'unverifiable'
            when is_within_tolerance then 'compliant'
            when charged_amount > due_amount then 'over'
            else 'under'
        end as verdict
    from facts.premium_due
)

select
    'social_insurance' as source,
    subject_id as key,
    benefit_code,
    uscc,
    person_id,
    charged_amount as claimed_amount,
    due_amount as entitled_amount,
    cast(case when verdict = 'over' then charged_amount - due_amount else 0 end as decimal(18, 2)) as excess_amount,
    cast(case when verdict = 'under' then due_amount - charged_amount else 0 end as decimal(18, 2))
        as shortfall_amount,
    verdict,
    subject_id,
    period_start,
    period_end,
    case verdict
        when 'over' then 'overcharged'
        when 'under' then 'undercharged'
    end as finding_code,
    month // 100 || '年' || month % 100 || '月正常缴费 ' || row_count || ' 笔，缴费基数合计 ' || base_amount || ' 元，'
    || case verdict
        when 'unverifiable' then '实收 ' || charged_amount || ' 元，费率未设定，应收无从计算'
        else
            '按 ' || rtrim(rtrim(cast(rate * 100 as varchar), '0'), '.') || '% 应收 ' || due_amount || ' 元，实收 '
            || charged_amount || ' 元'
            || case verdict
                when 'over' then '，多收 ' || (charged_amount - due_amount) || ' 元'
                when 'under' then '，少收 ' || (due_amount - charged_amount) || ' 元'
                else ''
            end
    end as explanation,
    missing,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    evidence
from judged
