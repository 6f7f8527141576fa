-- 个人事项每份申报的条件
-- Grain: benefit_code, claim_no, subject_id
-- Reads: policy.benefit, policy.condition, policy.package, facts.personal_claim, facts.enterprise, facts.insured_month, facts.unplaced_month, facts.coverage
-- Article: 第三条、第十八条
-- Each claim on its own: approved, in the window, and what the benefit asks of the claim's employer (that the person is
-- insured there in the month, or that it is registered in the district; nothing: pass).
with dated as (
    select
        claim.*,
        benefit.window_start,
        benefit.window_end,
        asked.condition_code,
        cast(extract(year from claim.occurred_on) * 100 + extract(month from claim.occurred_on) as integer) as month
    from facts.personal_claim as claim
    inner join policy.benefit as benefit on claim.benefit_code = benefit.benefit_code
    left join policy.condition as asked
        on
            claim.benefit_code = asked.benefit_code
            and asked.condition_code in ('insured_at_employer', 'employer_in_district')
),

judged as (
    select
        dated.*,
        case
            when dated.approved is null then 'unknown'
            when dated.approved = '通过' then 'pass'
            else 'fail'
        end as approved_verdict,
        case
            when dated.is_in_window is null then 'unknown'
            when dated.is_in_window then 'pass'
            else 'fail'
        end as window_verdict,
        case
            when dated.condition_code = 'insured_at_employer'
                then
                    case
                        when insured.is_insured then 'pass'
                        when not insured.is_insured then 'fail'
                        when unplaced.person_id is null and coverage.covered and dated.uscc is not null then 'fail'
                        else 'unknown'
                    end
            when dated.condition_code = 'employer_in_district'
                then
                    case
                        when enterprise.district is null then 'unknown'
                        when enterprise.district = package.district then 'pass'
                        else 'fail'
                    end
            else 'pass'
        end as employer_verdict,
        case
            when dated.condition_code = 'insured_at_employer'
                then
                    case
                        when dated.uscc is null or dated.month is null then '申报未填单位或发生日期'
                        when insured.is_insured then '参保'
                        when not insured.is_insured then '已退费'
                        when unplaced.person_id is not null then '缴费的单位编号不明'
                        when coverage.covered then '未参保'
                        else '无数据'
                    end
                    || coalesce('（' || dated.month // 100 || '年' || dated.month % 100 || '月，' || dated.uscc || '）', '')
            when dated.condition_code = 'employer_in_district'
                then coalesce('单位 ' || dated.uscc || ' 的所属区' || coalesce(enterprise.district, '不明'), '申报未填单位')
        end as employer_observed,
        case
            when dated.uscc is null then '申报台账的统一社会信用代码'
            when dated.condition_code = 'employer_in_district' then '市场主体登记中该单位的所属区'
            when dated.month is null then '申报台账的发生日期'
            when unplaced.person_id is not null then '社会保险缴费明细中该月缴费的单位'
            else '社会保险缴费明细' || dated.month // 100 || '年' || dated.month % 100 || '月的数据'
        end as employer_missing,
        case
            when dated.condition_code = 'insured_at_employer' and insured.row_no is not null
                then [
                    {
                        'source': 'social_insurance',
                        'delivery_no': insured.delivery_no,
                        'row_no': insured.row_no
                    }
                ]
            when dated.condition_code = 'employer_in_district' and enterprise.row_no is not null
                then [
                    { 'source': 'enterprise', 'delivery_no': enterprise.delivery_no, 'row_no': enterprise.row_no }
                ]
            else []
        end as employer_evidence
    from dated
    cross join policy.package as package
    left join facts.enterprise as enterprise
        on
            dated.condition_code = 'employer_in_district'
            and dated.uscc = enterprise.uscc
    left join facts.insured_month as insured
        on
            dated.window_start = insured.window_start
            and dated.window_end = insured.window_end
            and dated.subject_id = insured.person_id
            and dated.uscc = insured.uscc
            and dated.month = insured.month
    left join facts.unplaced_month as unplaced
        on
            dated.subject_id = unplaced.person_id
            and dated.month = unplaced.month
    left join facts.coverage as coverage
        on
            coverage.source = 'social_insurance'
            and coverage.partition = cast(dated.month as varchar)
)

select
    benefit_code,
    claim_no,
    subject_id,
    occurred_on,
    approved,
    base_amount,
    approved_verdict,
    window_verdict,
    condition_code,
    employer_verdict,
    employer_observed,
    case when employer_verdict = 'unknown' then employer_missing end as employer_missing,
    case
        when 'fail' in (approved_verdict, window_verdict, employer_verdict) then 'fail'
        when 'unknown' in (approved_verdict, window_verdict, employer_verdict) then 'unknown'
        else 'pass'
    end as verdict,
    [{ 'source': 'claim', 'delivery_no': delivery_no, 'row_no': row_no }] || employer_evidence as evidence
from judged
