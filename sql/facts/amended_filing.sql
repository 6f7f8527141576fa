-- 被更正的税费申报
-- Grain: filing_no
-- Reads: staging.tax_filing
-- Article: 全文
-- Filings that another one amends, directly or through a chain. Filings that amend each other in a circle stay: none
-- of them can be told to be the last, and their money must not go unseen.
with recursive amended as (
    select distinct
        amends_filing_no as filing_no,
        filing_no as amended_by
    from staging.tax_filing
    where amends_filing_no is not null
),

chain as (
    select
        filing_no,
        amended_by
    from amended
    union
    select
        chain.filing_no,
        amended.amended_by
    from chain
    inner join amended on chain.amended_by = amended.filing_no
)

select filing_no
from chain
group by filing_no
having not bool_or(amended_by = filing_no)
