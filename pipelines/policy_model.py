"""The policy package as Python values. Loaded once, never changed: `resolve` makes a new one.

`place` (file and line) travels with all that a later check may complain about; it is no part of equality.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")

EFFECTIVE_FROM = "A-00-1"
OTHER_LEVEL = "A-EX-4"
ON = "on"

BENEFIT_KINDS = (
    "cash",
    "tax_relief",
    "fee_relief",
    "deduction",
    "deferral",
    "refund",
    "reimbursement",
    "compliance",
)
SUBJECT_KINDS = ("enterprise", "person", "claim", "filing", "bill", "deposit", "settlement", "month")
AMOUNT_KINDS = ("exact", "ceiling")
LEVEL_RELATIONS = ("exclusive", "shared", "additive")
GRAINS = ("subject", "person")
ROLES = ("subject", "person", "employer", "school")
PAIR_SCOPES = ("person", "head", "hire", "filing", "bill", "subject")
PAIR_BASES = ("text", "reading")
ARTICLE_KINDS = ("可计量措施", "服务保障", "引导鼓励", "上级政策落实")
# person_or_enterprise: talents and, as one, their teams.
ROSTER_MEMBERS = ("enterprise", "person", "school", "person_or_enterprise")
PARAMETER_TYPES = ("money", "rate", "count", "date")
ASSUMPTION_TYPES = ("date", "money", "integer", "word")
COMPARISONS = (">=", "<=")

DIGITS = "零一二三四五六七八九"


def article_name(number: int) -> str:
    """第十六条: an article as a Chinese reader cites it (1 to 99)."""
    tens, units = divmod(number, 10)
    text = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return f"第{text}{DIGITS[units] if units or not tens else ''}条"


@dataclass(frozen=True)
class Choice:
    value: str
    meaning: str


@dataclass(frozen=True)
class Assumption:
    """A reading of the text, where the text allows several (假设)."""

    id: str
    title: str
    type: str
    default: str
    value: str
    choices: tuple[Choice, ...]
    meaning: str
    why: str
    place: str = field(default="", compare=False)

    @property
    def is_default(self) -> bool:
        return self.value == self.default


@dataclass(frozen=True)
class Window:
    """Closed dates. The first may hang on an assumption, so it is only known through the package."""

    start: date | None
    start_assumption: str | None
    end: date | None
    is_year: bool


@dataclass(frozen=True)
class ParameterValue:
    """One dated figure, a number or (type date) a day; an empty end means the end of the benefit's window."""

    valid_from: date | None
    valid_to: date | None
    value: Decimal | None
    day: date | None
    figure: str
    article: int | None
    document: str
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Parameter:
    name: str
    title: str
    unit: str
    type: str
    values: tuple[ParameterValue, ...]
    setting: str | None = None
    figure: str = ""
    meaning: str = ""
    decided_by: str = ""
    given_value: Decimal | None = None
    note: str = ""
    place: str = field(default="", compare=False)

    @property
    def is_unset(self) -> bool:
        """The policy leaves it to 实施细则, whether or not a run's settings give it."""
        return self.setting is not None


@dataclass(frozen=True)
class Condition:
    code: str
    grain: str
    title: str
    article: int
    assumption: str | None
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Scope:
    """Which rows of a source a measure is about, or which words of a column it names (适用范围)."""

    source: str
    column: str
    words: tuple[str, ...]
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Industry:
    """A trade as the document names it: industry codes that start so, less those that start otherwise (行业)."""

    name: str
    codes: tuple[str, ...]
    excepted: tuple[str, ...]
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class ByReading(Generic[T]):
    """What hangs on a reading of the text: one for each value that the assumption may take (随口径而定)."""

    assumption: str
    values: Mapping[str, T]
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Benefit:
    code: str
    article: int
    title: str
    aliases: tuple[str, ...]
    kind: str
    subject_kind: str
    rule: str
    amount_kind: str | ByReading[str]
    is_per_head: bool
    window: Window
    levels: tuple[str, ...]
    level_relation: str
    department: str
    rosters: Mapping[str, tuple[str, ...] | ByReading[tuple[str, ...]]]
    scope: tuple[Scope, ...]
    industries: tuple[Industry, ...]
    parameters: tuple[Parameter, ...]
    conditions: tuple[Condition, ...]
    assumptions: tuple[str, ...]
    method: str
    exclusions: str
    data_needed: tuple[str, ...]
    place: str = field(default="", compare=False)

    @property
    def by_reading(self) -> list[ByReading]:
        """What of the benefit follows a reading."""
        return [each for each in (self.amount_kind, *self.rosters.values()) if isinstance(each, ByReading)]


