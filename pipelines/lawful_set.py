"""The lawful set (从高不重复, step 5): what a select cannot search, and nothing else.

Nodes conflict in pairs. In each connected component the lawful set is the one without a conflicting
pair whose entitled total is highest; among equals, the one whose sorted list of nodes comes first.
Beside it stands its certificate: the best alternative, that is the best set which keeps a node that lost.
This module sees numbers only (nodes, amounts, order of ties, edges); which nodes there are, what they
are entitled to and what follows from the set is decided in `sql/judge`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

import duckdb
import pyarrow as pa

# One budget a component, over all its trials: counted steps, so that the outcome never hangs on the clock.
STEP_LIMIT = 50_000
# Far below Python's own limit of nested calls, so that this one decides.
DEPTH_LIMIT = 150
TRIAL_LIMIT = 256

SCHEMA = pa.schema(
    [
        ("component", pa.int32()),
        ("trial", pa.int32()),
        ("node_id", pa.string()),
        ("entitled_amount", pa.decimal128(18, 2)),
        ("is_lawful", pa.bool_()),
        # Null where there is none, or none was found within the bound.
        ("is_alternative", pa.bool_()),
        ("is_solved", pa.bool_()),
    ]
)


class TooLarge(Exception):
    """The search went over its bound of steps."""


@dataclass(frozen=True)
class Node:
    """A node in the order of ties; an unknown one carries what it is tried as besides 0."""

    node_id: str
    amount: int | None
    most: int | None = None

    @property
    def is_unknown(self) -> bool:
        return self.amount is None


@dataclass
class Budget:
    """How many steps of the search are left."""

    steps: int = STEP_LIMIT

    def spend(self) -> None:
        if self.steps <= 0:
            raise TooLarge
        self.steps -= 1


def components(count: int, edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected components of the nodes that have an edge, each sorted, in the order of their first node."""
    parent = list(range(count))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    touched = set()
    for a, b in edges:
        touched.update((a, b))
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for node in sorted(touched):
        groups.setdefault(root(node), []).append(node)
    return sorted(groups.values())


def best_set(weights: Sequence[int], neighbours: Sequence[int], budget: Budget) -> set[int]:
    """The positions of the heaviest set without an edge; `neighbours` are bit masks, positions the order of ties.

    Every weight is widened by a bit of its own, the earlier the higher: then no two sets weigh the same,
    the heaviest is the one that holds the earlier node where two differ, and the search may split.
    A list that merely ends earlier comes first, too, so nodes that weigh nothing are dropped from the end.
    """
    return _picked(_search(weights, neighbours, budget).solve((1 << len(weights)) - 1), weights)


def best_alternative(
    weights: Sequence[int], neighbours: Sequence[int], chosen: set[int], budget: Budget
) -> set[int] | None:
    """The heaviest set without an edge that holds a node which the chosen ones exclude; None if that is worth nothing.

    Ties as in `best_set`. Any other set that nothing could be added to holds such a node.
    """
    search = _search(weights, neighbours, budget)
    taken = sum(1 << place for place in chosen)
    best = 0
    for place, around in enumerate(neighbours):
        if around & taken and not taken >> place & 1:
            found = 1 << place | search.solve((1 << len(weights)) - 1 & ~(1 << place) & ~around)
            best = max(best, found, key=search.total)
    return _picked(best, weights) or None


def _search(weights: Sequence[int], neighbours: Sequence[int], budget: Budget) -> _Search:
    count = len(weights)
    widened = [weight << count | 1 << (count - 1 - place) for place, weight in enumerate(weights)]
    return _Search(widened, neighbours, budget)


def _picked(mask: int, weights: Sequence[int]) -> set[int]:
    picked = list(_places(mask))
    while picked and weights[picked[-1]] == 0:
        picked.pop()
    return set(picked)


