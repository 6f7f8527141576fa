-- 缓缴申报是否覆盖违约金账单
-- Grain: benefit_code, bill_no
-- Reads: facts.bill_case, facts.claim, facts.coverage
-- Article: 第十九条
-- The approved arrears run from a claim's first day to its last (none: to this day), and waive the penalties billed
-- within. The window of the measure binds the bill, not the claim.
with judged as (
    select
        bill.benefit_code,
        bill.bill_no,
        claim.claim_no,
        claim.delivery_no,
        claim.row_no,
        '申报 ' || claim.claim_no || '：' || coalesce('审核结论' || claim.approved, '审核结论不明') || '，'
        || coalesce(cast(claim.occurred_on as varchar), '起始日不明') || ' 至 '
        || coalesce(cast(claim.ended_on as varchar), case when claim.is_end_known then '今' else '结束日不明' end)
            as observed,
        case
            when claim.approved <> '通过' then 'fail'
            when claim.occurred_on > bill.billed_on or claim.ended_on < bill.billed_on then 'fail'
            when claim.approved is null or claim.occurred_on is null or not claim.is_end_known then 'unknown'
            else 'pass'
        end as verdict
    from facts.bill_case as bill
    inner join facts.claim as claim
        on
            bill.benefit_code = claim.benefit_code
            and bill.uscc = claim.uscc
    where bill.rule = 'gs23_19a'
),

claimed as (
    select
        benefit_code,
        bill_no,
        bool_or(verdict = 'pass') as has_pass,
        bool_or(verdict = 'unknown') as has_unknown,
        string_agg(observed, '；' order by claim_no) as observed,
        array_agg({ 'source': 'claim', 'delivery_no': delivery_no, 'row_no': row_no } order by claim_no) as evidence
    from judged
    group by benefit_code, bill_no
)

select
    bill.benefit_code,
    bill.bill_no,
    case
        when claimed.has_pass then 'pass'
        when claimed.has_unknown or bill.uscc is null or not coalesce(coverage.covered, false) then 'unknown'
        else 'fail'
    end as verdict,
    coalesce(claimed.observed, '没有该事项的申报') as observed,
    case
        when claimed.has_pass then null
        when claimed.has_unknown then '申报台账的审核结论、发生日期或结束日期'
        when bill.uscc is null then '涉企收费明细的统一社会信用代码'
        when not coalesce(coverage.covered, false) then '申报台账中该事项的申报'
    end as missing,
    coalesce(claimed.evidence, []) as evidence
from facts.bill_case as bill
left join claimed
    on
        bill.benefit_code = claimed.benefit_code
        and bill.bill_no = claimed.bill_no
left join facts.coverage as coverage
    on
        coverage.source = 'claim'
        and bill.benefit_code = coverage.partition
where bill.rule = 'gs23_19a'
