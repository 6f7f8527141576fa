-- 目标进度
-- Grain: metric_code
-- Reads: facts.target_progress, policy.target, policy.article, lists.target_verdict_title
-- Article: 全文
-- A share is shown in percent.
with texts as (
    select
        progress.metric_code,
        progress.article_no,
        progress.reported_on,
        progress.reported_by,
        progress.verdict,
        progress.is_misread,
        progress.due_by_now,
        target.title,
        target.figure,
        target.due_on,
        target.unit,
        case target.comparison when '>=' then '不少于 ' when '<=' then '不超过 ' end
        || rtrim(
            rtrim(cast(case when target.unit = '比例' then target.value * 100 else target.value end as varchar), '0'), '.'
        ) || case when target.unit = '比例' then '%' else ' ' || target.unit end as target_text,
        rtrim(
            rtrim(
                cast(
                    case when target.unit = '比例' then progress.reported_value * 100 else progress.reported_value end
                    as varchar
                ), '0'
            ), '.'
        ) || case when target.unit = '比例' then '%' else coalesce(' ' || target.unit, '') end as value_text
    from facts.target_progress as progress
    left join policy.target as target on progress.metric_code = target.metric_code
)

select
    row_number() over (order by texts.article_no nulls last, texts.metric_code) as sort_no,
    texts.metric_code,
    texts.article_no,
    article.title as article_title,
    coalesce(texts.title, '—') as title,
    texts.target_text,
    texts.figure,
    texts.due_on,
    case when not texts.is_misread then texts.value_text end as value_text,
    texts.reported_on,
    texts.reported_by,
    texts.verdict,
    verdict.title as state,
    case
        when texts.verdict = 'no_target' then '填报的指标编码不在文件的目标之内，请核对'
        when texts.is_misread then '填报值大于 1，比例应写成小数，如 0.96'
        when texts.verdict = 'not_reported' and texts.reported_on is not null
            then '目标已到期（' || cast(texts.due_on as varchar) || '），最近一次填报的日期在到期以前'
        when texts.verdict = 'not_reported' then '截止日以前没有填报'
        when texts.due_by_now is not null
            then '到期以前按时间进度，到填报日应不少于 ' || cast(texts.due_by_now as varchar) || ' ' || texts.unit
        when texts.verdict = 'behind' then '尚未到期，还没有达到目标值'
    end as remark,
    case
        when texts.verdict <> 'no_target' then concat(
            texts.title, '（', texts.target_text, '）：', verdict.title,
            case when not texts.is_misread then '，' || texts.value_text end
        )
    end as summary
from texts
inner join lists.target_verdict_title as verdict on texts.verdict = verdict.verdict
left join policy.article as article on texts.article_no = article.article_no
