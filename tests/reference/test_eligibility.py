"""The SQL and the plain reference say the same of many random small worlds.

Each world holds dozens of verdicts. BENEFIT_AUDIT_EXAMPLES=5000 runs that many, seeded freely: for before a release.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from pipelines.engine import Engine, order
from tests.reference.eligibility import CODES, Eligibility
from tests.reference.world import World, load, package, rows_of
from tests.reference.worlds import worlds

EXAMPLES = int(os.environ.get("BENEFIT_AUDIT_EXAMPLES", "0"))
MADE = order(["verdicts.entitlement", "verdicts.entitlement_person", "verdicts.condition"])
ANSWERS = (
    "subject_kind",
    "uscc",
    "person_id",
    "claim_no",
    "period_start",
    "period_end",
    "verdict",
    "quantity",
    "unit_amount",
    "gross_amount",
    "cap_amount",
    "amount",
    "possible_amount",
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    # One thread: a world is a handful of rows.
    with Engine(settings={"threads": 1}) as engine:
        yield engine


def aliases() -> dict[str, str]:
    names = {code: (code, package().benefits[code].title, *package().benefits[code].aliases) for code in CODES}
    return {name: code for code, found in names.items() for name in found}


def differences(expected: dict[Any, Any], observed: dict[Any, Any]) -> list[tuple[Any, Any, Any]]:
    keys = sorted(expected.keys() | observed.keys(), key=str)
    return [(key, expected.get(key), observed.get(key)) for key in keys if expected.get(key) != observed.get(key)]


@settings(
    max_examples=EXAMPLES or 60,
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(world=worlds())
def test_sql_agrees_with_the_plain_reference(engine: Engine, world: World) -> None:
    load(engine, world)
    engine.run(MADE)
    reference = Eligibility(world, aliases())
    entitlement = {
        (row["benefit_code"], row["subject_id"]): {name: row[name] for name in ANSWERS}
        for row in rows_of(engine, "verdicts.entitlement")
        if row["benefit_code"] in CODES
    }
    persons = {
        (row["benefit_code"], row["subject_id"], row["person_id"]): row["verdict"]
        for row in rows_of(engine, "verdicts.entitlement_person")
    }
    conditions = {
        (row["benefit_code"], row["subject_id"], row["person_id"], row["condition_code"]): row["verdict"]
        for row in rows_of(engine, "verdicts.condition")
        if row["benefit_code"] in CODES
    }
    expected = {key: {name: answer[name] for name in ANSWERS} for key, answer in reference.entitlement.items()}
    assert not differences(reference.condition, conditions)
    assert not differences(reference.entitlement_person, persons)
    assert not differences(expected, entitlement)
