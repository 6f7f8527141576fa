-- 每条疑点都指得出所依据的行
-- Grain: finding_id
-- Reads: verdicts.finding
-- Article: 全文
select
    'finding_evidence' as check_name,
    finding_id as subject,
    cast(1 as decimal(18, 2)) as expected,
    cast(0 as decimal(18, 2)) as observed,
    '疑点没有依据的行，或行的文件不明' as message
from verdicts.finding
where evidence = '[]' or evidence like '%"file":null%'
