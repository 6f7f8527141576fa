"""The split of a payout ledger, slowly: plain Python over lists, written from the rules and not from the SQL.

Here are the steps that need one payout or one node (1 to 4 and 6); what nodes do to each other (5 and 7) is in
payout_lawful.py. Readable before fast.
"""

from collections.abc import Mapping

from tests.reference.payout_lawful import step_5_and_7
from tests.reference.payout_model import Claim, Entitlement, Line, Node, Outcome, Payout, World, benefit_of, period_of

Found = tuple[str, list[Entitlement]]
Group = list[tuple[Line, list[Entitlement]]]


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


def step_2_entitlement(world: World, payout: Payout, lines: dict[str, Line]) -> Found | None:
    """The subject of the node and the entitlements that it rests on; None: unverifiable."""
    claims = [claim for claim in world.claims if claim.claim_no == payout.claim_no]
    claim = claims[0] if len(claims) == 1 else None
    if not is_sound(world, payout, claim):
        return None
    if is_list_payment(world, payout):
        return list_entitlement(world, payout, claim, lines)
    kind = benefit_of(world, payout.code).subject_kind
    own = [entitlement for entitlement in world.entitlements if entitlement.code == payout.code]
    if kind == "claim" and claim is None:
        found = [entitlement for entitlement in own if same_party(entitlement, payout)]
    else:
        wanted = wanted_subject(kind, payout, claim)
        found = [entitlement for entitlement in own if entitlement.subject_id == wanted]
    return (found[0].subject_id, found) if len(found) == 1 else None


def is_sound(world: World, payout: Payout, claim: Claim | None) -> bool:
    """Whether code, payee and claim let the payout find anything at all."""
    if payout.has_fault or benefit_of(world, payout.code) is None:
        return False
    if payout.claim_no is None:
        return True
    if claim is None or claim.code != payout.code:
        return False
    if claim.uscc and payout.uscc and claim.uscc != payout.uscc:
        return False
    return payout.person_id in (None, claim.person_id, *claim.persons)


def wanted_subject(kind: str, payout: Payout, claim: Claim | None) -> str | None:
    if kind == "person":
        return payout.person_id or (claim.person_id if claim else payout.uscc)
    if kind == "claim":
        return payout.claim_no
    said = (claim.uscc or claim.person_id) if claim else None
    return said or payout.uscc or payout.person_id


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


def list_entitlement(world: World, payout: Payout, claim: Claim | None, lines: dict[str, Line]) -> Found | None:
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
            if (
                is_sound(world, other.payout, theirs)
                and theirs.claim_no != claim.claim_no
                and set(theirs.persons) & set(claim.persons)
            ):
                return None
        else:
            named = next((item.person_id for item in world.claims if item.claim_no == other.payout.claim_no), None)
            if (other.payout.person_id or named) in claim.persons:
                return None
    return f"名单:{claim.claim_no}", members


def is_covered(world: World, payout: Payout) -> bool:
    return payout.level in benefit_of(world, payout.code).levels


def is_out_of_time(world: World, payout: Payout) -> bool:
    benefit = benefit_of(world, payout.code)
    for day in period_of(world, payout):
        if not benefit.window_start <= day <= benefit.window_end:
            return True
    return payout.paid_on is not None and payout.paid_on < benefit.window_start


def make_nodes(world: World, open_lines: list[tuple[Line, Found]]) -> list[Node]:
    groups: dict[tuple[str, str, str], list[tuple[Line, list[Entitlement]]]] = {}
    for line, (subject, members) in open_lines:
        groups.setdefault((line.payout.code, subject, line.payout.level), []).append((line, members))
    lost = step_4_shared_persons(world, groups)
    nodes = []
    for (code, subject, level), found in groups.items():
        members = found[0][1]
        lines = sorted((line for line, _ in found), key=lambda line: line.order)
        node = Node(
            benefit=benefit_of(world, code),
            subject=subject,
            level=level,
            lines=lines,
            persons={member.person_id or member.subject_id for member in members},
            party=party_of(subject, members),
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


def party_of(subject: str, members: list[Entitlement]) -> str:
    enterprises = sorted(member.uscc for member in members if member.uscc)
    alone = None if subject.startswith("名单:") else members[0].person_id
    return enterprises[0] if enterprises else alone or subject


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


def step_4_shared_persons(
    world: World, groups: Mapping[tuple[str, str, str], Group]
) -> dict[tuple[str, str], set[str]]:
    paid: dict[tuple[str, str], bool] = {}
    for (code, subject, _), found in groups.items():
        paid[code, subject] = paid.get((code, subject), False) or any(line.payout.is_paid for line, _ in found)
    lost: dict[tuple[str, str], set[str]] = {}
    entitled = {(item.code, item.subject_id): item for item in world.entitlements if item.verdict == "eligible"}
    for pair in world.pairs:
        if pair.scope not in ("head", "hire"):
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
