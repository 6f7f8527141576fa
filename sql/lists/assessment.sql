-- 检验覆盖
-- Grain: code, reason
-- Reads: verdicts.assessment, policy.benefit, lists.finding_kind
-- Article: 全文
-- Tests that could not run, or saw only a part, come first: what was not judged must not look clean.
select
    row_number() over (
        order by
            case when assessed.not_judged > 0 then 0 when assessed.judged = 0 then 1 else 2 end,
            benefit.sort_order nulls last,
            kind.sort_order,
            assessed.code,
            assessed.reason
    ) as sort_no,
    assessed.code,
    coalesce(benefit.title, kind.title, assessed.code) as title,
    case when benefit.benefit_code is null then '疑点检验' else '资格判断' end as code_kind,
    assessed.population,
    assessed.judged,
    assessed.not_judged,
    case
        when assessed.not_judged > 0 and assessed.judged = 0 then '未能检验'
        when assessed.not_judged > 0 then '部分检验'
        when assessed.judged = 0 then '无检验对象'
        else '全部检验'
    end as state,
    assessed.hits,
    assessed.amount,
    assessed.reason
from verdicts.assessment as assessed
left join policy.benefit as benefit on assessed.code = benefit.benefit_code
left join lists.finding_kind as kind on assessed.code = kind.code
