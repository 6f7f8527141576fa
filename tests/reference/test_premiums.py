"""The SQL and the plain reference say the same of premiums and of claims judged one by one."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from pipelines.engine import Engine, expand, order
from tests.reference.premiums import CODES, Premiums
from tests.reference.premiums_worlds import premium_worlds
from tests.reference.test_eligibility import ANSWERS, differences
from tests.reference.world import World, load, package, rows_of

EXAMPLES = int(os.environ.get("BENEFIT_AUDIT_EXAMPLES", "0"))
RULES = tuple(f"benefits.{package().benefits[code].rule}" for code in CODES)
# The other measures are not looked at, so they are not made.
OTHERS = frozenset(expand("benefits.*")).difference(RULES)
MADE = order([*RULES, "verdicts.entitlement", "reliefs.premium_month"], OTHERS)
RELIEF = (
    "source",
    "uscc",
    "person_id",
    "claimed_amount",
    "entitled_amount",
    "excess_amount",
    "shortfall_amount",
    "verdict",
    "finding_code",
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(settings={"threads": 1}) as engine:
        yield engine


def aliases() -> dict[str, str]:
    benefits = package().benefits
    return {name: code for code in CODES for name in (code, benefits[code].title, *benefits[code].aliases)}


def named(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names}


@settings(
    max_examples=EXAMPLES or 40,
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(world=premium_worlds())
def test_sql_agrees_with_the_plain_reference(engine: Engine, world: World) -> None:
    load(engine, world)
    engine.run(MADE, given=OTHERS)
    reference = Premiums(world, aliases())
    entitlement = {
        (row["benefit_code"], row["subject_id"]): named(row, ANSWERS) for row in rows_of(engine, "verdicts.entitlement")
    }
    conditions = {
        (row["benefit_code"], row["subject_id"], one["condition_code"]): one["verdict"]
        for row in rows_of(engine, "collected.benefits")
        for one in row["conditions"]
    }
    relief = {(row["key"], row["benefit_code"]): named(row, RELIEF) for row in rows_of(engine, "reliefs.premium_month")}
    judged = {(code, subject, name): verdict for (code, subject, _, name), verdict in reference.condition.items()}
    assert not differences(judged, conditions)
    expected = {key: named(answer, ANSWERS) for key, answer in reference.entitlement.items()}
    assert not differences(expected, entitlement)
    assert not differences(reference.relief, relief)
