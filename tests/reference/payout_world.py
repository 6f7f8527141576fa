"""Random small worlds of a payout ledger, and the SQL's verdict on many of them at once.

Worlds share nothing (every code carries the world's number), so hundreds are judged in one database.
"""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa

from pipelines.engine import Engine
from tests.reference.payout import LEVELS, PARTS, Benefit, Claim, Entitlement, Outcome, Pair, Payout, World

START, END = datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)
QUARTER_END = datetime.date(2023, 3, 31)
BENEFITS = [
    Benefit("GS23-16A", "enterprise", START, QUARTER_END),
    Benefit("GS23-16B", "enterprise", START, QUARTER_END),
    Benefit("GS23-16C", "enterprise", START, END),
    Benefit("GS23-16D", "enterprise", START, END),
    Benefit("GS23-17A", "claim", datetime.date(2023, 1, 22), datetime.date(2023, 2, 28)),
    Benefit("GS23-17B", "enterprise", START, QUARTER_END),
    Benefit("X-LEVELS", "enterprise", START, END, levels=("市", "区")),
    Benefit("X-ADDS", "enterprise", START, END, levels=("市", "区"), level_relation="additive"),
    Benefit("X-E1", "enterprise", START, END),
    Benefit("X-E2", "enterprise", START, END),
    Benefit("X-P1", "person", START, END),
    Benefit("X-P2", "person", START, END),
    Benefit("X-P3", "person", START, END),
]
PER_HEAD = {"GS23-16B": 50_000, "GS23-16C": 100_000, "GS23-16D": 150_000, "GS23-17B": 50_000}
HEAD_PAIRS = [
    Pair("GS23-16C", "GS23-16D", "head"),
    Pair("GS23-16C", "GS23-17B", "head"),
    Pair("GS23-16D", "GS23-17B", "head"),
]
HIRE_PAIR = Pair("GS23-16B", "GS23-17B", "head", two_party=True)
OTHER_PAIRS = [
    Pair("X-P1", "X-P2", "person", "text"),
    Pair("X-P2", "X-P3", "person"),
    Pair("X-E1", "X-E2", "subject"),
    Pair("X-E2", "X-LEVELS", "subject", "text"),
]
AMOUNTS = (10_000, 20_000, 30_000, 50_000, 60_000, 100_000, 150_000, 500_000)
DAYS = (
    None,
    datetime.date(2023, 1, 25),
    datetime.date(2023, 1, 15),
    datetime.date(2023, 2, 1),
    datetime.date(2023, 3, 10),
    datetime.date(2023, 6, 1),
)
PERIODS = (
    *((None, None),) * 6,
    *((datetime.date(2023, 1, 25), datetime.date(2023, 1, 31)),) * 3,
    *((datetime.date(2023, 2, 1), datetime.date(2023, 2, 28)),) * 3,
    (datetime.date(2023, 1, 25), datetime.date(2023, 2, 3)),
    (None, datetime.date(2023, 1, 31)),
    (datetime.date(2023, 2, 1), None),
    (datetime.date(2022, 12, 1), datetime.date(2023, 1, 31)),
    (datetime.date(2023, 2, 1), datetime.date(2024, 1, 31)),
)
THEMES = (
    ("GS23-16A",),
    ("GS23-16C", "GS23-16D", "GS23-17B", "GS23-16B"),
    ("GS23-17A",),
    ("X-LEVELS", "X-ADDS"),
    ("X-E1", "X-E2", "X-LEVELS"),
    ("X-P1", "X-P2", "X-P3"),
)


def draw_world(random: Random, prefix: str = "", hire_pair: bool = False, other_level: str = "presumed") -> World:
    """A world about one family of measures: two or three subjects, up to nine payouts, every kind of trouble."""
    world = World(
        benefits=BENEFITS,
        pairs=HEAD_PAIRS + OTHER_PAIRS + ([HIRE_PAIR] if hire_pair else []),
        other_level=other_level,
    )
    codes = random.choice(THEMES)
    enterprises = [f"{prefix}E{n}" for n in range(random.choice((1, 1, 2)))]
    persons = [f"{prefix}P{n}" for n in range(random.choice((2, 3)))]
    for number in range(random.randrange(4)):
        world.claims.append(draw_claim(random, f"{prefix}C{number}", codes, enterprises, persons))
    for code in codes:
        world.entitlements += draw_entitlements(random, code, enterprises, persons, world.claims)
    for number in range(random.randint(1, 9)):
        world.payouts.append(draw_payout(random, f"{prefix}N{number}", codes, enterprises, persons, world))
    return world


def draw_claim(
    random: Random, claim_no: str, codes: Sequence[str], enterprises: list[str], persons: list[str]
) -> Claim:
    return Claim(
        claim_no,
        random.choice(codes),
        uscc=random.choice([enterprises[0], enterprises[0], enterprises[-1], None]),
        person_id=random.choice([None, None, None, persons[0]]),
        persons=tuple(sorted(random.sample(persons, random.randrange(len(persons) + 1)))),
    )


