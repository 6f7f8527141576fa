"""The SQL agrees with the slow reference on the split of every payout, and the split keeps its promises."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reference.payout import judge
from tests.reference.payout_model import PARTS, World, verdict_of
from tests.reference.payout_sql import comparable, judge_by_sql, tables_of
from tests.reference.payout_world import draw_world

READINGS = [(False, "presumed"), (True, "presumed"), (False, "unverifiable")]
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def differences(worlds: Sequence[World], found: dict[str, dict[str, Any]]) -> list[str]:
    """Payout by payout, what the reference finds that the SQL doesn't."""
    report = []
    for world in worlds:
        for payout, outcome in zip(world.payouts, judge(world).values(), strict=True):
            expected = comparable(outcome, verdict_of(payout, outcome))
            got = {name: found[payout.payout_no][name] for name in expected}
            if got != expected:
                wrong = {name: (value, got[name]) for name, value in expected.items() if value != got[name]}
                report.append(f"{payout}: expected and found {wrong}")
    return report


def many_worlds(seed: int, count: int, hire_pair: bool, other_level: str) -> list[World]:
    return [draw_world(Random(f"{seed}:{n}"), f"W{n}-", hire_pair, other_level) for n in range(count)]


@pytest.mark.parametrize(("hire_pair", "other_level"), READINGS)
def test_the_sql_agrees_with_the_reference_over_a_thousand_worlds(hire_pair: bool, other_level: str) -> None:
    worlds = many_worlds(2023, 1000, hire_pair, other_level)
    assert differences(worlds, judge_by_sql(tables_of(worlds))) == []


@given(randoms=st.lists(st.randoms(use_true_random=False), min_size=1, max_size=12), reading=st.sampled_from(READINGS))
@SLOW
def test_the_sql_agrees_with_the_reference_over_drawn_worlds(randoms: list[Random], reading: tuple[bool, str]) -> None:
    worlds = [draw_world(random, f"W{n}-", *reading) for n, random in enumerate(randoms)]
    assert differences(worlds, judge_by_sql(tables_of(worlds))) == []


def test_the_worlds_reach_every_corner() -> None:
    """A thousand worlds without a case of some kind would prove nothing about it."""
    seen: dict[str, int] = {}
    for world in many_worlds(2023, 1000, True, "presumed"):
        outcomes = judge(world)
        for payout in world.payouts:
            outcome = outcomes[payout.payout_no]
            kinds = [part for part in PARTS if outcome.parts[part]]
            kinds += [name for name in ("repeat", "lost", "head_lost", "top_up") if getattr(outcome, name)]
            kinds += [f"basis {outcome.basis}", f"{len(outcome.conflicts_with)} conflicts"]
            for kind in kinds:
                seen[kind] = seen.get(kind, 0) + 1
    rare = ("repeat", "lost", "head_lost", "top_up", "basis reading", "1 conflicts", "3 conflicts")
    assert {kind: seen.get(kind, 0) for kind in (*PARTS, *rare) if seen.get(kind, 0) < 10} == {}


def test_every_fen_is_placed_and_no_node_keeps_more_than_it_is_entitled_to() -> None:
    worlds = many_worlds(7, 300, False, "presumed")
    found = judge_by_sql(tables_of(worlds))
    amounts = {payout.payout_no: payout.amount for world in worlds for payout in world.payouts}
    assert {number: sum(row[f"{part}_amount"] for part in PARTS) for number, row in found.items()} == amounts
    for row in found.values():
        rest = row["amount"] - row["allowed_amount"] - row["unverifiable_amount"] - row["returned_amount"]
        assert row["excess_amount"] == rest
        assert row["allowed_amount"] == row["compliant_amount"] >= 0
    kept: dict[str, int] = {}
    for row in found.values():
        kept[row["node_id"]] = kept.get(row["node_id"], 0) + row["allowed_amount"]
    entitled = {row["node_id"]: row["entitled_amount"] for row in found.values() if row["entitled_amount"] is not None}
    assert {node: amount for node, amount in kept.items() if node in entitled and amount > entitled[node]} == {}


def test_the_order_of_the_ledger_changes_nothing() -> None:
    worlds = many_worlds(11, 200, False, "presumed")
    rows = tables_of(worlds)
    places = ("line_no", "delivery_no", "row_no")
    first = judge_by_sql(rows)
    for name in rows:
        Random(5).shuffle(rows[name])
    for place, row in enumerate(rows["staging.payout"]):
        row["row_no"] = place + 2
    second = judge_by_sql(rows)
    for found in (first, second):
        for row in found.values():
            for name in places:
                row.pop(name)
    assert first == second
