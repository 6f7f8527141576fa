-- 逐人事项的人数
-- Grain: benefit_code, subject_id
-- Reads: policy.benefit, facts.coverage, facts.subject, heads.*
-- Article: 第十六条、第十七条
-- Heads of each enterprise or agency by verdict, and whether one of them passes.
with judged as (
    select
        benefit_code,
        subject_id,
        person_id,
        unnest(conditions) as condition
    from collected.heads
),

condition as (
    select
        judged.benefit_code,
        judged.subject_id,
        judged.person_id,
        bool_or(judged.condition.verdict = 'fail') as has_fail,
        bool_or(judged.condition.verdict = 'unknown') as has_unknown
    from judged
    group by judged.benefit_code, judged.subject_id, judged.person_id
),

counted as (
    select
        benefit_code,
        subject_id,
        count(*) as person_count,
        count(*) filter (where not has_fail and not has_unknown) as eligible_count,
        count(*) filter (where not has_fail and has_unknown) as unknown_count
    from condition
    group by benefit_code, subject_id
),

total as (
    select
        subject.benefit_code,
        subject.subject_id,
        coalesce(counted.person_count, 0) as person_count,
        coalesce(counted.eligible_count, 0) as eligible_count,
        coalesce(counted.unknown_count, 0) as unknown_count,
        coalesce(contracts.covered, false) as is_covered
    from policy.benefit as benefit
    inner join facts.subject as subject on benefit.benefit_code = subject.benefit_code
    left join counted
        on
            subject.benefit_code = counted.benefit_code
            and subject.subject_id = counted.subject_id
    left join facts.coverage as contracts
        on
            contracts.source = 'contract'
            and contracts.partition = 'whole'
    where benefit.is_per_head
)

select
    benefit_code,
    subject_id,
    eligible_count,
    unknown_count,
    is_covered,
    case
        when eligible_count > 0 then 'pass'
        when unknown_count > 0 or not is_covered then 'unknown'
        else 'fail'
    end as person_verdict,
    '核对 ' || person_count || ' 人：符合 ' || eligible_count || ' 人，待核实 ' || unknown_count || ' 人' as observed,
    case
        when eligible_count > 0 then null
        when unknown_count > 0 then '待核实人员所缺的数据（见逐人条件）'
        when not is_covered then '劳动合同备案'
    end as missing
from total
