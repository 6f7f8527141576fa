"""The SQL's verdict on small worlds of a payout ledger, many of them at once.

Worlds share nothing (every code carries the world's number), so hundreds are judged in one database.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pipelines.engine import Engine, relations
from tests.reference.payout_model import PARTS, Outcome, World


def yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen).scaleb(-2)


MONEY = pa.decimal128(18, 2)
TEXT = pa.string()
SHAPES: dict[str, list[tuple[str, pa.DataType]]] = {
    "staging.payout": [
        *((name, TEXT) for name in ("payout_no", "benefit_code", "benefit_name", "code", "level", "department")),
        *((name, TEXT) for name in ("claim_no", "uscc", "person_id", "status", "voucher_no", "reverses_payout_no")),
        *((name, TEXT) for name in ("uscc_fault", "person_id_fault", "delivered_uscc", "link_basis")),
        *((name, pa.date32()) for name in ("period_start", "period_end", "paid_on")),
        ("amount", MONEY),
        ("returned_amount", MONEY),
        ("delivery_no", pa.int32()),
        ("row_no", pa.int32()),
        ("content_hash", pa.uint64()),
    ],
    "staging.claim": [(name, TEXT) for name in ("claim_no", "code", "uscc", "person_id")],
    "staging.claim_person": [(name, TEXT) for name in ("claim_no", "person_id")],
    "policy.benefit": [
        *((name, TEXT) for name in ("benefit_code", "title", "subject_kind", "level_relation")),
        ("window_start", pa.date32()),
        ("window_end", pa.date32()),
    ],
    "policy.benefit_level": [("benefit_code", TEXT), ("level", TEXT)],
    "policy.benefit_roster": [(name, TEXT) for name in ("benefit_code", "role", "roster", "members")],
    "policy.assumption": [("assumption_id", TEXT), ("value", TEXT)],
    "policy.exclusive_pair": [
        *((name, TEXT) for name in ("pair_id", "benefit_code_a", "benefit_code_b", "scope", "basis", "assumption_id")),
        ("is_on", pa.bool_()),
    ],
    "verdicts.entitlement": [
        *((name, TEXT) for name in ("benefit_code", "subject_id", "uscc", "person_id", "verdict", "missing")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("quantity", pa.decimal128(18, 6)),
        *((name, MONEY) for name in ("unit_amount", "gross_amount", "cap_amount", "amount", "possible_amount")),
    ],
    "verdicts.entitlement_person": [(name, TEXT) for name in ("benefit_code", "subject_id", "person_id", "verdict")],
    "heads.any": [(name, TEXT) for name in ("benefit_code", "subject_id", "person_id", "employer_uscc")],
}


def tables_of(worlds: Sequence[World]) -> dict[str, list[dict[str, Any]]]:
    """The rows of all worlds together; the policy is the first one's."""
    first = worlds[0]
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SHAPES}
    for benefit in first.benefits:
        rows["policy.benefit"].append(
            {
                "benefit_code": benefit.code,
                "title": benefit.code,
                "subject_kind": benefit.subject_kind,
                "level_relation": benefit.level_relation,
                "window_start": benefit.window_start,
                "window_end": benefit.window_end,
            }
        )
        rows["policy.benefit_level"] += [{"benefit_code": benefit.code, "level": level} for level in benefit.levels]
    rows["policy.assumption"].append({"assumption_id": "A-EX-4", "value": first.other_level})
    for pair in first.pairs:
        rows["policy.exclusive_pair"].append(
            {
                "pair_id": f"{pair.a}-{pair.b}",
                "benefit_code_a": pair.a,
                "benefit_code_b": pair.b,
                "scope": pair.scope,
                "basis": pair.basis,
                "assumption_id": "A-EX-3" if pair.two_party else "A-EX-2",
                "is_on": True,
            }
        )
    for world in worlds:
        add_world(rows, world)
    return rows


