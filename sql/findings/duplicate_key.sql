-- 同一文件内编号重复而内容不同
-- Grain: source, delivery_no, key_text
-- Reads: source.duplicate_key
-- Article: 全文
-- Both rows stay and both are judged. An identity number inside a key is not written out.
with grouped as (
    select
        source,
        delivery_no,
        key_text,
        count(*) as row_count,
        array_agg({ 'source': source, 'delivery_no': delivery_no, 'row_no': row_no } order by row_no) as places
    from source.duplicate_key
    where kind = 'key'
    group by source, delivery_no, key_text
)

select
    'duplicate_key' as code,
    'low' as severity,
    cast(null as varchar) as benefit_code,
    cast(null as varchar) as uscc,
    cast(null as varchar) as person_id,
    source || ':' || key_text as subject,
    cast(null as varchar) as payout_no,
    cast(null as date) as period_start,
    cast(null as date) as period_end,
    cast(0 as decimal(18, 2)) as amount,
    cast(0 as decimal(18, 2)) as excess_amount,
    '同一文件内编号相同而内容不同的有' || row_count || '行（编号'
    || regexp_replace(key_text, '([1-9][0-9]{5})[0-9]{8}([0-9]{3}[0-9X])', '\1********\2', 'g')
    || '），各行都已纳入审查，建议报送单位核实' as message,
    places as evidence,
    'text' as basis,
    cast(null as varchar) as assumption_id,
    cast(null as varchar) as department,
    cast(null as varchar) as level,
    cast(0 as decimal(18, 2)) as unverifiable_amount
from grouped
