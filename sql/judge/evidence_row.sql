-- 疑点所依据的行在哪里
-- Grain: source, delivery_no, row_no
-- Reads: findings.*, source.delivery, staging.claim, staging.claim_person, staging.enterprise, staging.payout, staging.person, staging.roster, staging.tax_filing
-- Article: 全文
-- File, sheet and key of every row that a finding rests on. Sources without a key have none; a person is shown masked.
with piece as (
    select
        source,
        cast(delivery_no as integer) as delivery_no,
        cast(row_no as integer) as row_no
    from (
        select unnest(evidence, recursive := true)
        from collected.findings
    ) as named
    group by source, delivery_no, row_no
),

key as (
    select
        'payout' as source,
        delivery_no,
        row_no,
        payout_no as key_text
    from staging.payout
    union all
    select
        'claim' as source,
        delivery_no,
        row_no,
        claim_no as key_text
    from staging.claim
    union all
    select
        'enterprise' as source,
        delivery_no,
        row_no,
        uscc as key_text
    from staging.enterprise
    union all
    select
        'tax_filing' as source,
        delivery_no,
        row_no,
        filing_no as key_text
    from staging.tax_filing
    union all
    select
        'claim_person' as source,
        delivery_no,
        row_no,
        claim_no || '，' || person_id as key_text
    from staging.claim_person
    union all
    select
        'person' as source,
        delivery_no,
        row_no,
        person_id as key_text
    from staging.person
    union all
    select
        'roster' as source,
        delivery_no,
        row_no,
        concat_ws('，', roster, subject_id, valid_from) as key_text
    from staging.roster
)

select
    piece.source,
    piece.delivery_no,
    piece.row_no,
    delivery.file,
    delivery.sheet,
    regexp_replace(
        key.key_text,
        '(^|[^0-9A-Z])([1-9][0-9]{5})(19|20)[0-9]{6}([0-9]{3}[0-9X])($|[^0-9A-Z])',
        '\1\2********\4\5',
        'g'
    ) as key_text
from piece
left join source.delivery as delivery on piece.delivery_no = delivery.delivery_no
left join key
    on
        piece.source = key.source
        and piece.delivery_no = key.delivery_no
        and piece.row_no = key.row_no
