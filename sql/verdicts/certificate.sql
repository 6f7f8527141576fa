-- 从高不重复的证明
-- Grain: certificate_id, trial
-- Reads: judge.node_edge, verdicts.certificate_node
-- Article: 全文
-- Of each set of payments that exclude each other: the lawful set and its total, the best set that would keep something
-- the lawful one excludes, and its total, and the pairs that bind between what stays and what goes.
with node as (
    select * from verdicts.certificate_node
),

binding as (
    select distinct
        here.certificate_id,
        here.trial,
        unnest(string_split(edge.pairs, '、')) as pair_id
    from node as here
    inner join judge.node_edge as edge on here.node_id = edge.node_id
    inner join node as there
        on
            edge.other_node_id = there.node_id
            and here.certificate_id = there.certificate_id
            and here.trial = there.trial
    where here.is_lawful and not there.is_lawful
),

bound as (
    select
        certificate_id,
        trial,
        string_agg(pair_id, '、' order by pair_id) as binding_pairs
    from binding
    group by certificate_id, trial
),

summed as (
    select
        certificate_id,
        trial,
        bool_and(is_solved) as is_solved,
        count(*) as node_count,
        count(*) filter (where verdict = 'unknown') as unknown_count,
        coalesce(bool_or(is_alternative), false) as has_alternative,
        -- A node without a known amount or a cap leaves the total open.
        case
            when count(*) filter (where is_lawful and entitled_amount is null) = 0
                then coalesce(sum(entitled_amount) filter (where is_lawful), 0)
        end as lawful_amount,
        case
            when count(*) filter (where is_alternative and entitled_amount is null) = 0
                then sum(entitled_amount) filter (where is_alternative)
        end as alternative_amount,
        coalesce(string_agg(label, '、' order by tie_rank) filter (where is_lawful), '无') as lawful_text,
        string_agg(label, '、' order by tie_rank) filter (where is_alternative) as alternative_text,
        string_agg(label, '、' order by tie_rank) as member_text,
        string_agg(payout_nos, ',' order by tie_rank) as payout_nos,
        sum(paid_amount) as paid_amount,
        sum(proposed_amount) as proposed_amount,
        sum(allowed_amount) as allowed_amount
    from node
    group by certificate_id, trial
)

select
    summed.certificate_id,
    summed.trial,
    summed.is_solved,
    summed.node_count,
    summed.unknown_count,
    cast(case when summed.is_solved then summed.lawful_amount end as decimal(18, 2)) as lawful_amount,
    cast(summed.alternative_amount as decimal(18, 2)) as alternative_amount,
    cast(summed.paid_amount as decimal(18, 2)) as paid_amount,
    cast(summed.proposed_amount as decimal(18, 2)) as proposed_amount,
    cast(summed.allowed_amount as decimal(18, 2)) as allowed_amount,
    bound.binding_pairs,
    summed.payout_nos,
    case
        when not summed.is_solved
            then
                '互斥的' || summed.node_count || '项：' || summed.member_text
                || '。组合过多，未能在限定步数内求出最高的一组，全部待核实'
        else
            '互斥的' || summed.node_count || '项中从高享受：' || summed.lawful_text
            || coalesce('，合计' || cast(summed.lawful_amount as decimal(18, 2)) || '元', '')
            || case
                when summed.has_alternative
                    then
                        '；其次为：' || summed.alternative_text
                        || coalesce('，合计' || cast(summed.alternative_amount as decimal(18, 2)) || '元', '')
                else ''
            end
            || coalesce('；互斥依据：' || bound.binding_pairs, '')
    end as statement
from summed
left join bound on summed.certificate_id = bound.certificate_id and summed.trial = bound.trial
