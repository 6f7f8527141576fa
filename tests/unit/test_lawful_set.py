"""The search for the lawful set is exact, breaks ties as told, and gives up within its bound."""

from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.engine import Engine
from pipelines.lawful_set import (
    Budget,
    Node,
    TooLarge,
    Trial,
    best_alternative,
    best_set,
    components,
    make_lawful_set,
    solve,
    solve_component,
)

Edges = list[tuple[int, int]]


def by_hand(weights: list[int], edges: Edges) -> set[int]:
    """Every subset: the heaviest, then the one whose sorted list comes first."""
    allowed = [
        chosen
        for size in range(len(weights) + 1)
        for chosen in combinations(range(len(weights)), size)
        if not any(a in chosen and b in chosen for a, b in edges)
    ]
    return set(min(allowed, key=lambda chosen: (-sum(weights[place] for place in chosen), chosen)))


def masks(count: int, edges: Edges) -> list[int]:
    around = [0] * count
    for a, b in edges:
        around[a] |= 1 << b
        around[b] |= 1 << a
    return around


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[int], Edges]:
    weights = draw(st.lists(st.sampled_from([0, 0, 1, 2, 3, 5]), min_size=1, max_size=8))
    pairs = list(combinations(range(len(weights)), 2))
    edges = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return weights, edges


@given(graphs())
@settings(max_examples=400, deadline=None)
def test_it_finds_what_every_subset_finds(graph: tuple[list[int], Edges]) -> None:
    weights, edges = graph
    assert best_set(weights, masks(len(weights), edges), Budget()) == by_hand(weights, edges)


@given(graphs())
@settings(max_examples=400, deadline=None)
def test_the_best_alternative_is_the_best_set_that_keeps_a_loser(graph: tuple[list[int], Edges]) -> None:
    weights, edges = graph
    around = masks(len(weights), edges)
    chosen = best_set(weights, around, Budget())
    losers = {b if a in chosen else a for a, b in edges if (a in chosen) != (b in chosen)}
    allowed = [
        set(kept)
        for size in range(len(weights) + 1)
        for kept in combinations(range(len(weights)), size)
        if losers & set(kept) and not any(a in kept and b in kept for a, b in edges)
    ]
    best = max((sum(weights[place] for place in kept) for kept in allowed), default=0)
    found = best_alternative(weights, around, chosen, Budget())
    assert sum(weights[place] for place in found or ()) == best
    assert found is None or any(found <= kept for kept in allowed)
    assert best <= sum(weights[place] for place in chosen)


def slowly(weights: list[int], around: list[set[int]], left: frozenset[int]) -> tuple[int, list[int]]:
    """Take the first node or leave it: the heaviest (as a negative), then the list that comes first."""
    if not left:
        return 0, []
    first = min(left)
    rest = left - {first}
    total, taken = slowly(weights, around, rest - around[first])
    with_first = (total - weights[first], [first, *taken])
    without = slowly(weights, around, rest) if around[first] & rest else with_first
    return min(with_first, without)


SHAPES = {
    "path": [(place, place + 1) for place in range(24)],
    "cycle": [(place, (place + 1) % 25) for place in range(25)],
    "star": [(0, place) for place in range(1, 25)],
    "clique": list(combinations(range(25), 2)),
    "bipartite": [(a, b) for a in range(12) for b in range(12, 25) if (a * 7 + b * 5) % 3 == 0],
    "tangle": [(a, b) for a, b in combinations(range(25), 2) if (a * 31 + b * 17 + a * b) % 7 < 2],
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(4))
def test_twenty_five_nodes_of_any_shape_are_solved_exactly(shape: str, seed: int) -> None:
    random = Random(f"{shape}{seed}")
    weights = [random.choice([0, 100, 200, 500, random.randrange(1, 1000)]) for _ in range(25)]
    edges = SHAPES[shape]
    around: list[set[int]] = [set() for _ in weights]
    for a, b in edges:
        around[a].add(b)
        around[b].add(a)
    total, chosen = slowly(weights, around, frozenset(range(25)))
    while chosen and weights[chosen[-1]] == 0:
        chosen.pop()
    found = best_set(weights, masks(25, edges), Budget())
    assert (sum(weights[place] for place in found), sorted(found)) == (-total, chosen)


