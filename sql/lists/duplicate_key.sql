-- 重复主键与完全相同的行
-- Grain: source, delivery_no, row_no
-- Reads: source.duplicate_key, source.delivery
-- Article: 全文
select
    row_number() over (
        order by repeated.source, repeated.delivery_no, repeated.key_text, repeated.row_no
    ) as sort_no,
    repeated.source as source_name,
    delivered.file,
    delivered.sheet,
    repeated.row_no,
    case repeated.kind when 'key' then '主键相同、内容不同' else '整行相同' end as kind_title,
    repeated.key_text
from source.duplicate_key as repeated
left join source.delivery as delivered on repeated.delivery_no = delivered.delivery_no
