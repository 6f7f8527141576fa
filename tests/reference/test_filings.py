"""The SQL and the plain reference say the same of tax filings and the reliefs they were given."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from pipelines.engine import Engine, expand, order
from tests.reference.filings import CODES, Filings
from tests.reference.filings_worlds import filing_worlds
from tests.reference.test_eligibility import ANSWERS, differences
from tests.reference.world import World, load, package, rows_of

EXAMPLES = int(os.environ.get("BENEFIT_AUDIT_EXAMPLES", "0"))
RULES = tuple(sorted({f"benefits.{package().benefits[code].rule}" for code in CODES}))
# The other measures are not looked at, so they are not made.
OTHERS = frozenset(expand("benefits.*")).difference(RULES)
MADE = order([*RULES, "verdicts.entitlement", "reliefs.filing"], OTHERS)
RELIEF = ("claimed_amount", "entitled_amount", "excess_amount", "shortfall_amount", "verdict", "finding_code")
NAMES = {code: package().benefits[code].aliases[0] for code in CODES}
ALIASES = {
    name: code
    for code in CODES
    for name in (code, package().benefits[code].title, *package().benefits[code].aliases)
}  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(settings={"threads": 1}) as engine:
        yield engine


def named(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names}


@settings(
    max_examples=EXAMPLES or 50,
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(world=filing_worlds(NAMES))
def test_sql_agrees_with_the_plain_reference(engine: Engine, world: World) -> None:
    load(engine, world)
    engine.run(MADE, given=OTHERS)
    reference = Filings(world, ALIASES)
    entitlement = {
        (row["benefit_code"], row["subject_id"]): named(row, ANSWERS) for row in rows_of(engine, "verdicts.entitlement")
    }
    conditions = {
        (row["benefit_code"], row["subject_id"], one["condition_code"]): one["verdict"]
        for row in rows_of(engine, "collected.benefits")
        for one in row["conditions"]
        # Of whoever has no filing, what hangs on one is not there to be judged.
        if row["subject_kind"] == "filing" or one["condition_code"] in ("in_scope", "other_trade", "on_roster")
    }
    judged = {(code, subject, name): verdict for (code, subject, _, name), verdict in reference.condition.items()}
    relief = {(row["key"], row["benefit_code"]): named(row, RELIEF) for row in rows_of(engine, "reliefs.filing")}
    assert not differences(judged, conditions)
    expected = {key: named(answer, ANSWERS) for key, answer in reference.entitlement.items()}
    assert not differences(expected, entitlement)
    assert not differences(reference.relief, relief)
