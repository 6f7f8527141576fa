-- 同一单位的新旧代码
-- Grain: uscc
-- Reads: policy.subject_link, source.claim, source.contract, source.enterprise, source.payout, source.roster
-- Article: 全文
-- A code that stands for a unit known under another one: everything staged under it is read as that unit's. Certain are
-- one organisation code (GB 32100-2015, places 9 to 17, is one unit's for good) under one name, what the settings say, and
-- one name with one legal representative where the old registration has ended. The rest is a suspicion (is_merged false).
with mention as (
    select
        uscc,
        name,
        0 as preference
    from source.enterprise
    union all
    select
        uscc,
        payee_name as name,
        1 as preference
    from source.payout
    where uscc_fault is null
    union all
    select
        uscc,
        null as name,
        3 as preference
    from source.claim
    union all
    select
        uscc,
        null as name,
        3 as preference
    from source.contract
    union all
    select
        subject_id as uscc,
        subject_name as name,
        2 as preference
    from source.roster
    -- Persons stand on rosters, too: an identity number is nobody's organisation code.
    where
        regexp_full_match(subject_id, '[0-9A-Z]{18}')
        and not regexp_full_match(subject_id, '[1-8][0-9]{5}(19|20)[0-9]{9}[0-9X]')
),

named as (
    select
        uscc,
        arg_min(name, (preference, name)) as name
    from mention
    where uscc is not null
    group by uscc
),

registered as (
    select
        uscc,
        max(legal_person_id) as legal_person_id,
        max(entity_type) as entity_type,
        bool_or(status = '存续') as is_open,
        max(registered_on) as registered_on
    from source.enterprise
    group by uscc
),

ranked as (
    -- Which of several codes stands for the unit: the open registration, then the later one.
    select
        named.uscc,
        case when regexp_full_match(named.uscc, '[0-9A-Z]{18}') then substr(named.uscc, 9, 9) else named.uscc end
            as organisation_code,
        -- Width, blanks and the form of brackets make no other name.
        regexp_replace(translate(upper(named.name), '（）［］【】〔〕　', '()[][][] '), '\s+', '', 'g') as plain_name,
        registered.legal_person_id,
        registered.entity_type,
        registered.uscc is not null as is_registered,
        coalesce(registered.is_open, false) as is_open,
        row_number() over (
            order by
                coalesce(registered.is_open, false) desc,
                registered.registered_on desc nulls last,
                named.uscc asc
        ) as rank
    from named
    left join registered on named.uscc = registered.uscc
),

link as (
    select
        old.uscc,
        new.uscc as other_uscc,
        new.rank as other_rank,
        case when old.plain_name <> new.plain_name then '组织机构代码相同，名称不同' else '组织机构代码相同' end as basis,
        coalesce(old.plain_name = new.plain_name, true) as is_merged
    from ranked as old
    inner join ranked as new on old.organisation_code = new.organisation_code and old.rank > new.rank
    union all
    select
        given.old_uscc as uscc,
        given.new_uscc as other_uscc,
        0 as other_rank,
        '设置指定' || coalesce('：' || given.note, '') as basis,
        true as is_merged
    from policy.subject_link as given
    union all
    select
        old.uscc,
        new.uscc as other_uscc,
        new.rank as other_rank,
        case
            when old.legal_person_id = new.legal_person_id then '名称和法定代表人相同，原登记已终止'
            else '名称相同'
        end as basis,
        coalesce(old.legal_person_id = new.legal_person_id and not old.is_open, false) as is_merged
    from ranked as old
    inner join ranked as new
        on
            old.plain_name = new.plain_name
            and old.rank > new.rank
            and old.organisation_code <> new.organisation_code
    where
        old.is_registered
        and new.is_registered
        and (old.entity_type <> '个体工商户' or old.legal_person_id = new.legal_person_id)
),

nearest as (
    select
        uscc,
        -- What is certain goes before a suspicion, what the settings say before all.
        arg_min(other_uscc, (not is_merged, other_rank)) as linked_uscc,
        arg_min(basis, (not is_merged, other_rank)) as basis,
        bool_or(is_merged) as is_merged
    from link
    group by uscc
)

select
    nearest.uscc,
    coalesce(next.linked_uscc, nearest.linked_uscc) as linked_uscc,
    nearest.basis,
    nearest.is_merged
from nearest
left join nearest as next on nearest.linked_uscc = next.uscc and nearest.is_merged and next.is_merged