@dataclass(frozen=True)
class Pair:
    """Two benefits that one subject, head, filing or bill may not have together (互斥)."""

    id: str
    benefit_a: str
    benefit_b: str
    scope: str
    basis: str
    assumption: str | None
    reason: str
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Article:
    number: int
    section: str
    title: str
    summary: str
    departments: tuple[str, ...]
    kind: str
    evidence: str
    planned: Mapping[str, str]
    not_computed: str
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Target:
    """A figure the document sets itself. A cumulative one grows over the year, so it can be behind before it is due."""

    code: str
    article: int
    title: str
    comparison: str
    value: Decimal
    unit: str
    figure: str
    due_on: date | None
    is_cumulative: bool
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class CoverageOverride:
    source: str
    partition: str
    is_covered: bool


@dataclass(frozen=True)
class SubjectLink:
    """Two codes of one unit, as the bureau says (同一单位的新旧代码)."""

    old: str
    new: str
    note: str


@dataclass(frozen=True)
class Place:
    """Where the package holds: the district, and the city with the start of its household region codes."""

    district: str
    city: str
    region_prefix: str


@dataclass(frozen=True)
class Package:
    code: str
    title: str
    window: Window
    levels: tuple[str, ...]
    rosters: Mapping[str, str]
    departments: tuple[str, ...]
    common_departments: tuple[str, ...]
    assumptions: Mapping[str, Assumption]
    pairs: tuple[Pair, ...]
    targets: tuple[Target, ...]
    article_count: int
    place: Place
    sections: Mapping[str, str]
    articles: Mapping[int, Article]
    benefits: Mapping[str, Benefit]
    thresholds: Mapping[str, Decimal] = field(default_factory=dict)
    coverage: tuple[CoverageOverride, ...] = ()
    links: tuple[SubjectLink, ...] = ()
    folder: Path = field(default=Path(), compare=False)

    def window_start(self, window: Window) -> date | None:
        if window.start_assumption is None:
            return window.start
        return date.fromisoformat(self.assumptions[window.start_assumption].value)

    def window_of(self, benefit: Benefit) -> tuple[date, date]:
        """First and last day of the benefit, both inside, under the assumptions in force."""
        window = self.window if benefit.window.is_year else benefit.window
        start, end = self.window_start(window), window.end
        if start is None or end is None:
            raise ValueError(f"{benefit.code}: a window without both ends cannot have been loaded")
        return start, end

    def chosen(self, what: T | ByReading[T]) -> T:
        """What holds under the assumptions in force."""
        return what.values[self.assumptions[what.assumption].value] if isinstance(what, ByReading) else what

    def pair_is_on(self, pair: Pair) -> bool:
        return pair.assumption is None or self.assumptions[pair.assumption].value == ON

    def pairs_of(self, code: str) -> list[Pair]:
        return [pair for pair in self.pairs if code in (pair.benefit_a, pair.benefit_b)]

    def benefits_of(self, article: int) -> list[Benefit]:
        return [benefit for benefit in self.benefits.values() if benefit.article == article]

    def assumptions_of(self, benefit: Benefit) -> list[str]:
        """Every reading the benefit rests on: its own, and its window's, conditions', pairs' and level's."""
        window = self.window if benefit.window.is_year else benefit.window
        used = {*benefit.assumptions, window.start_assumption}
        used |= {condition.assumption for condition in benefit.conditions}
        used |= {each.assumption for each in benefit.by_reading}
        used |= {pair.assumption for pair in self.pairs_of(benefit.code)}
        if benefit.level_relation == "exclusive":
            used.add(OTHER_LEVEL)
        return [identifier for identifier in self.assumptions if identifier in used]

    def unset_parameters(self) -> dict[str, tuple[Benefit, Parameter]]:
        """What settings may give, by the name they give it under."""
        return {
            parameter.setting: (benefit, parameter)
            for benefit in self.benefits.values()
            for parameter in benefit.parameters
            if parameter.setting is not None
        }
