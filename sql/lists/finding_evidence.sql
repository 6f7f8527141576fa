-- 疑点依据的行
-- Grain: finding_id
-- Reads: verdicts.finding
-- Article: 全文
-- Where an auditor finds the rows: file, sheet, row. The first few are written out, the rest counted.
with piece as (
    select
        finding_id,
        unnest(from_json(evidence, '[{"source": "VARCHAR", "file": "VARCHAR", "sheet": "VARCHAR", "row": "BIGINT"}]'))
            as place
    from verdicts.finding
),

located as (
    select
        piece.finding_id,
        place.source as source,
        place.file as file,
        place.sheet as sheet,
        place.row as row_no
    from piece
),

ranked as (
    select
        finding_id,
        file || coalesce('〔' || sheet || '〕', '') || ' 第 ' || row_no || ' 行' as place_text,
        row_number() over (
            partition by finding_id order by case source when 'payout' then 1 else 2 end, file, sheet, row_no
        ) as place,
        count(*) over (partition by finding_id) as piece_count
    from located
)

select
    finding_id,
    string_agg(place_text, '；' order by place)
    || case when max(piece_count) > 5 then '；等 ' || max(piece_count) || ' 行' else '' end as evidence_text
from ranked
where place <= 5
group by finding_id
