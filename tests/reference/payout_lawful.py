"""The lawful set and the top-ups, slowly: every subset of a component is looked at, every line is filled by hand."""

import math
from itertools import combinations, product

from tests.reference.payout_model import Node, World, period_of


def find_edges(world: World, nodes: list[Node]) -> dict[tuple[int, int], set[str]]:
    """(position, position) -> the bases of what makes the two conflict."""
    edges: dict[tuple[int, int], set[str]] = {}
    for (i, a), (j, b) in combinations(enumerate(nodes), 2):
        is_same = (a.benefit.code, a.subject) == (b.benefit.code, b.subject)
        if is_same and a.benefit.level_relation == "exclusive" and nodes_overlap(world, a, b):
            edges.setdefault((i, j), set()).add("text")
        for pair in world.pairs:
            if {pair.a, pair.b} != {a.benefit.code, b.benefit.code}:
                continue
            if (pair.scope == "person" and a.persons & b.persons) or (pair.scope == "subject" and a.party == b.party):
                edges.setdefault((i, j), set()).add(pair.basis)
    return edges


def nodes_overlap(world: World, a: Node, b: Node) -> bool:
    for one in (period_of(world, line.payout) for line in a.lines):
        for two in (period_of(world, line.payout) for line in b.lines):
            if one[0] <= two[1] and two[0] <= one[1]:
                return True
    return False


def step_5_and_7(world: World, nodes: list[Node]) -> None:
    edges = find_edges(world, nodes)
    around: dict[int, set[int]] = {i: set() for i in range(len(nodes))}
    for i, j in edges:
        around[i].add(j)
        around[j].add(i)
    for i, node in enumerate(nodes):
        others = {line.payout.payout_no for j in around[i] for line in nodes[j].lines}
        for line in node.lines:
            line.outcome.conflicts_with = others
    for component in find_components(around):
        settle(nodes, edges, around, component)


def find_components(around: dict[int, set[int]]) -> list[list[int]]:
    seen: set[int] = set()
    found = []
    for start, others in around.items():
        if start in seen or not others:
            continue
        group, front = {start}, [start]
        while front:
            for other in around[front.pop()] - group:
                group.add(other)
                front.append(other)
        seen |= group
        found.append(sorted(group))
    return found


def settle(
    nodes: list[Node], edges: dict[tuple[int, int], set[str]], around: dict[int, set[int]], component: list[int]
) -> None:
    options = []
    for i in component:
        if nodes[i].verdict != "unknown":
            options.append([nodes[i].amount])
        else:
            options.append([0, math.inf if nodes[i].cap is None else nodes[i].cap])
    trials = []
    for amounts in product(*options):
        entitled = dict(zip(component, amounts, strict=True))
        lawful = lawful_set(nodes, edges, component, entitled)
        trials.append((lawful, *step_7_fill(nodes, around, component, entitled, lawful)))
    first_lawful, first_kept, first_top_up = trials[0]
    for i in component:
        node = nodes[i]
        if node.verdict == "unknown":
            continue
        numbers = [line.payout.payout_no for line in node.lines]
        is_settled = all(kept[number] == first_kept[number] for _, kept, _ in trials for number in numbers)
        for line in node.lines:
            number, outcome = line.payout.payout_no, line.outcome
            if not is_settled:
                outcome.parts["unverifiable"] += node.covered[number]
                outcome.parts["compliant"] = 0
                continue
            outcome.lost = node.covered[number] - first_kept[number]
            outcome.parts["compliant"] = first_kept[number]
            outcome.parts["duplicate"] += outcome.lost
            outcome.top_up = first_top_up[number]
            for j in around[i]:
                if (i in first_lawful) != (j in first_lawful):
                    outcome.lost_bases |= edges[min(i, j), max(i, j)]


def lawful_set(
    nodes: list[Node],
    edges: dict[tuple[int, int], set[str]],
    component: list[int],
    entitled: dict[int, float],
) -> set[int]:
    best = None
    for size in range(len(component) + 1):
        for chosen in combinations(component, size):
            if any(pair in edges for pair in combinations(chosen, 2)):
                continue
            unbounded = sum(math.isinf(entitled[i]) for i in chosen)
            total = sum(entitled[i] for i in chosen if not math.isinf(entitled[i]))
            rank = (-unbounded, -total, sorted(nodes[i].key for i in chosen))
            if best is None or rank < best[0]:
                best = (rank, set(chosen))
    return best[1]


def step_7_fill(
    nodes: list[Node],
    around: dict[int, set[int]],
    component: list[int],
    entitled: dict[int, float],
    lawful: set[int],
) -> tuple[dict[str, float], dict[str, float]]:
    """What each line keeps and how much of that tops another node up: line by line, each through the lawful nodes."""
    kept: dict[str, float] = {}
    top_up: dict[str, float] = {}
    owed = {i: entitled[i] for i in component if i in lawful}
    queue = []
    for i in component:
        covered = dict(nodes[i].covered)
        if nodes[i].verdict == "unknown":
            covered = cover_as(nodes[i], entitled[i])
        for line in nodes[i].lines:
            number = line.payout.payout_no
            kept[number] = top_up[number] = 0
            if i in lawful and line.payout.is_paid:
                kept[number] = covered[number]
                owed[i] -= covered[number]
                continue
            turn = 1 if line.payout.is_paid else 2 if i in lawful else 3
            queue.append((turn, line.fill_order, i, line, covered[number]))
    for _, _, i, line, covered_amount in sorted(queue, key=lambda item: item[:3]):
        number, left = line.payout.payout_no, covered_amount
        targets = [i] if i in lawful else sorted(around[i] & lawful, key=lambda j: nodes[j].key)
        for j in targets:
            payees = {other.payout.payee for other in nodes[j].lines}
            if j != i and nodes[j].has_paid and line.payout.payee not in payees:
                continue
            taken = max(0, min(left, owed[j]))
            owed[j] -= taken
            left -= taken
            kept[number] += taken
            if j != i:
                top_up[number] += taken
    return kept, top_up


def cover_as(node: Node, amount: float) -> dict[str, float]:
    covered, paid_before = {}, 0
    for line in node.lines:
        room = line.left if node.cap is None else max(0, min(line.left, node.cap - paid_before))
        covered[line.payout.payout_no] = max(0, min(room, amount - paid_before))
        paid_before += line.left
    return covered