def add_world(rows: dict[str, list[dict[str, Any]]], world: World) -> None:
    windows = {benefit.code: benefit for benefit in world.benefits}
    for item in world.entitlements:
        rows["verdicts.entitlement"].append(
            {
                "benefit_code": item.code,
                "subject_id": item.subject_id,
                "uscc": item.uscc,
                "person_id": item.person_id,
                "verdict": item.verdict,
                "period_start": windows[item.code].window_start,
                "period_end": windows[item.code].window_end,
                "unit_amount": yuan(item.unit),
                "gross_amount": yuan(item.gross) if item.verdict == "eligible" else None,
                "cap_amount": yuan(item.cap),
                "amount": {"eligible": yuan(item.amount), "ineligible": yuan(0), "unknown": None}[item.verdict],
                "possible_amount": yuan(item.possible),
            }
        )
        for person, verdict, employer in item.heads:
            head = {"benefit_code": item.code, "subject_id": item.subject_id, "person_id": person}
            rows["verdicts.entitlement_person"].append({**head, "verdict": verdict})
            rows["heads.any"].append({**head, "employer_uscc": employer})
    for claim in world.claims:
        rows["staging.claim"].append(
            {"claim_no": claim.claim_no, "code": claim.code, "uscc": claim.uscc, "person_id": claim.person_id}
        )
        rows["staging.claim_person"] += [{"claim_no": claim.claim_no, "person_id": name} for name in claim.persons]
    for payout in world.payouts:
        place = len(rows["staging.payout"])
        rows["staging.payout"].append(
            {
                **{name: getattr(payout, name) for name in ("payout_no", "code", "level", "claim_no", "uscc")},
                **{name: getattr(payout, name) for name in ("person_id", "period_start", "period_end", "status")},
                "benefit_name": "不知名的补贴",
                "paid_on": payout.paid_on,
                "amount": yuan(payout.amount),
                "returned_amount": yuan(payout.returned),
                "reverses_payout_no": payout.reverses,
                "uscc_fault": "invalid" if payout.has_fault else None,
                "delivery_no": 1,
                "row_no": place + 2,
                "content_hash": hash(payout.payout_no) & 0xFFFF,
            }
        )


def judge_by_sql(
    rows: dict[str, list[dict[str, Any]]], policy: Mapping[str, pa.Table] | None = None
) -> dict[str, dict[str, Any]]:
    """payout_no -> the row of payout_verdict with the judge's own columns beside it, money in fen.

    `policy`: tables of a package, in place of what the worlds say themselves.
    """
    with Engine() as engine:
        for name, shape in SHAPES.items():
            given = (policy or {}).get(name)
            table = pa.Table.from_pylist(rows[name], schema=pa.schema(shape)) if given is None else given
            engine.load_table(*name.split("."), table)
        engine.con.execute("create schema collected")
        engine.con.execute("create view collected.heads as select * from heads.any")
        heads = [name for name, relation in relations().items() if relation.folder == "heads"]
        engine.run(["verdicts.payout_verdict", "verdicts.certificate"], given={*SHAPES, *heads})
        found = engine.con.execute(
            "select verdict.*, split.repeat_amount, split.lost_amount, split.head_lost_amount, node.entitled_amount,"
            " node.is_covered, proof.certificate_id, proof.lawful_amount, proof.unknown_count"
            " from verdicts.payout_verdict as verdict"
            " inner join judge.payout_split as split on verdict.line_no = split.line_no"
            " left join judge.node as node on verdict.node_id = node.node_id"
            " left join verdicts.certificate_node as member on verdict.node_id = member.node_id and member.trial = 0"
            " left join verdicts.certificate as proof"
            " on member.certificate_id = proof.certificate_id and proof.trial = 0"
        )
        names = [column[0] for column in found.description]
        return {row[0]: fen_row(dict(zip(names, row, strict=True))) for row in found.fetchall()}


def fen_row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: int(value * 100) if isinstance(value, Decimal) else value for name, value in row.items()}


def comparable(outcome: Outcome, verdict: str) -> dict[str, Any]:
    """What the reference found, under the names of the SQL's columns."""
    return {
        **{f"{part}_amount": outcome.parts[part] for part in PARTS},
        "verdict": verdict,
        "basis": outcome.basis,
        "conflicts_with": ",".join(sorted(outcome.conflicts_with)) or None,
        "repeat_amount": outcome.repeat,
        "lost_amount": outcome.lost,
        "head_lost_amount": outcome.head_lost,
        "top_up_amount": outcome.top_up,
    }
