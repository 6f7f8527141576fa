-- 每项措施所看的税费申报及其共同条件
-- Grain: benefit_code, subject_id
-- Reads: facts.filing_candidate, facts.filing_kind
-- Article: 第四条、第五条、第六条、第七条
-- As: view
-- The conditions that all filings share: those of the kind, and the period's. Lists of them are long, so they are made
-- where they are read.
select
    candidate.benefit_code,
    candidate.rule,
    candidate.subject_kind,
    candidate.subject_id,
    candidate.filing_no,
    candidate.uscc,
    candidate.person_id,
    candidate.taxpayer_id,
    candidate.tax_item,
    candidate.is_item_known,
    candidate.taxpayer_type,
    candidate.period_start,
    candidate.period_end,
    candidate.month_count,
    candidate.rate,
    candidate.verdict,
    candidate.gross_amount,
    candidate.cap_amount,
    candidate.amount_missing,
    kind.conditions
    || case
        when candidate.filing_no is null then []
        else [
            {
                'condition_code': 'period_in_window',
                'verdict': candidate.window_verdict,
                'observed': cast(candidate.period_start as varchar) || ' 至 ' || cast(candidate.period_end as varchar),
                'required': '与 ' || cast(kind.window_start as varchar) || ' 至 ' || cast(kind.window_end as varchar)
                || ' 有重合',
                'missing': case
                    when candidate.window_verdict = 'unknown' then '税费申报明细的税款所属期（同一申报序号的各行不一致）'
                end
            }
        ]
    end as conditions,
    case
        when candidate.filing_no is null then []
        else [{ 'source': 'tax_filing', 'delivery_no': candidate.delivery_no, 'row_no': candidate.row_no }]
    end as evidence
from facts.filing_candidate as candidate
inner join facts.filing_kind as kind on candidate.kind_no = kind.kind_no
