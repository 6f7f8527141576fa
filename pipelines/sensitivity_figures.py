"""What two readings of the policy are compared by: verdicts of subjects, entitled money, money at risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from pipelines.policy_model import Assumption, Choice

COMPARED = ("verdicts.entitlement", "verdicts.payout_verdict", "verdicts.relief_verdict")
# The kinds of money that are compared: a Difference has old_ and new_ of each.
MONEY = ("entitled", "risk", "over", "unverifiable")
# A subject keeps its place where a reading moves the days of its period.
SUBJECTS = """
    select benefit_code, subject_id, verdict, amount,
           row_number() over (partition by benefit_code, subject_id order by period_start, period_end) as place
    from verdicts.entitlement
"""
PAYOUTS = """
    select benefit_code, sum(excess_amount) as risk_amount, sum(unverifiable_amount) as unverifiable_amount
    from verdicts.payout_verdict
    group by benefit_code
"""
RELIEFS = """
    select benefit_code, sum(excess_amount) as over_amount,
           sum(claimed_amount) filter (where verdict = 'unverifiable') as unverifiable_amount
    from verdicts.relief_verdict
    group by benefit_code
"""
# Per measure of the package, and one line (code '—') for payouts of no known measure.
COMPARE = f"""
    with subject as (
        select coalesce(old.benefit_code, new.benefit_code) as benefit_code,
               old.verdict as old_verdict, new.verdict as new_verdict,
               old.verdict is distinct from new.verdict as is_other,
               old.amount as old_amount, new.amount as new_amount
        from base.subject as old
        full outer join ({SUBJECTS}) as new
            on old.benefit_code = new.benefit_code and old.subject_id = new.subject_id and old.place = new.place
    ),
    counted as (
        select benefit_code,
               count(*) filter (where is_other) as changed_count,
               count(*) filter (where is_other and new_verdict = 'eligible') as eligible_count,
               count(*) filter (where is_other and coalesce(new_verdict, 'ineligible') = 'ineligible')
                   as ineligible_count,
               count(*) filter (where is_other and new_verdict = 'unknown') as unknown_count,
               sum(old_amount) as old_entitled, sum(new_amount) as new_entitled
        from subject
        group by benefit_code
    ),
    code as (
        select benefit.benefit_code, benefit.title, nature.is_given, benefit.sort_order
        from policy.benefit as benefit
        inner join lists.benefit_nature as nature on benefit.benefit_code = nature.benefit_code
        union all
        select null, '事项编码不明的发放', true, null
    )
    select coalesce(code.benefit_code, '—') as benefit_code, code.title, code.is_given,
           coalesce(counted.changed_count, 0), coalesce(counted.eligible_count, 0),
           coalesce(counted.ineligible_count, 0), coalesce(counted.unknown_count, 0),
           cast(coalesce(counted.old_entitled, 0) as decimal(18, 2)),
           cast(coalesce(counted.new_entitled, 0) as decimal(18, 2)),
           cast(coalesce(old_payout.risk_amount, 0) as decimal(18, 2)),
           cast(coalesce(new_payout.risk_amount, 0) as decimal(18, 2)),
           cast(coalesce(old_relief.over_amount, 0) as decimal(18, 2)),
           cast(coalesce(new_relief.over_amount, 0) as decimal(18, 2)),
           cast(coalesce(old_payout.unverifiable_amount, 0) + coalesce(old_relief.unverifiable_amount, 0)
               as decimal(18, 2)),
           cast(coalesce(new_payout.unverifiable_amount, 0) + coalesce(new_relief.unverifiable_amount, 0)
               as decimal(18, 2))
    from code
    left join counted on code.benefit_code = counted.benefit_code
    left join base.payout as old_payout on code.benefit_code is not distinct from old_payout.benefit_code
    left join ({PAYOUTS}) as new_payout on code.benefit_code is not distinct from new_payout.benefit_code
    left join base.relief as old_relief on code.benefit_code = old_relief.benefit_code
    left join ({RELIEFS}) as new_relief on code.benefit_code = new_relief.benefit_code
    order by code.sort_order nulls last
"""


@dataclass(frozen=True)
class Difference:
    """One measure under two readings; amounts in yuan. A subject that appears or goes has changed its verdict."""

    benefit_code: str
    title: str
    is_given: bool  # whether its entitled amount is money that may be added to others
    changed_count: int
    eligible_count: int
    ineligible_count: int
    unknown_count: int
    old_entitled: Decimal
    new_entitled: Decimal
    old_risk: Decimal
    new_risk: Decimal
    old_over: Decimal
    new_over: Decimal
    old_unverifiable: Decimal
    new_unverifiable: Decimal

    @property
    def is_none(self) -> bool:
        return not self.changed_count and not any(changes(self).values())


@dataclass(frozen=True)
class Variant:
    """One reading changed, with what came of it: the measures that differ, and how many relations were made anew."""

    assumption: Assumption
    choice: Choice
    differences: tuple[Difference, ...] = ()
    made: int = 0


@dataclass(frozen=True)
class Skipped:
    assumption: Assumption
    reason: str


def keep_base(con: duckdb.DuckDBPyConnection) -> None:
    """Keep what is compared, as it is under the readings in force."""
    con.execute("create schema if not exists base")
    for name, query in (("subject", SUBJECTS), ("payout", PAYOUTS), ("relief", RELIEFS)):
        con.execute(f"create or replace table base.{name} as {query}")


def compare(con: duckdb.DuckDBPyConnection) -> list[Difference]:
    """The measures in which the present state of the database differs from what was kept."""
    found = [Difference(*row) for row in con.execute(COMPARE).fetchall()]
    return [difference for difference in found if not difference.is_none]


def changes(difference: Difference) -> dict[str, Decimal]:
    """New less old, of each kind of money."""
    return {name: getattr(difference, f"new_{name}") - getattr(difference, f"old_{name}") for name in MONEY}


def totals(found: Sequence[Difference]) -> dict[str, Decimal]:
    """The changes of all measures together; what is no money given is left out of the entitled."""
    sums = dict.fromkeys(MONEY, Decimal("0.00"))
    for difference in found:
        for name, value in changes(difference).items():
            sums[name] += value if difference.is_given or name != "entitled" else 0
    return sums
