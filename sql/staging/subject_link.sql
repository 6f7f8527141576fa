-- 同一单位的新旧代码
-- Grain: uscc
-- Reads: policy.subject_link, source.claim, source.contract, source.enterprise, source.payout, source.roster
-- Article: 全文
-- A code that stands for a unit known under another one: everything staged under it is read as that unit's. Certain are
-- one organisation code (GB 32100-2015, places 9 to 17, is one unit's for good), what the settings say, and one name with
-- one legal representative where the old registration has ended. A name alone only makes a suspicion (is_merged false).
with code as (
    select uscc from source.enterprise
    union
    select uscc from source.payout
    where uscc_fault is null
    union
    select uscc from source.claim
    union
    select uscc from source.contract
    union
    select subject_id as uscc from source.roster
    -- Persons stand on rosters, too: an identity number is nobody's organisation code.
    where
        regexp_full_match(subject_id, '[0-9A-Z]{18}')
        and not regexp_full_match(subject_id, '[1-8][0-9]{5}(19|20)[0-9]{9}[0-9X]')
),

registered as (
    select
        uscc,
        -- Width, blanks and the form of brackets make no other name.
        regexp_replace(
            translate(upper(nfc_normalize(max(name))), '（）［］【】〔〕　', '()[][][] '), '\s+', '', 'g'
        ) as plain_name,
        max(legal_person_id) as legal_person_id,
        max(entity_type) as entity_type,
        bool_or(status = '存续') as is_open,
        max(registered_on) as registered_on,
        max(status_on) as status_on
    from source.enterprise
    group by uscc
),

ranked as (
    -- Which of several codes stands for the unit: the open registration, then the later one.
    select
        code.uscc,
        case when regexp_full_match(code.uscc, '[0-9A-Z]{18}') then substr(code.uscc, 9, 9) else code.uscc end
            as organisation_code,
        registered.plain_name,
        registered.legal_person_id,
        registered.entity_type,
        coalesce(registered.is_open, false) as is_open,
        row_number() over (
            order by
                coalesce(registered.is_open, false) desc,
                registered.registered_on desc nulls last,
                code.uscc asc
        ) as rank
    from code
    left join registered on code.uscc = registered.uscc
    where code.uscc is not null
),

link as (
    select
        old.uscc,
        new.uscc as other_uscc,
        new.rank as other_rank,
        '组织机构代码相同' as basis,
        true as is_merged
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
    where old.entity_type <> '个体工商户' or old.legal_person_id = new.legal_person_id
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
