"""The SQL and the plain reference say the same of talents and graduates in many random small worlds.

BENEFIT_AUDIT_EXAMPLES=5000 runs that many, seeded freely: for before a release.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from pipelines.engine import Engine, expand, order
from tests.reference.talents import CODES, Talents
from tests.reference.talents_worlds import worlds
from tests.reference.test_eligibility import ANSWERS, differences
from tests.reference.world import World, load, package, rows_of

EXAMPLES = int(os.environ.get("BENEFIT_AUDIT_EXAMPLES", "0"))
RULES = ("benefits.gs23_03a", "benefits.gs23_18a", "benefits.gs23_18b")
# The other measures are not looked at, so they are not made.
OTHERS = frozenset(expand("benefits.*")).difference(RULES)
MADE = order(["verdicts.entitlement"], OTHERS)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    # One thread: a world is a handful of rows.
    with Engine(settings={"threads": 1}) as engine:
        yield engine


def aliases() -> dict[str, str]:
    benefits = [package().benefits[code] for code in CODES]
    return {name: each.code for each in benefits for name in (each.code, each.title, *each.aliases)}


@settings(
    max_examples=EXAMPLES or 60,
    derandomize=not EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(world=worlds())
def test_sql_agrees_with_the_plain_reference(engine: Engine, world: World) -> None:
    load(engine, world)
    engine.run(MADE, given=OTHERS)
    reference = Talents(world, aliases())
    entitlement = {
        (row["benefit_code"], row["subject_id"]): {name: row[name] for name in ANSWERS}
        for row in rows_of(engine, "verdicts.entitlement")
    }
    condition = {
        (row["benefit_code"], row["subject_id"], row["person_id"], each["condition_code"]): each["verdict"]
        for row in rows_of(engine, "collected.benefits")
        for each in row["conditions"]
    }
    expected = {key: {name: answer[name] for name in ANSWERS} for key, answer in reference.entitlement.items()}
    assert not differences(reference.condition, condition)
    assert not differences(expected, entitlement)
