-- 逐项条件
-- Grain: benefit_code, subject_id, person_id, period_start, period_end, condition_code
-- Reads: policy.condition, benefits.*, heads.*, verdicts.relief_verdict
-- Article: 全文
-- Every condition of every candidate, and of every head of the benefits counted per head. Of what is given by charging
-- less or paying a share, only of filings, bills, settlements and months that are not clean, then under every measure
-- they were held against: there are millions of the others.
with unclean as (
    select distinct
        source,
        subject_id
    from verdicts.relief_verdict
    where verdict <> 'compliant'
),

judged as (
    select
        benefit.benefit_code,
        benefit.subject_id,
        -- Of a person's own benefit the conditions are about that person.
        case when benefit.subject_kind = 'person' then benefit.person_id end as person_id,
        benefit.period_start,
        benefit.period_end,
        unnest(benefit.conditions) as condition,
        generate_subscripts(benefit.conditions, 1) as position
    from collected.benefits as benefit
    left join unclean
        on
            benefit.subject_id = unclean.subject_id
            and case benefit.subject_kind
                when 'filing' then 'tax_filing'
                when 'bill' then 'fee_bill'
                when 'settlement' then 'medical_settlement'
                when 'month' then 'social_insurance'
            end = unclean.source
    where
        benefit.subject_kind not in ('filing', 'bill', 'settlement', 'month')
        or unclean.subject_id is not null
    union all
    select
        head.benefit_code,
        head.subject_id,
        head.person_id,
        benefit.period_start,
        benefit.period_end,
        unnest(head.conditions) as condition,
        generate_subscripts(head.conditions, 1) as position
    from collected.heads as head
    inner join collected.benefits as benefit
        on
            head.benefit_code = benefit.benefit_code
            and head.subject_id = benefit.subject_id
)

select
    judged.benefit_code,
    judged.subject_id,
    judged.person_id,
    judged.period_start,
    judged.period_end,
    judged.condition.condition_code as condition_code,
    judged.condition.verdict as verdict,
    judged.condition.observed as observed,
    judged.condition.required as required,
    judged.condition.missing as missing,
    coalesce(named.title, judged.condition.condition_code) as title,
    judged.position
from judged
left join policy.condition as named
    on
        judged.benefit_code = named.benefit_code
        and judged.condition.condition_code = named.condition_code
