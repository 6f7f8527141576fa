"""The split of a payout ledger, slowly: plain Python over lists, written from the rules and not from the SQL.

Money is whole fen. Every subset of a component is looked at; every line is filled by hand. Readable before fast.
"""

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, product

LEVELS = ("中央", "省", "市", "区")
PARTS = ("compliant", "over_cap", "over_entitlement", "ineligible", "duplicate", "unverifiable", "returned")
BAD = ("over_cap", "over_entitlement", "ineligible", "duplicate")


@dataclass(frozen=True)
class Benefit:
    code: str
    subject_kind: str
    window_start: datetime.date
    window_end: datetime.date
    levels: tuple[str, ...] = ("区",)
    level_relation: str = "exclusive"


@dataclass(frozen=True)
class Pair:
    a: str
    b: str
    scope: str
    basis: str = "reading"
    two_party: bool = False


@dataclass(frozen=True)
class Entitlement:
    code: str
    subject_id: str
    verdict: str
    uscc: str | None = None
    person_id: str | None = None
    gross: int = 0
    amount: int | None = 0
    cap: int | None = None
    unit: int | None = None
    possible: int | None = None
    # person_id -> (verdict, employer of the hire)
    heads: tuple[tuple[str, str, str | None], ...] = ()


@dataclass(frozen=True)
class Claim:
    claim_no: str
    code: str | None
    uscc: str | None = None
    person_id: str | None = None
    persons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Payout:
    payout_no: str
    code: str | None
    level: str
    amount: int
    status: str = "已发放"
    uscc: str | None = None
    person_id: str | None = None
    claim_no: str | None = None
    paid_on: datetime.date | None = None
    period_start: datetime.date | None = None
    period_end: datetime.date | None = None
    returned: int | None = None
    reverses: str | None = None
    has_fault: bool = False

    @property
    def payee(self) -> str | None:
        return self.person_id or self.uscc

    @property
    def is_paid(self) -> bool:
        return self.status != "拟发放"


@dataclass
class World:
    benefits: list[Benefit]
    pairs: list[Pair]
    entitlements: list[Entitlement] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    payouts: list[Payout] = field(default_factory=list)
    other_level: str = "presumed"


@dataclass
class Outcome:
    """What is found of one payout."""

    parts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    conflicts_with: set[str] = field(default_factory=set)
    repeat: int = 0
    lost: int = 0
    lost_bases: set[str] = field(default_factory=set)
    head_lost: int = 0
    top_up: int = 0
    node: tuple[str, str, str] | None = None

    @property
    def basis(self) -> str:
        if self.repeat or "text" in self.lost_bases and self.lost:
            return "text"
        if self.lost:
            return "reading"
        head_only = self.head_lost and not self.parts["over_cap"] and not self.parts["ineligible"]
        return "reading" if head_only else "text"


@dataclass
class Line:
    payout: Payout
    left: int
    outcome: Outcome

    @property
    def order(self) -> tuple[bool, bool, datetime.date, str]:
        return (not self.payout.is_paid, *self.fill_order)

    @property
    def fill_order(self) -> tuple[bool, datetime.date, str]:
        paid_on = self.payout.paid_on
        return (paid_on is None, paid_on or datetime.date.min, self.payout.payout_no)


@dataclass
class Node:
    benefit: Benefit
    subject: str
    level: str
    lines: list[Line]
    persons: set[str]
    party: str
    verdict: str
    amount: int | None
    base: int
    most: int
    cap: int | None
    covered: dict[str, int] = field(default_factory=dict)

    @property
    def key(self) -> tuple[bool, datetime.date, str, str, int]:
        dates = [line.payout.paid_on for line in self.lines if line.payout.paid_on]
        return (
            not dates,
            min(dates, default=datetime.date.min),
            self.benefit.code,
            self.subject,
            LEVELS.index(self.level),
        )

    @property
    def has_paid(self) -> bool:
        return any(line.payout.is_paid for line in self.lines)


