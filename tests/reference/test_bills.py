"""The SQL and the plain reference say the same of the bills, deposits and settlements of many random small worlds."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from pipelines.engine import Engine, order, relations
from tests.reference.bills import Bills
from tests.reference.bills_worlds import worlds
from tests.reference.test_eligibility import differences
from tests.reference.world import World, load, rows_of

EXAMPLES = int(os.environ.get("BENEFIT_AUDIT_EXAMPLES", "0"))
RELIEFS = ("reliefs.bill", "reliefs.deposit", "reliefs.settlement")
BENEFITS = tuple(
    f"benefits.{rule}" for rule in ("gs23_19a", "gs23_20a", "gs23_21a", "gs23_27a", "gs23_27b", "gs23_40a", "gs23_41a")
)
# The measures and reliefs of others are taken as given: they stay away.
OTHERS = frozenset(
    name
    for name, relation in relations().items()
    if relation.folder in ("benefits", "reliefs") and name not in (*BENEFITS, *RELIEFS)
)
MADE = order(["verdicts.entitlement", *RELIEFS, "findings.late_deposit"], OTHERS)
ANSWERS = ("uscc", "person_id", "period_start", "period_end", "verdict", "amount")
HELD = ("benefit_code", "claimed_amount", "entitled_amount", "excess_amount", "shortfall_amount", "verdict")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    # One thread: a world is a handful of rows.
    with Engine(settings={"threads": 1}) as engine:
        yield engine


def told(row: dict[str, Any], expected: dict[str, Any] | None) -> dict[str, Any]:
    """Of a relief whose rows contradict each other it is open how much was claimed."""
    found = {name: row[name] for name in HELD}
    if expected and expected["claimed_amount"] is None:
        found["claimed_amount"] = None
    return found


@settings(
    max_examples=EXAMPLES or 50,
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(world=worlds())
def test_sql_agrees_with_the_plain_reference(engine: Engine, world: World) -> None:
    load(engine, world)
    engine.run(MADE, given=OTHERS)
    reference = Bills(world)
    conditions = {
        (row["benefit_code"], row["subject_id"], condition["condition_code"]): condition["verdict"]
        for relation in BENEFITS
        for row in rows_of(engine, relation)
        for condition in row["conditions"]
    }
    entitlement = {
        (row["benefit_code"], row["subject_id"]): {name: row[name] for name in ANSWERS}
        for row in rows_of(engine, "verdicts.entitlement")
    }
    expected = {key: {name: answer[name] for name in ANSWERS} for key, answer in reference.entitlement.items()}
    assert not differences(reference.condition, conditions)
    assert not differences(expected, entitlement)

    rows = [row for relation in RELIEFS for row in rows_of(engine, relation)]
    found = {(row["source"], row["key"]): told(row, reference.relief.get((row["source"], row["key"]))) for row in rows}
    held = {key: {name: answer[name] for name in HELD} for key, answer in reference.relief.items()}
    assert len(found) == len(rows)
    assert not differences(held, found)
    findings = {(row["source"], row["key"]): row["finding_code"] for row in rows}
    named = {key: answer["finding_code"] for key, answer in reference.relief.items()}
    # Late is what nothing worse is said of.
    named |= {("deposit", key): "late_deposit" for _, key in reference.late if named["deposit", key] is None}
    assert not differences(named, findings)
    late = {(row["benefit_code"], row["subject"]): row["amount"] for row in rows_of(engine, "findings.late_deposit")}
    assert not differences(reference.late, late)
