"""An example of a measure with figures: a case of its spec, judged by its own SQL.

The page of a measure thus shows nothing that the program would not decide so. Specs stand in the checkout only,
and so does what writes the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines.engine import expand
from pipelines.policy_model import Benefit
from schemas import SOURCES
from schemas.column import field_of

if TYPE_CHECKING:
    from tests.spec.harness import Case

VERDICTS = ("eligible", "ineligible", "unknown")
SHOWN_TYPES = {"money", "decimal", "integer", "date"}
SUBJECT_COLUMNS = ("subject_id", "claim_no", "filing_no", "bill_no", "deposit_no", "settlement_no", "uscc", "person_id")
JUDGED = """
    select benefit_code, subject_id, verdict, quantity, unit_amount, gross_amount, cap_amount, amount, reason_titles
    from verdicts.entitlement
    order by coalesce(cut_amount, 0) desc, amount desc nulls last, subject_id
"""


@dataclass(frozen=True)
class Example:
    """One subject of a spec as it was judged; `given` are the figures it was judged by, under their Chinese names."""

    verdict: str
    given: tuple[tuple[str, str], ...]
    quantity: Decimal | None
    unit_amount: Decimal | None
    gross_amount: Decimal | None
    cap_amount: Decimal | None
    amount: Decimal | None
    reason: str | None


def examples(benefit: Benefit) -> list[Example]:
    """Of each verdict the first subject that the measure's spec has: cut by a cap first, then the largest amount."""
    found: dict[str, Example] = {}
    for number, case in enumerate(cases(benefit.rule)):
        for code, subject, verdict, *figures in judged(benefit.rule, number):
            is_better = verdict not in found or (verdict == "eligible" and not found[verdict].amount)
            if code == benefit.code and is_better:
                found[verdict] = Example(verdict, figures_of(case, benefit, subject), *figures)
        if len(found) == len(VERDICTS) and found["eligible"].amount:
            break
    return [found[verdict] for verdict in VERDICTS if verdict in found]


@cache
def cases(rule: str) -> list[Case]:
    """The cases of the rule's spec under the readings in force."""
    from tests.spec.harness import SPECS, read_cases

    return [case for case in read_cases(SPECS / "benefits" / f"{rule}.md") if not case.assume]


@cache
def judged(rule: str, number: int) -> list[tuple[Any, ...]]:
    """What the rule's SQL, and the verdict's, make of a case: for all measures that share the rule."""
    from tests.spec.harness import give, world

    case = cases(rule)[number]
    with world(case) as engine:
        for relation, table in case.given.items():
            give(engine.con, relation, table)
        # The verdict reads every benefit: of them there is this one.
        others = {*expand("benefits.*")} - {f"benefits.{rule}"}
        engine.run(["verdicts.entitlement"], given={*case.given, *others})
        return engine.con.execute(JUDGED).fetchall()


def figures_of(case: Case, benefit: Benefit, subject: str) -> tuple[tuple[str, str], ...]:
    """The figures and days of the rows that the case gives about the subject, by the names departments know."""
    titles = figure_titles()
    if benefit.subject_kind != "claim":
        titles = {name: title for name, title in titles.items() if name != "quantity"}  # there it is what comes out
    shown: dict[str, str] = {}
    for table in case.given.values():
        for cells in table.rows:
            row = dict(zip(table.columns, cells, strict=True))
            is_about = any(row.get(column) == subject for column in SUBJECT_COLUMNS)
            if is_about and row.get("benefit_code", benefit.code) == benefit.code:
                shown |= {titles[name]: cell for name, cell in row.items() if name in titles and cell}
    return tuple(shown.items())


@cache
def figure_titles() -> dict[str, str]:
    """The Chinese names of all figures and days of the sources."""
    return {
        name: str(column.title)
        for schema in SOURCES.values()
        for name, column in schema.columns.items()
        if field_of(column).type in SHOWN_TYPES
    }