def draw_entitlements(
    random: Random, code: str, enterprises: list[str], persons: list[str], claims: list[Claim]
) -> list[Entitlement]:
    benefit = next(benefit for benefit in BENEFITS if benefit.code == code)
    if benefit.subject_kind == "person":
        found = [draw_entitlement(random, code, person, None, person, persons) for person in persons]
    elif benefit.subject_kind == "claim":
        found = [
            draw_entitlement(random, code, claim.claim_no, claim.uscc, claim.person_id, persons)
            for claim in claims
            if claim.code == code
        ]
    else:
        found = [draw_entitlement(random, code, uscc, uscc, None, persons) for uscc in enterprises]
    return [entitlement for entitlement in found if random.random() < 0.95]


def draw_entitlement(
    random: Random, code: str, subject: str, uscc: str | None, person: str | None, persons: list[str]
) -> Entitlement:
    verdict = random.choice(("eligible", "eligible", "eligible", "eligible", "unknown", "ineligible"))
    cap = random.choice((None, None, 50_000, 100_000))
    if code in PER_HEAD:
        heads = tuple(
            (name, random.choice(("eligible", "eligible", "unknown", "ineligible")), random.choice([subject, "elsewhere"]))
            for name in persons
        )
        unit = PER_HEAD[code]
        gross = unit * sum(kind == "eligible" for _, kind, _ in heads)
        possible = unit * sum(kind == "unknown" for _, kind, _ in heads)
        if not gross and verdict == "eligible":
            verdict = "ineligible"
        if verdict != "eligible":
            return Entitlement(code, subject, verdict, uscc, person, cap=cap, heads=heads, amount=None)
        amount = gross if cap is None else min(gross, cap)
        return Entitlement(code, subject, verdict, uscc, person, gross, amount, cap, unit, possible, heads)
    gross = random.choice(AMOUNTS) if verdict == "eligible" else 0
    return Entitlement(code, subject, verdict, uscc, person, gross, gross if cap is None else min(gross, cap), cap)


def draw_payout(
    random: Random,
    number: str,
    codes: Sequence[str],
    enterprises: list[str],
    persons: list[str],
    world: World,
) -> Payout:
    code = random.choice(codes)
    benefit = next(benefit for benefit in BENEFITS if benefit.code == code)
    start, end = random.choice(PERIODS)
    amount = random.choice((0, *AMOUNTS * 4))
    if benefit.subject_kind == "person":
        uscc, person = random.choice([(None, persons[0]), (None, persons[-1]), (enterprises[0], None)])
    else:
        uscc, person = random.choice([(enterprises[0], None)] * 6 + [(enterprises[-1], None), (None, persons[0])])
    payout = Payout(
        number,
        code,
        random.choice(("区", "区", "区", "市", "省", *LEVELS)),
        amount,
        status=random.choice(("已发放", "已发放", "已发放", "拟发放", "拟发放") * 2 + ("已退回",)),
        uscc=uscc,
        person_id=person,
        claim_no=draw_claim_no(random, code, number, world.claims),
        paid_on=datetime.date(2022, 12, 30) if random.random() < 0.03 else random.choice(DAYS),
        period_start=start,
        period_end=end,
        returned=random.choice((None,) * 12 + (0, 10_000, amount)),
    )
    trouble = random.random()
    if trouble < 0.03:
        return replace(payout, code=None)
    if trouble < 0.06:
        return replace(payout, has_fault=True)
    if trouble < 0.14:
        named = random.choice([*(other.payout_no for other in world.payouts), f"{number}-nowhere"])
        return replace(payout, amount=-random.choice(AMOUNTS), reverses=named, returned=None)
    return payout


def draw_claim_no(random: Random, code: str, number: str, claims: list[Claim]) -> str | None:
    if random.random() < 0.5:
        return None
    fitting = [claim.claim_no for claim in claims if claim.code == code]
    if fitting and random.random() < 0.9:
        return random.choice(fitting)
    return random.choice([None, None, None, f"{number}-dangling", *(claim.claim_no for claim in claims)])


def yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen).scaleb(-2)


MONEY = pa.decimal128(18, 2)
TEXT = pa.string()
SHAPES: dict[str, list[tuple[str, pa.DataType]]] = {
    "staging.payout": [
        *((name, TEXT) for name in ("payout_no", "benefit_code", "benefit_name", "code", "level", "department")),
        *((name, TEXT) for name in ("claim_no", "uscc", "person_id", "status", "voucher_no", "reverses_payout_no")),
        *((name, TEXT) for name in ("uscc_fault", "person_id_fault")),
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


def judge_by_sql(rows: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """payout_no -> the row of payout_verdict with the judge's own columns beside it, money in fen."""
    with Engine() as engine:
        for name, shape in SHAPES.items():
            schema, _, table = name.partition(".")
            engine.load_table(schema, table, pa.Table.from_pylist(rows[name], schema=pa.schema(shape)))
        engine.con.execute("create schema collected")
        engine.con.execute("create view collected.heads as select * from heads.any")
        heads = {name for name in engine_heads()}
        engine.run(["verdicts.payout_verdict"], given={*SHAPES, *heads})
        found = engine.con.execute(
            "select verdict.*, split.repeat_amount, split.lost_amount, split.head_lost_amount, split.top_up_amount"
            " from verdicts.payout_verdict as verdict"
            " inner join judge.payout_split as split on verdict.line_no = split.line_no"
        )
        names = [column[0] for column in found.description]
        return {row[0]: fen_row(dict(zip(names, row, strict=True))) for row in found.fetchall()}


def engine_heads() -> list[str]:
    from pipelines.engine import relations

    return [name for name, relation in relations().items() if relation.folder == "heads"]


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
