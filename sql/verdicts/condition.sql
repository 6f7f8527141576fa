-- 逐项条件
-- Grain: benefit_code, subject_id, person_id, period_start, period_end, condition_code
-- Reads: policy.condition, benefits.*, heads.*, verdicts.relief_verdict
-- Article: 全文
-- Every condition of every candidate, and of every head of the benefits counted per head. Of what is given by charging
-- less or paying a share, only of filings, bills, settlements and months that are not clean, then under every measure
-- they were held against: there are millions of the others.
with unclean as (
    select distinct
        subject_id,
        case source
            when 'tax_filing' then 'filing'
            when 'fee_bill' then 'bill'
            when 'medical_settlement' then 'settlement'
            when 'social_insurance' then 'month'
        end as subject_kind
    from verdicts.relief_verdict
    where verdict <> 'compliant'
),

shown as (
    select
        benefit_code,
        subject_id,
        -- Of a person's own benefit the conditions are about that person.
        case when subject_kind = 'person' then person_id end as person_id,
        period_start,
        period_end,
        conditions
    from collected.benefits
    where subject_kind not in ('filing', 'bill', 'settlement', 'month')
    union all
    select
        benefit.benefit_code,
        benefit.subject_id,
        null as person_id,
        benefit.period_start,
        benefit.period_end,
        benefit.conditions
    from collected.benefits as benefit
    inner join unclean
        on
            benefit.subject_id = unclean.subject_id
            and benefit.subject_kind = unclean.subject_kind
    union all
    select
        head.benefit_code,
        head.subject_id,
        head.person_id,
        benefit.period_start,
        benefit.period_end,
        head.conditions
    from collected.heads as head
    inner join collected.benefits as benefit
        on
            head.benefit_code = benefit.benefit_code
            and head.subject_id = benefit.subject_id
),

judged as (
    select
        benefit_code,
        subject_id,
        person_id,
        period_start,
        period_end,
        unnest(conditions) as condition,
        generate_subscripts(conditions, 1) as position
    from shown
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
