"""The words of a payout ledger's small worlds: measures, pairs, entitlements, claims, payouts; and what is found.

Money is whole fen.
"""

import datetime
from dataclasses import dataclass, field

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

    @property
    def two_party(self) -> bool:
        return self.scope == "hire"


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
        if self.repeat or ("text" in self.lost_bases and self.lost):
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


def verdict_of(payout: Payout, outcome: Outcome) -> str:
    if payout.amount < 0:
        return "returned"
    worst = max(outcome.parts[name] for name in BAD)
    if worst > 0:
        return next(name for name in BAD if outcome.parts[name] == worst)
    return next((name for name in ("unverifiable", "returned") if outcome.parts[name]), "compliant")


def benefit_of(world: World, code: str | None) -> Benefit | None:
    return next((benefit for benefit in world.benefits if benefit.code == code), None)


def period_of(world: World, payout: Payout) -> tuple[datetime.date, datetime.date]:
    benefit = benefit_of(world, payout.code)
    return payout.period_start or benefit.window_start, payout.period_end or benefit.window_end
