"""Random small worlds of a payout ledger, one family of measures each, with every kind of trouble."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.reference.payout_model import LEVELS, Benefit, Claim, Entitlement, Pair, Payout, World, benefit_of

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
HIRE_PAIR = Pair("GS23-16B", "GS23-17B", "hire")
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
    *(("GS23-16C", "GS23-16D", "GS23-17B", "GS23-16B"),) * 3,
    ("GS23-16C", "GS23-17B"),
    ("GS23-17A",),
    ("X-LEVELS", "X-ADDS"),
    ("X-E1", "X-E2", "X-LEVELS"),
    ("X-P1", "X-P2", "X-P3"),
)


def draw_world(random: Random, prefix: str = "", hire_pair: bool = False, other_level: str = "presumed") -> World:
    """A world about one family of measures: two or three subjects, up to nine payouts, every kind of trouble."""
    pairs = HEAD_PAIRS + OTHER_PAIRS + ([HIRE_PAIR] if hire_pair else [])
    return fill_world(random, World(BENEFITS, pairs, other_level=other_level), random.choice(THEMES), prefix)


def fill_world(random: Random, world: World, codes: Sequence[str], prefix: str, most_payouts: int = 9) -> World:
    """Subjects, claims, entitlements and payouts of these measures."""
    enterprises = [f"{prefix}E{n}" for n in range(random.choice((1, 1, 2)))]
    persons = [f"{prefix}P{n}" for n in range(random.choice((2, 3)))]
    for number in range(random.randrange(4)):
        world.claims.append(draw_claim(random, f"{prefix}C{number}", codes, enterprises, persons))
    for code in codes:
        world.entitlements += draw_entitlements(random, world, code, enterprises, persons)
    for number in range(random.randint(1, most_payouts)):
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
    random: Random, world: World, code: str, enterprises: list[str], persons: list[str]
) -> list[Entitlement]:
    benefit = benefit_of(world, code)
    if benefit.subject_kind == "person":
        found = [draw_entitlement(random, code, person, None, person, persons) for person in persons]
    elif benefit.subject_kind == "claim":
        found = [
            draw_entitlement(random, code, claim.claim_no, claim.uscc, claim.person_id, persons)
            for claim in world.claims
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
        kinds = ("eligible", "eligible", "eligible", "unknown", "ineligible")
        heads = tuple((name, random.choice(kinds), random.choice([subject, "elsewhere"])) for name in persons)
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
    benefit = benefit_of(world, code)
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
