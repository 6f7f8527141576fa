-- 留苏过年申报
-- Grain: benefit_code, uscc
-- Reads: policy.benefit, facts.coverage, facts.subject, facts.claim, facts.stayed_person
-- Article: 第十六条
-- Each claim of an enterprise on its own, then the best of them. An approved claim without a list says nothing,
-- nor does the want of a claim where claims were not delivered.
with list as (
    select
        benefit_code,
        claim_no,
        count(*) as listed_count,
        count(*) filter (where verdict = 'pass') as stayed_count,
        count(*) filter (where verdict = 'unknown') as unknown_count,
        count(*) filter (where verdict = 'unknown' and is_hukou_unknown) as hukou_unknown_count,
        count(*) filter (where verdict = 'unknown' and is_insurance_unknown) as insurance_unknown_count
    from facts.stayed_person
    group by benefit_code, claim_no
),

claimed as (
    select
        claim.benefit_code,
        claim.uscc,
        claim.claim_no,
        claim.delivery_no,
        claim.row_no,
        claim.approved = '通过' as is_approved,
        claim.is_in_window,
        coalesce(list.listed_count, 0) as listed_count,
        coalesce(list.stayed_count, 0) as stayed_count,
        coalesce(list.hukou_unknown_count, 0) as hukou_unknown_count,
        coalesce(list.insurance_unknown_count, 0) as insurance_unknown_count,
        case
            when list.stayed_count > 0 then 'pass'
            when list.listed_count is null or list.unknown_count > 0 or not listing.covered then 'unknown'
            else 'fail'
        end as list_verdict
    from facts.claim as claim
    left join list
        on
            claim.benefit_code = list.benefit_code
            and claim.claim_no = list.claim_no
    left join facts.coverage as listing
        on
            listing.source = 'claim_person'
            and listing.partition = 'whole'
    where claim.uscc is not null
),

judged as (
    select
        *,
        case
            when not is_approved or not is_in_window or list_verdict = 'fail' then 'fail'
            when is_approved and is_in_window and list_verdict = 'pass' then 'pass'
            else 'unknown'
        end as verdict,
        case
            when not is_approved then '未通过审核'
            when not is_in_window then '发生日期不在窗口期'
            when listed_count = 0 then '没有花名册'
            else '花名册 ' || listed_count || ' 人，其中外地户籍且在本单位参保 ' || stayed_count || ' 人'
        end as observed,
        concat_ws(
            '、',
            case when listed_count = 0 then '申报 ' || claim_no || ' 的花名册' end,
            case when is_approved is null or is_in_window is null then '申报 ' || claim_no || ' 的审核结论或发生日期' end,
            case when hukou_unknown_count > 0 then '人员信息中 ' || hukou_unknown_count || ' 人的户籍区划' end,
            case
                when insurance_unknown_count > 0
                    then '社会保险缴费明细中 ' || insurance_unknown_count || ' 人的参保月份'
            end
        ) as missing
    from claimed
),

enterprise as (
    select
        benefit_code,
        uscc,
        bool_or(verdict = 'pass') as has_pass,
        bool_or(verdict = 'unknown') as has_unknown,
        string_agg('申报 ' || claim_no || '：' || observed, '；' order by claim_no) as observed,
        string_agg(missing, '；' order by claim_no) filter (where verdict = 'unknown') as missing,
        array_agg({ 'source': 'claim', 'delivery_no': delivery_no, 'row_no': row_no } order by claim_no) as evidence
    from judged
    group by benefit_code, uscc
),

subject as (
    select
        subject.benefit_code,
        subject.subject_id as uscc,
        case
            when enterprise.has_pass then 'pass'
            when enterprise.has_unknown or not coalesce(claims.covered, false) then 'unknown'
            else 'fail'
        end as verdict,
        coalesce(enterprise.observed, '没有申报') as observed,
        coalesce(nullif(enterprise.missing, ''), '申报台账（该事项的申报或花名册）') as missing,
        coalesce(enterprise.evidence, []) as evidence
    from policy.benefit as benefit
    inner join facts.subject as subject on benefit.benefit_code = subject.benefit_code
    left join enterprise
        on
            subject.benefit_code = enterprise.benefit_code
            and subject.subject_id = enterprise.uscc
    left join facts.coverage as claims
        on
            claims.source = 'claim'
            and subject.benefit_code = claims.partition
    where benefit.rule = 'gs23_16a'
)

select
    benefit_code,
    uscc,
    verdict,
    observed,
    case when verdict = 'unknown' then missing end as missing,
    evidence
from subject
