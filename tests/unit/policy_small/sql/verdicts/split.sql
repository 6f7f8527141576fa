-- 判断
-- Grain: payout_no
-- Reads: staging.payout, policy.assumption
-- Article: 全文
select
    payout.payout_no,
    other.value
from staging.payout as payout
inner join policy.assumption as other on other.assumption_id = 'A-EX-4'
