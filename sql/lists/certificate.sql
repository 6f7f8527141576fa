-- 从高不重复的证明
-- Grain: certificate_id, trial
-- Reads: verdicts.certificate
-- Article: 全文
-- The sets in which money is lost first.
select
    row_number() over (
        order by
            certificate.paid_amount + certificate.proposed_amount - certificate.allowed_amount desc,
            certificate.certificate_id asc,
            certificate.trial asc
    ) as sort_no,
    certificate.certificate_id,
    case
        when certificate.unknown_count = 0 then '—'
        else '第' || certificate.trial + 1 || '种可能'
    end as trial_title,
    case
        when not certificate.is_solved then '未求出'
        when certificate.unknown_count > 0 then '取决于待核实'
        else '已证明'
    end as state,
    certificate.node_count,
    certificate.lawful_amount,
    certificate.alternative_amount,
    certificate.paid_amount,
    certificate.proposed_amount,
    certificate.allowed_amount,
    certificate.binding_pairs,
    certificate.payout_nos,
    certificate.statement
from verdicts.certificate as certificate
