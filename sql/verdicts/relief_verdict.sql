-- 减免判定
-- Grain: source, key, benefit_code
-- Reads: reliefs.*
-- Article: 全文
-- What is given by charging less, or by paying a share, held against what is due. One kind of relief is one file of
-- sql/reliefs, all of one shape.
select
    source,
    key,
    benefit_code,
    uscc,
    person_id,
    claimed_amount,
    entitled_amount,
    excess_amount,
    shortfall_amount,
    verdict,
    subject_id,
    period_start,
    period_end,
    finding_code,
    explanation,
    missing,
    basis,
    assumption_id,
    evidence
from collected.reliefs