@dataclass
class _Search:
    """Branch and bound over bit masks; every mask is solved once."""

    weights: Sequence[int]
    neighbours: Sequence[int]
    budget: Budget
    solved: dict[int, int] = field(default_factory=dict)

    def total(self, mask: int) -> int:
        return sum(self.weights[place] for place in _places(mask))

    def solve(self, mask: int, depth: int = 0) -> int:
        if depth > DEPTH_LIMIT:
            raise TooLarge
        chosen = 0
        for part in self._parts(mask):
            if part not in self.solved:
                self.budget.spend()
                self.solved[part] = self._solve_part(part, depth)
            chosen |= self.solved[part]
        return chosen

    def _solve_part(self, mask: int, depth: int) -> int:
        sure, rest = self._reduce(mask)
        if sure:
            return sure | self.solve(rest, depth + 1)
        # The middle one of the most entangled nodes: chains fall into halves.
        inside = {place: (self.neighbours[place] & mask).bit_count() for place in _places(mask)}
        most = max(inside.values())
        entangled = [place for place in inside if inside[place] == most]
        pivot = entangled[len(entangled) // 2]
        rest = mask & ~(1 << pivot)
        taken = 1 << pivot | self.solve(rest & ~self.neighbours[pivot], depth + 1)
        # Bound: without the pivot there is at most everything else.
        if self.total(rest) <= self.total(taken):
            return taken
        left = self.solve(rest, depth + 1)
        return taken if self.total(taken) >= self.total(left) else left

    def _reduce(self, mask: int) -> tuple[int, int]:
        """The nodes that everything around them does not outweigh (they are in), and what then remains."""
        sure, front = 0, mask
        while front:
            place = (front & -front).bit_length() - 1
            front &= front - 1
            around = self.neighbours[place] & mask
            if self.weights[place] >= self.total(around):
                sure |= 1 << place
                gone = around | 1 << place
                mask &= ~gone
                # Only what stood next to something gone can have become sure.
                for node in _places(around):
                    front |= self.neighbours[node]
                front &= mask
        return sure, mask

    def _parts(self, mask: int) -> list[int]:
        """The mask cut into connected parts."""
        parts = []
        while mask:
            part, front = 0, mask & -mask
            while front:
                part |= front
                reach = 0
                for place in _places(front):
                    reach |= self.neighbours[place]
                front = reach & mask & ~part
            parts.append(part)
            mask &= ~part
        return parts


def _places(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True)
class Trial:
    """What the nodes are taken to be entitled to, the lawful set then, and the best alternative to it."""

    amounts: tuple[int, ...]
    lawful: set[int]
    alternative: set[int] | None


def solve_component(nodes: Sequence[Node], edges: Iterable[tuple[int, int]]) -> list[Trial] | None:
    """Every trial (what the unknown nodes are tried as) with its lawful set, or None if too large to solve."""
    neighbours = [0] * len(nodes)
    for a, b in edges:
        neighbours[a] |= 1 << b
        neighbours[b] |= 1 << a
    unknown = sum(node.is_unknown for node in nodes)
    # Two trials an unknown node; the shift of a long list is never worked out.
    if unknown > TRIAL_LIMIT.bit_length() - 1:
        return None
    unbounded = 1 + sum(node.amount or node.most or 0 for node in nodes)
    choices = [
        (node.amount,) if node.amount is not None else (0, unbounded if node.most is None else node.most)
        for node in nodes
    ]
    tried = list(product(*(dict.fromkeys(choice) for choice in choices)))
    budget = Budget()
    try:
        lawful = [best_set(amounts, neighbours, budget) for amounts in tried]
    except TooLarge:
        return None
    return [Trial(*each, second_best(*each, neighbours)) for each in zip(tried, lawful, strict=True)]


def second_best(amounts: Sequence[int], lawful: set[int], neighbours: Sequence[int]) -> set[int] | None:
    """The certificate may be left out where it would cost too much; the lawful set itself never is."""
    try:
        return best_alternative(amounts, neighbours, lawful, Budget())
    except TooLarge:
        return None


def solve(nodes: Sequence[Node], edges: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """The rows of verdicts.lawful_set. An amount that was tried as unbounded is published as null."""
    rows: list[dict[str, Any]] = []
    by_node: dict[int, list[tuple[int, int]]] = {}
    for a, b in edges:
        by_node.setdefault(a, []).append((a, b))
    for number, members in enumerate(components(len(nodes), edges)):
        place = {node: position for position, node in enumerate(members)}
        inner = [(place[a], place[b]) for node in members for a, b in by_node.get(node, ())]
        group = [nodes[node] for node in members]
        trials = solve_component(group, inner)
        if trials is None:
            rows += [_row(number, 0, node, None, False, None, False) for node in group]
            continue
        for order, trial in enumerate(trials):
            other = trial.alternative
            rows += [
                _row(
                    number, order, node, _published(node, trial.amounts[position]), position in trial.lawful,
                    None if other is None else position in other, True,
                )
                for position, node in enumerate(group)
            ]  # fmt: skip
    return rows


def _published(node: Node, amount: int) -> int | None:
    is_unbounded = node.is_unknown and node.most is None and amount > 0
    return None if is_unbounded else amount


def _row(
    component: int, trial: int, node: Node, fen: int | None, is_lawful: bool, is_alternative: bool | None,
    is_solved: bool,
) -> dict[str, Any]:  # fmt: skip
    return {
        "component": component,
        "trial": trial,
        "node_id": node.node_id,
        "entitled_amount": None if fen is None else Decimal(fen).scaleb(-2),
        "is_lawful": is_lawful,
        "is_alternative": is_alternative,
        "is_solved": is_solved,
    }


def make_lawful_set(con: duckdb.DuckDBPyConnection) -> None:
    """Make verdicts.lawful_set: of what was paid, what may stand together."""
    make(con, "judge.node", "judge.node_edge", "verdicts.lawful_set")


def make_due_set(con: duckdb.DuckDBPyConnection) -> None:
    """Make judge.due_set: the same of all that is due, paid or not."""
    make(con, "judge.due_node", "judge.due_edge", "judge.due_set")


# Two nodes that exclude each other and nothing else, both known: nearly all components there are. The dearer stays, of
# equals the earlier; who is entitled to nothing is no alternative.
PAIRS = """
    create or replace table {target} as
    with lone as (
        select node_id, any_value(other_node_id) as other_id from {edge} group by node_id having count(*) = 1
    ),
    pair as (
        select
            first.node_id as first_id, second.node_id as second_id,
            first.entitled_amount as first_amount, second.entitled_amount as second_amount,
            cast(row_number() over (order by first.tie_rank) - 1 as integer) as component
        from lone as here
        inner join lone as there on here.other_id = there.node_id
        inner join {node} as first on here.node_id = first.node_id and first.entitled_amount is not null
        inner join {node} as second
            on here.other_id = second.node_id and second.entitled_amount is not null
        where first.tie_rank < second.tie_rank
    )
    select
        component, cast(0 as integer) as trial, first_id as node_id,
        cast(first_amount as decimal(18, 2)) as entitled_amount,
        first_amount > 0 and first_amount >= second_amount as is_lawful,
        case when least(first_amount, second_amount) > 0 then second_amount > first_amount end as is_alternative,
        true as is_solved
    from pair
    union all
    select
        component, 0, second_id, cast(second_amount as decimal(18, 2)), second_amount > first_amount,
        case when least(first_amount, second_amount) > 0 then second_amount <= first_amount end, true
    from pair
"""


def make(con: duckdb.DuckDBPyConnection, node: str, edge: str, target: str) -> None:
    """Lone pairs are settled where they stand; only the nodes of larger components leave the database."""
    con.execute(f"create schema if not exists {target.partition('.')[0]}")
    con.execute(PAIRS.format(node=node, edge=edge, target=target))
    found = con.execute(
        f"select node_id, cast(entitled_amount * 100 as bigint), cast(cap_amount * 100 as bigint) from {node}"
        f" where node_id in (select node_id from {edge}) and node_id not in (select node_id from {target})"
        " order by tie_rank"
    ).fetchall()
    nodes = [Node(node_id, amount, cap) for node_id, amount, cap in found]
    place = {node.node_id: position for position, node in enumerate(nodes)}
    edges = con.execute(
        f"select node_id, other_node_id from {edge} where node_id not in (select node_id from {target}) order by all"
    ).fetchall()
    rows = solve(nodes, [(place[a], place[b]) for a, b in edges if place[a] < place[b]])
    con.register("solved_rows", pa.Table.from_pylist(rows, schema=SCHEMA))
    try:
        con.execute(
            f"insert into {target} select * replace (component + (select count(*) from {target}) as component)"
            " from solved_rows"
        )
    finally:
        con.unregister("solved_rows")
