-- 疑点
-- Grain: finding_id
-- Reads: findings.*, judge.evidence_row, judge.payment_obstacle
-- Article: 全文
-- finding_id is a digest of code, benefit, subject, period and payout_no: the same case keeps it from run to run.
-- Findings that would share one (a payout_no that stands in the ledger twice) are one finding with their money added.
-- obstacle: why money that is due cannot be paid yet.
with identified as (
    select
        finding.*,
        obstacle.obstacle,
        left(
            md5(
                concat_ws(
                    '|',
                    finding.code,
                    coalesce(finding.benefit_code, '-'),
                    coalesce(finding.subject, '-'),
                    coalesce(cast(finding.period_start as varchar), '-'),
                    coalesce(cast(finding.period_end as varchar), '-'),
                    coalesce(finding.payout_no, '-')
                )
            ), 16
        ) as finding_id
    from collected.findings as finding
    left join judge.payment_obstacle as obstacle
        on
            finding.payout_no is null
            and finding.benefit_code = obstacle.benefit_code
            and finding.subject = obstacle.subject_id
),

gathered as (
    select
        finding_id,
        min(code) as code,
        min(severity) as severity,
        min(benefit_code) as benefit_code,
        min(uscc) as uscc,
        min(person_id) as person_id,
        min(payout_no) as payout_no,
        min(period_start) as period_start,
        min(period_end) as period_end,
        sum(amount) as amount,
        sum(excess_amount) as excess_amount,
        string_agg(distinct message, '；' order by message) as message,
        max(basis) as basis,
        min(assumption_id) as assumption_id,
        min(department) as department,
        min(level) as level,
        sum(unverifiable_amount) as unverifiable_amount,
        min(obstacle) as obstacle
    from identified
    group by finding_id
),

placed as (
    select
        finding_id,
        unnest(evidence) as place
    from identified
),

piece as (
    select distinct
        placed.finding_id,
        placed.place.source,
        placed.place.delivery_no,
        placed.place.row_no
    from placed
),

evidence as (
    select
        piece.finding_id,
        cast(
            to_json(
                array_agg(
                    {
                        'source': piece.source,
                        'file': located.file,
                        'sheet': located.sheet,
                        'row': piece.row_no,
                        'key': located.key_text
                    }
                    order by piece.source, located.file, located.sheet, piece.row_no
                )
            ) as varchar
        ) as evidence
    from piece
    inner join judge.evidence_row as located
        on
            piece.source = located.source
            and piece.delivery_no = located.delivery_no
            and piece.row_no = located.row_no
    group by piece.finding_id
)

select
    gathered.finding_id,
    gathered.code,
    gathered.severity,
    gathered.benefit_code,
    gathered.uscc,
    gathered.person_id,
    gathered.payout_no,
    gathered.period_start,
    gathered.period_end,
    cast(gathered.amount as decimal(18, 2)) as amount,
    cast(gathered.excess_amount as decimal(18, 2)) as excess_amount,
    gathered.message,
    coalesce(evidence.evidence, '[]') as evidence,
    gathered.basis,
    gathered.assumption_id,
    gathered.department,
    gathered.level,
    cast(gathered.unverifiable_amount as decimal(18, 2)) as unverifiable_amount,
    gathered.obstacle
from gathered
left join evidence on gathered.finding_id = evidence.finding_id
