-- 检查范围：台账类疑点
-- Grain: code, is_judged, reason
-- Reads: judge.payout_line, judge.payout_split, source.availability, staging.enterprise
-- Article: 全文
-- Every payout under every test of the ledger: judged or not, and why not. needs: found (an entitlement), known (what
-- it amounts to), register (the enterprise's record), voucher, nothing.
with test as (
    select
        known_test.code,
        known_test.needs
    from (
        values
        ('over_cap', 'found'),
        ('paid_outside_window', 'found'),
        ('over_entitlement', 'known'),
        ('paid_ineligible', 'known'),
        ('paid_twice', 'known'),
        ('paid_exclusive', 'known'),
        ('paid_other_level', 'known'),
        ('paid_to_closed_enterprise', 'register'),
        ('duplicate_voucher', 'voucher'),
        ('return_mismatch', 'nothing'),
        ('unverifiable', 'nothing')
    ) as known_test (code, needs)
),

registered as (
    select distinct uscc
    from staging.enterprise
),

payout as (
    select
        line.line_no,
        line.uscc,
        line.is_paid,
        line.voucher_no,
        registered.uscc is not null as is_registered,
        split.state,
        split.unverifiable_amount,
        split.unverifiable_reason
    from judge.payout_line as line
    inner join judge.payout_split as split on line.line_no = split.line_no
    left join registered on line.uscc = registered.uscc
    where not line.is_reversal
),

looked_at as (
    select
        test.code,
        payout.line_no,
        case
            when test.needs = 'found' and payout.state = 'unverifiable' then payout.unverifiable_reason
            when test.needs = 'known' and payout.unverifiable_amount > 0 then payout.unverifiable_reason
            when test.needs = 'register' and not payout.is_registered then '缺市场主体登记中该单位的记录'
            when test.needs = 'voucher' and payout.voucher_no is null then '缺支付凭证号'
        end as reason
    from test
    inner join payout
        on
            (test.needs <> 'register' or payout.uscc is not null)
            and (test.needs <> 'voucher' or payout.is_paid)
)

select
    test.code,
    coalesce(looked_at.line_no is not null and looked_at.reason is null, false) as is_judged,
    case
        when not ledger.is_delivered then '缺补贴发放台账'
        when test.needs = 'register' and not register.is_delivered then '缺市场主体登记'
        else looked_at.reason
    end as reason,
    count(looked_at.line_no) as unit_count
from test
inner join source.availability as ledger on ledger.source = 'payout'
inner join source.availability as register on register.source = 'enterprise'
left join looked_at on test.code = looked_at.code
group by 1, 2, 3
