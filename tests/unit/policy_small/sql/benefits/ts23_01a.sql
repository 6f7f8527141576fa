-- 奖励甲
-- Grain: subject_id
-- Reads: facts.subject, policy.parameter
-- Article: 第一条
select
    subject.subject_id,
    { 'condition_code': 'on_roster', 'verdict': 'pass' } as judged
from facts.subject as subject
inner join policy.parameter as parameter on parameter.name in ('unit_amount', 'least_count')
