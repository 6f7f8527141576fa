-- 减免判定
-- Grain: source, key, benefit_code
-- Reads: verdicts.entitlement
-- Article: 全文
-- What is given by charging less. No measure of this package is a relief: there is no entitlement of a filing, bill,
-- deposit, settlement or month to hold a relief against, and so no row.
select
    cast(null as varchar) as source,
    subject_id as key,
    benefit_code,
    uscc,
    person_id,
    cast(0 as decimal(18, 2)) as claimed_amount,
    amount as entitled_amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    cast(0 as decimal(18, 2)) as shortfall_amount,
    'unverifiable' as verdict
from verdicts.entitlement
where false