def judge(world: World) -> dict[str, Outcome]:
    """Every payout's split, by payout_no (which this reference wants unique)."""
    lines = {payout.payout_no: Line(payout, 0, Outcome()) for payout in world.payouts}
    step_1_returned(world, lines)
    open_lines = []
    for line in lines.values():
        if line.left <= 0:
            continue
        found = step_2_entitlement(world, line.payout, lines)
        if found is None:
            line.outcome.parts["unverifiable"] = line.left
        elif is_out_of_time(world, line.payout):
            line.outcome.parts["ineligible"] = line.left
        elif not is_covered(world, line.payout) and world.other_level == "unverifiable":
            line.outcome.parts["unverifiable"] = line.left
        else:
            open_lines.append((line, found))
    nodes = make_nodes(world, open_lines)
    for node in nodes:
        step_6_cover(node)
    step_5_and_7(world, nodes)
    return {number: line.outcome for number, line in lines.items()}


def step_1_returned(world: World, lines: dict[str, Line]) -> None:
    for payout in world.payouts:
        outcome = lines[payout.payout_no].outcome
        if payout.amount < 0:
            outcome.parts["returned"] = payout.amount
            continue
        own = payout.returned
        if own is None:
            own = payout.amount if payout.status == "已退回" else 0
        reversed_by = sum(
            -other.amount for other in world.payouts if other.amount < 0 and other.reverses == payout.payout_no
        )
        returned = min(payout.amount, min(own, payout.amount) + reversed_by)
        outcome.parts["returned"] = returned
        lines[payout.payout_no].left = payout.amount - returned


def benefit_of(world: World, code: str | None) -> Benefit | None:
    return next((benefit for benefit in world.benefits if benefit.code == code), None)


def step_2_entitlement(
    world: World, payout: Payout, lines: dict[str, Line]
) -> tuple[str, list[Entitlement]] | None:
    """The subject of the node and the entitlements that it rests on; None: unverifiable."""
    benefit = benefit_of(world, payout.code)
    if payout.has_fault or benefit is None:
        return None
    claim = None
    if payout.claim_no is not None:
        claims = [claim for claim in world.claims if claim.claim_no == payout.claim_no]
        if len(claims) != 1:
            return None
        claim = claims[0]
        if claim.code != payout.code:
            return None
        if claim.uscc and payout.uscc and claim.uscc != payout.uscc:
            return None
        if payout.person_id and payout.person_id not in (claim.person_id, *claim.persons):
            return None
    if is_list_payment(world, payout):
        return list_entitlement(world, payout, claim, lines)
    own = [entitlement for entitlement in world.entitlements if entitlement.code == payout.code]
    if benefit.subject_kind == "person":
        wanted = payout.person_id or (claim.person_id if claim else None)
        found = [entitlement for entitlement in own if entitlement.subject_id == wanted]
    elif benefit.subject_kind == "enterprise":
        said = (claim.uscc or claim.person_id) if claim else None
        wanted = said or payout.uscc or payout.person_id
        found = [entitlement for entitlement in own if entitlement.subject_id == wanted]
    elif claim:
        found = [entitlement for entitlement in own if entitlement.subject_id == claim.claim_no]
    else:
        found = [entitlement for entitlement in own if same_party(entitlement, payout)]
    return (found[0].subject_id, found) if len(found) == 1 else None


def same_party(entitlement: Entitlement, payout: Payout) -> bool:
    if entitlement.uscc and payout.uscc:
        return entitlement.uscc == payout.uscc
    return entitlement.person_id is not None and entitlement.person_id == payout.person_id


def is_list_payment(world: World, payout: Payout) -> bool:
    """A person's benefit paid to an enterprise by a claim that names no one person itself."""
    benefit = benefit_of(world, payout.code)
    if benefit is None or benefit.subject_kind != "person" or payout.claim_no is None or payout.person_id:
        return False
    return not any(claim.claim_no == payout.claim_no and claim.person_id for claim in world.claims)