@pytest.mark.parametrize(
    ("why", "weights", "edges", "expected"),
    [
        ("two levels, the higher wins", [40, 60], [(0, 1)], {1}),
        ("two levels of one amount, the earlier wins", [60, 60], [(0, 1)], {0}),
        ("the middle of a chain is worth more", [30, 70, 30], [(0, 1), (1, 2)], {1}),
        ("the ends of a chain are worth more together", [30, 50, 30], [(0, 1), (1, 2)], {0, 2}),
        ("a tie between one and two: the list that begins earlier", [60, 30, 30], [(0, 1), (0, 2)], {0}),
        ("a tie between two and one: the list that begins earlier", [30, 60, 30], [(0, 1), (1, 2)], {0, 2}),
        ("a node entitled to nothing can begin a list", [0, 50, 50], [(0, 1), (1, 2)], {0, 2}),
        ("a node entitled to nothing does not end one", [50, 50, 0], [(0, 1), (1, 2)], {0}),
        ("nobody is entitled to anything", [0, 0], [(0, 1)], set()),
    ],
)
def test_a_known_case(why: str, weights: list[int], edges: Edges, expected: set[int]) -> None:
    assert best_set(weights, masks(len(weights), edges), Budget()) == expected, why


def test_components_are_those_with_an_edge() -> None:
    assert components(6, [(4, 1), (2, 5), (5, 0)]) == [[0, 2, 5], [1, 4]]


def test_a_long_chain_is_solved() -> None:
    count = 600
    weights = [100 + place * 37 % 91 for place in range(count)]
    edges = [(place, place + 1) for place in range(count - 1)]
    chosen = best_set(weights, masks(count, edges), Budget())
    best = [0, weights[0]]
    for weight in weights[1:]:
        best.append(max(best[-1], best[-2] + weight))
    assert sum(weights[place] for place in chosen) == best[-1]


def test_an_unknown_node_is_tried_as_nothing_and_as_its_cap() -> None:
    trials = solve_component([Node("known", 60), Node("unknown", None, 100)], [(0, 1)])
    assert trials == [Trial((60, 0), {0}, None), Trial((60, 100), {1}, {0})]


def test_an_unknown_node_without_a_cap_outweighs_all_and_is_published_without_an_amount() -> None:
    rows = solve([Node("known", 60), Node("unknown", None)], [(0, 1)])
    assert [(row["trial"], row["node_id"], row["entitled_amount"], row["is_lawful"]) for row in rows] == [
        (0, "known", Decimal("0.60"), True),
        (0, "unknown", Decimal("0.00"), False),
        (1, "known", Decimal("0.60"), False),
        (1, "unknown", None, True),
    ]


def test_what_cannot_be_solved_within_its_bound_is_said() -> None:
    with pytest.raises(TooLarge):
        best_set([1] * 7, masks(7, [(place, (place + 1) % 7) for place in range(7)]), Budget(3))
    many = [Node(f"unknown {place}", None, 10) for place in range(12)]
    rows = solve(many, [(0, place) for place in range(1, 12)])
    assert [row["is_solved"] for row in rows] == [False] * 12
    assert {row["entitled_amount"] for row in rows} == {None}


def test_the_order_of_edges_changes_nothing() -> None:
    nodes = [Node(f"{place}", amount) for place, amount in enumerate([5, 4, 4, 5, 1])]
    edges = [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert solve(nodes, edges) == solve(nodes, edges[::-1])


def test_lone_pairs_settled_in_the_database_are_what_the_search_would_say() -> None:
    """Beside a larger component and an unknown amount, which go through the search."""
    amounts = {
        "a": 5,
        "b": 7,
        "c": 3,
        "d": 3,
        "e": 0,
        "f": 4,
        "g": 0,
        "h": 0,
        "x": 1,
        "y": 9,
        "z": 2,
        "u": 6,
        "v": None,
    }
    edges = [("a", "b"), ("c", "d"), ("e", "f"), ("g", "h"), ("x", "y"), ("y", "z"), ("u", "v")]
    with Engine() as engine:
        con = engine.con
        con.execute("create schema judge")
        con.execute(
            "create table judge.node (node_id varchar, tie_rank bigint, entitled_amount decimal(18, 2),"
            " cap_amount decimal(18, 2))"
        )
        rows = [(name, rank, amount, None) for rank, (name, amount) in enumerate(amounts.items())]
        con.executemany("insert into judge.node values (?, ?, ?, ?)", rows)
        con.execute("create table judge.node_edge (node_id varchar, other_node_id varchar)")
        con.executemany("insert into judge.node_edge values (?, ?)", [*edges, *((b, a) for a, b in edges)])
        make_lawful_set(con)
        found = con.execute(
            "select node_id, trial, is_lawful, is_alternative, is_solved from verdicts.lawful_set order by all"
        ).fetchall()
        components = con.execute("select count(distinct component) from verdicts.lawful_set").fetchone()[0]
    place = {name: rank for rank, name in enumerate(amounts)}
    nodes = [Node(name, None if amount is None else amount * 100) for name, amount in amounts.items()]
    slow = solve(nodes, [(place[a], place[b]) for a, b in edges])
    names = ("node_id", "trial", "is_lawful", "is_alternative", "is_solved")
    assert found == sorted((tuple(row[name] for name in names) for row in slow), key=str)
    assert components == len(edges) - 1
