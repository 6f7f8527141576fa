"""What the split of a ledger promises, whatever the ledger: over worlds of the measures and of knots of pairs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from pipelines.policy import to_tables
from tests.reference.knots import draw_knot, write_package
from tests.reference.payout_model import PARTS, World, benefit_of
from tests.reference.payout_sql import judge_by_sql, tables_of
from tests.reference.payout_world import draw_world

Found = dict[str, dict[str, Any]]
COUNT = 300


class Ledgers:
    """Many worlds of one kind, and what the SQL finds of them, in full or changed."""

    def __init__(self, draw: Callable[[Random, str], World], policy: Mapping[str, pa.Table] | None) -> None:
        self.worlds = [draw(Random(f"promise {number}"), f"W{number}-") for number in range(COUNT)]
        self.policy = policy
        self.found = self.judge(self.worlds)

    def judge(self, worlds: list[World]) -> Found:
        return judge_by_sql(tables_of(worlds), self.policy)


@pytest.fixture(scope="module", params=["measures", "knots"])
def ledgers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ledgers:
    if request.param == "measures":
        return Ledgers(draw_world, None)
    package = write_package(Path(tmp_path_factory.mktemp("policies")) / "knots_2023")
    tables = to_tables(package)
    policy = {name: tables[name] for name in ("policy.benefit", "policy.benefit_level", "policy.exclusive_pair")}
    return Ledgers(lambda random, prefix: draw_knot(random, package, prefix), policy)


def test_every_fen_is_placed(ledgers: Ledgers) -> None:
    for row in ledgers.found.values():
        assert sum(row[f"{part}_amount"] for part in PARTS) == row["amount"]
        rest = row["amount"] - row["allowed_amount"] - row["unverifiable_amount"] - row["returned_amount"]
        assert row["excess_amount"] == rest
        assert row["allowed_amount"] == row["compliant_amount"] >= 0


def test_no_node_keeps_more_than_its_entitlement_and_no_set_more_than_its_lawful_total(ledgers: Ledgers) -> None:
    kept: dict[str, int] = {}
    limit: dict[str, int] = {}
    for row in ledgers.found.values():
        if row["node_id"] and row["entitled_amount"] is not None:
            limit[row["node_id"]] = row["entitled_amount"]
            kept[row["node_id"]] = kept.get(row["node_id"], 0) + row["allowed_amount"]
        if row["certificate_id"] and row["unknown_count"] == 0:
            limit[row["certificate_id"]] = row["lawful_amount"]
            kept[row["certificate_id"]] = kept.get(row["certificate_id"], 0) + row["allowed_amount"]
    assert {name: amount for name, amount in kept.items() if amount > limit[name]} == {}
    assert len(kept) > COUNT


def test_no_conflicting_two_are_both_allowed_beyond_a_top_up(ledgers: Ledgers) -> None:
    own: dict[str, int] = {}
    node_of = {number: row["node_id"] for number, row in ledgers.found.items()}
    for row in ledgers.found.values():
        if row["node_id"]:
            own[row["node_id"]] = own.get(row["node_id"], 0) + row["allowed_amount"] - row["top_up_amount"]
    pairs = {
        (row["node_id"], node_of[other])
        for row in ledgers.found.values()
        for other in (row["conflicts_with"] or "").split(",")
        if other
    }
    assert len(pairs) > COUNT / 3
    assert [pair for pair in pairs if own[pair[0]] > 0 and own[pair[1]] > 0] == []


def test_what_has_nothing_to_do_with_the_others_changes_nothing(ledgers: Ledgers) -> None:
    """Another subject's payments, entitlements and all, beside each world."""
    half = COUNT // 2
    alone = ledgers.judge(ledgers.worlds[:half])
    for number, row in alone.items():
        beside = ledgers.found[number]
        assert {key: beside[key] for key in row if not key.endswith("_no")} == {
            key: row[key] for key in row if not key.endswith("_no")
        }


def test_a_proposal_never_turns_money_already_paid_into_money_to_recover(ledgers: Ledgers) -> None:
    """In all of a ledger: which of two losers tops up the higher proposal is a matter of who was paid first."""
    without = [
        replace(world, payouts=[payout for payout in world.payouts if payout.is_paid]) for world in ledgers.worlds
    ]
    before = ledgers.judge(without)
    worse = []
    for number, world in enumerate(without):
        paid = [payout.payout_no for payout in world.payouts]
        if sum(ledgers.found[one]["excess_amount"] for one in paid) > sum(before[one]["excess_amount"] for one in paid):
            worse.append(number)
    assert worse == []


def at_own_levels(world: World) -> World:
    """Without the payouts whose entitlement is their own amount: they would be entitled to less, returned."""
    return replace(
        world,
        payouts=[
            payout
            for payout in world.payouts
            if benefit_of(world, payout.code) is None or payout.level in benefit_of(world, payout.code).levels
        ],
    )


def test_returning_exactly_the_excess_leaves_none(ledgers: Ledgers) -> None:
    worlds = [at_own_levels(world) for world in ledgers.worlds]
    before = ledgers.judge(worlds)
    settled = [
        replace(
            world,
            payouts=[
                replace(payout, returned=before[payout.payout_no]["returned_amount"] + excess)
                if payout.is_paid and (excess := before[payout.payout_no]["excess_amount"])
                else payout
                # What a reversal took back is told as a return.
                for payout in world.payouts
                if payout.amount >= 0
            ],
        )
        for world in worlds
    ]
    returned = {number for number, row in before.items() if row["excess_amount"]}
    after = ledgers.judge(settled)
    paid = {payout.payout_no for world in settled for payout in world.payouts if payout.is_paid}
    assert len(returned & paid) > COUNT / 3
    assert {one: after[one]["excess_amount"] for one in returned & paid if after[one]["excess_amount"]} == {}