def list_entitlement(
    world: World, payout: Payout, claim: Claim | None, lines: dict[str, Line]
) -> tuple[str, list[Entitlement]] | None:
    if claim is None or not claim.persons:
        return None
    members = []
    for person in claim.persons:
        found = [item for item in world.entitlements if (item.code, item.subject_id) == (payout.code, person)]
        if len(found) != 1:
            return None
        members.append(found[0])
    for other in lines.values():
        if other.payout.code != payout.code or other.left <= 0:
            continue
        if is_list_payment(world, other.payout):
            theirs = next((item for item in world.claims if item.claim_no == other.payout.claim_no), None)
            is_sound = sound_list(other.payout, theirs)
            if is_sound and theirs.claim_no != claim.claim_no and set(theirs.persons) & set(claim.persons):
                return None
        else:
            named = next((item.person_id for item in world.claims if item.claim_no == other.payout.claim_no), None)
            if (other.payout.person_id or named) in claim.persons:
                return None
    return f"名单:{claim.claim_no}", members


def sound_list(payout: Payout, claim: Claim | None) -> bool:
    if claim is None or payout.has_fault or claim.code != payout.code:
        return False
    return not (claim.uscc and payout.uscc and claim.uscc != payout.uscc)


def is_covered(world: World, payout: Payout) -> bool:
    return payout.level in benefit_of(world, payout.code).levels


def period_of(world: World, payout: Payout) -> tuple[datetime.date, datetime.date]:
    benefit = benefit_of(world, payout.code)
    return payout.period_start or benefit.window_start, payout.period_end or benefit.window_end


def is_out_of_time(world: World, payout: Payout) -> bool:
    benefit = benefit_of(world, payout.code)
    for day in period_of(world, payout):
        if not benefit.window_start <= day <= benefit.window_end:
            return True
    return payout.paid_on is not None and payout.paid_on < benefit.window_start


def make_nodes(world: World, open_lines: list[tuple[Line, tuple[str, list[Entitlement]]]]) -> list[Node]:
    groups: dict[tuple[str, str, str], list[tuple[Line, list[Entitlement]]]] = {}
    for line, (subject, members) in open_lines:
        groups.setdefault((line.payout.code, subject, line.payout.level), []).append((line, members))
    lost = step_4_shared_persons(world, groups)
    nodes = []
    for (code, subject, level), found in groups.items():
        members = found[0][1]
        lines = sorted((line for line, _ in found), key=lambda line: line.order)
        single = members[0]
        node = Node(
            benefit=benefit_of(world, code),
            subject=subject,
            level=level,
            lines=lines,
            persons={member.person_id or member.subject_id for member in members},
            party=next(
                (value for value in (min((m.uscc for m in members if m.uscc), default=None),
                                     None if len(members) > 1 or subject.startswith("名单:") else single.person_id)
                 if value), subject),
            verdict="eligible",
            amount=0,
            base=0,
            most=0,
            cap=None,
        )
        if level in node.benefit.levels:
            price(node, members, lost.get((code, subject), set()))
        else:
            node.amount = node.base = node.most = sum(line.left for line in lines)
        for line in lines:
            line.outcome.node = (code, subject, level)
        nodes.append(node)
    return sorted(nodes, key=lambda node: node.key)


def price(node: Node, members: list[Entitlement], lost: set[str]) -> None:
    caps = [member.cap for member in members]
    node.cap = None if None in caps else sum(caps)
    if any(member.verdict == "unknown" for member in members):
        node.verdict, node.amount = "unknown", None
        return
    eligible = [member for member in members if member.verdict == "eligible"]
    if not eligible:
        node.verdict = "ineligible"
        return
    node.base = node.amount = sum(member.amount for member in eligible)
    gross = sum(member.gross for member in eligible)
    if lost:
        gross -= len(lost) * members[0].unit
        node.amount = max(0, gross if node.cap is None else min(gross, node.cap))
    node.most = node.amount
    possible = sum(member.possible or 0 for member in members)
    if possible or lost:
        node.most = max(0, gross + possible if node.cap is None else min(gross + possible, node.cap))


