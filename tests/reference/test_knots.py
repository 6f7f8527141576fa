"""Where A excludes B, B excludes C, and A and C may both be had, the SQL agrees with every subset looked at."""

from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipelines.policy import to_tables
from pipelines.policy_model import Package
from tests.reference.knots import draw_knot, write_package
from tests.reference.payout import judge
from tests.reference.payout_model import World
from tests.reference.payout_sql import judge_by_sql, tables_of
from tests.reference.test_payout import differences


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return write_package(Path(tmp_path_factory.mktemp("policies")) / "knots_2023")


def test_pairs_that_are_not_transitive_are_judged_as_every_subset_says(package: Package) -> None:
    worlds = [draw_knot(Random(f"knot {number}"), package, f"K{number}-") for number in range(1000)]
    tables = to_tables(package)
    # Presumed at other levels, as the package has no reading of its own.
    policy = {name: tables[name] for name in ("policy.benefit", "policy.benefit_level", "policy.exclusive_pair")}
    assert differences(worlds, judge_by_sql(tables_of(worlds), policy)) == []


def test_the_knots_make_components_that_are_no_cliques(package: Package) -> None:
    """Two nodes that exclude a third and not each other, often enough: or the test above would prove little."""
    assert sum(has_an_open_chain(draw_knot(Random(f"knot {number}"), package, "")) for number in range(1000)) > 100


def has_an_open_chain(world: World) -> bool:
    lines: dict[Any, set[str]] = {}
    conflicts: dict[Any, set[str]] = {}
    for number, outcome in judge(world).items():
        if outcome.node:
            lines.setdefault(outcome.node, set()).add(number)
            conflicts[outcome.node] = outcome.conflicts_with
    return any(conflicts[a] & conflicts[b] and not conflicts[a] & lines[b] for a, b in combinations(lines, 2))
