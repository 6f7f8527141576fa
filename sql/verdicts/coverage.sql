-- 数据覆盖
-- Grain: source, partition
-- Reads: facts.coverage
-- Article: 全文
-- As: view
select
    source,
    partition,
    covered,
    basis
from facts.coverage