def step_4_shared_persons(world: World, groups: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], set[str]]:
    paid: dict[tuple[str, str], bool] = {}
    for (code, subject, _), found in groups.items():
        paid[code, subject] = paid.get((code, subject), False) or any(line.payout.is_paid for line, _ in found)
    lost: dict[tuple[str, str], set[str]] = {}
    entitled = {(item.code, item.subject_id): item for item in world.entitlements if item.verdict == "eligible"}
    for pair in world.pairs:
        if pair.scope != "head":
            continue
        for one, a in entitled.items():
            for two, b in entitled.items():
                if one[0] != pair.a or two[0] != pair.b or one not in paid or two not in paid:
                    continue
                if not pair.two_party and one[1] != two[1]:
                    continue
                for person in shared_heads(a, b, pair.two_party):
                    loser = two
                    if not pair.two_party:
                        rank_a, rank_b = (paid[one], a.unit), (paid[two], b.unit)
                        loser = two if rank_a >= rank_b else one
                    lost.setdefault(loser, set()).add(person)
    return lost


def shared_heads(a: Entitlement, b: Entitlement, two_party: bool) -> list[str]:
    shared = []
    for person, verdict, employer in a.heads:
        for other, other_verdict, other_employer in b.heads:
            if person != other or verdict != "eligible" or other_verdict != "eligible":
                continue
            if not two_party or (employer or a.subject_id) == other_employer:
                shared.append(person)
    return shared


def step_6_cover(node: Node) -> None:
    paid_before = 0
    for line in node.lines:
        parts = line.outcome.parts
        room = line.left if node.cap is None else max(0, min(line.left, node.cap - paid_before))
        parts["over_cap"] = line.left - room
        if node.verdict == "ineligible":
            parts["ineligible"] = room
        elif node.verdict == "unknown":
            parts["unverifiable"] = room
        else:
            good = max(0, min(room, node.amount - paid_before))
            thinkable = max(0, min(room, node.most - paid_before))
            parts["compliant"] = good
            parts["unverifiable"] = thinkable - good
            beyond = room - thinkable
            if paid_before > 0 and paid_before >= node.amount:
                parts["duplicate"] = line.outcome.repeat = beyond
            else:
                parts["over_entitlement"] = beyond
                shared = max(0, min(room, node.base - paid_before)) - good
                line.outcome.head_lost = min(beyond, max(0, shared))
        node.covered[line.payout.payout_no] = parts["compliant"]
        paid_before += line.left


def find_edges(world: World, nodes: list[Node]) -> dict[tuple[int, int], set[str]]:
    """(position, position) -> the bases of what makes the two conflict."""
    edges: dict[tuple[int, int], set[str]] = {}
    for (i, a), (j, b) in combinations(enumerate(nodes), 2):
        if (a.benefit.code, a.subject) == (b.benefit.code, b.subject) and a.benefit.level_relation == "exclusive":
            if any(
                overlap(period_of(world, x.payout), period_of(world, y.payout)) for x in a.lines for y in b.lines
            ):
                edges.setdefault((i, j), set()).add("text")
        for pair in world.pairs:
            if {pair.a, pair.b} != {a.benefit.code, b.benefit.code}:
                continue
            if (pair.scope == "person" and a.persons & b.persons) or (pair.scope == "subject" and a.party == b.party):
                edges.setdefault((i, j), set()).add(pair.basis)
    return edges


def overlap(one: tuple[datetime.date, datetime.date], two: tuple[datetime.date, datetime.date]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]


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
    for start in around:
        if start in seen or not around[start]:
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
    for _, _, i, line, left in sorted(queue, key=lambda item: item[:3]):
        number = line.payout.payout_no
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


def verdict_of(payout: Payout, outcome: Outcome) -> str:
    if payout.amount < 0:
        return "returned"
    worst = max(outcome.parts[name] for name in BAD)
    if worst > 0:
        return next(name for name in BAD if outcome.parts[name] == worst)
    return next((name for name in ("unverifiable", "returned") if outcome.parts[name]), "compliant")
