-- 各事项的性质
-- Grain: benefit_code
-- Reads: policy.benefit, lists.benefit_kind
-- Article: 全文
-- Whether what a measure is worth is money given, and so may be added up with other money. A deposit is put off, or given
-- back for a time: never given.
select
    benefit.benefit_code,
    kind.title as kind_title,
    kind.is_given and benefit.subject_kind <> 'deposit' as is_given
from policy.benefit as benefit
inner join lists.benefit_kind as kind on benefit.kind = kind.kind
