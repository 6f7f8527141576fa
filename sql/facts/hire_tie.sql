-- 引进之前的合同和参保
-- Grain: one row a contract or insured month before a talent's contract
-- Reads: policy.package, staging.contract, facts.lookback, facts.insured_month, facts.enterprise
-- Article: 第十八条
-- What ties a talent to the employer, or to the district, before the contract. is_tied is null where the enterprise has no
-- record of its district.
with tie as (
    select
        hire.window_start,
        hire.window_end,
        hire.person_id,
        hire.uscc,
        hire.start_on,
        hire.is_gusu,
        earlier.uscc as tied_uscc,
        '合同自 ' || cast(earlier.start_on as varchar) || ' 起（' || earlier.uscc || '）' as observed,
        'contract' as source,
        earlier.delivery_no,
        earlier.row_no
    from facts.lookback as hire
    inner join staging.contract as earlier
        on
            hire.person_id = earlier.person_id
            and hire.start_on > earlier.start_on
            and (hire.is_gusu or hire.uscc = earlier.uscc)
            and coalesce(hire.since_on <= earlier.end_on, true)
    union all
    select
        hire.window_start,
        hire.window_end,
        hire.person_id,
        hire.uscc,
        hire.start_on,
        hire.is_gusu,
        insured.uscc as tied_uscc,
        insured.month // 100 || '年' || insured.month % 100 || '月参保（' || insured.uscc || '）' as observed,
        'social_insurance' as source,
        insured.delivery_no,
        insured.row_no
    from facts.lookback as hire
    inner join facts.insured_month as insured
        on
            hire.window_start = insured.window_start
            and hire.window_end = insured.window_end
            and hire.person_id = insured.person_id
            and insured.is_insured
            and hire.start_month > insured.month
            and (hire.is_gusu or hire.uscc = insured.uscc)
            and coalesce(hire.since_month <= insured.month, true)
)

select
    tie.window_start,
    tie.window_end,
    tie.person_id,
    tie.uscc,
    tie.start_on,
    not tie.is_gusu or enterprise.district = package.district as is_tied,
    tie.observed,
    '市场主体登记中 ' || tie.tied_uscc || ' 的所属区' as missing,
    tie.source,
    tie.delivery_no,
    tie.row_no
from tie
cross join policy.package as package
left join facts.enterprise as enterprise on tie.tied_uscc = enterprise.uscc
