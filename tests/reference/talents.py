"""The measures for talents and graduates (第三条、第十八条) once more, slowly: plain Python, loops where loops will do.

Written from the measures and not from the SQL. What was delivered and what words mean is read as in `Eligibility`.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.reference.eligibility import (
    RATING,
    VERDICTS,
    WORDS,
    Eligibility,
    Row,
    Verdict,
    all_of,
    any_of,
    later_month,
    month_of,
)
from tests.reference.world import World

YEAR_END = dt.date(2023, 12, 31)
MILLION = Decimal(1_000_000)
# The roster, and the most that one subject is given.
GRANTS = {
    "GS23-03A": ("领军人才", MILLION),
    "GS23-03B": ("领军人才", MILLION),
    "GS23-03C": ("紧缺人才", Decimal(120_000)),
    "GS23-03D": ("文旅体人才", MILLION),
    "GS23-03E": ("文旅体人才", MILLION),
}
TEAMS = ("GS23-03D", "GS23-03E")
VISIT, RENT = "GS23-18A", "GS23-18B"
CODES = (*GRANTS, VISIT, RENT)
DEGREES = {"博士": Decimal(50_000), "硕士": Decimal(30_000), "本科": Decimal(20_000)}
NEAR = ("江苏", "浙江", "上海", "安徽")
Conditions = dict[str, Verdict]


def months_between(first: int, last: int) -> list[int]:
    """Both included; none where the first is the later."""
    found = []
    while first <= last:
        found.append(first)
        first = later_month(first, 1)
    return found


def a_year_before(day: dt.date) -> dt.date:
    """A leap day has no like in the year before: the day before it has."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


class Talents(Eligibility):
    """`entitlement` and `condition` of one world, as the parent gives them for the employment measures."""

    def __init__(self, world: World, aliases: dict[str, str]) -> None:
        self.world = world
        self.as_of = world.as_of
        self.aliases = aliases
        self.entitlement: dict[tuple[str, str], Row] = {}
        self.condition: dict[tuple[str, str, str | None, str], str] = {}
        for code in CODES:
            for subject, kind in self.candidates(code).items():
                self.judge(code, subject, kind)

    def window(self, code: str) -> tuple[dt.date, dt.date]:
        """All of them are measures of the year."""
        return dt.date.fromisoformat(self.assumption("A-00-1", "2023-01-01")), YEAR_END

    # ---- who is judged ---------------------------------------------------------------------------

    def candidates(self, code: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for subject, kind in self.named_subjects(code):
            if kind == "enterprise" or subject not in found:
                found[subject] = kind
        return found

    def named_subjects(self, code: str) -> Iterator[tuple[str, str]]:
        speaking = {claim["claim_no"]: self.speaks_for(code, claim) for claim in self.claims.get(code, [])}
        for subjects in speaking.values():
            yield from subjects
        for row in (row for row in self.payouts if row["code"] == code):
            if row["person_id"]:
                yield row["person_id"], "person"
            elif row["uscc"] and not speaking.get(row["claim_no"]):
                yield row["uscc"], "enterprise"
        for row in self.rows("roster") if code in GRANTS else ():
            subject = row["subject_id"]
            if row["roster"] == GRANTS[code][0] and self.is_on(row["roster"], subject, *self.window(code)):
                yield subject, "enterprise" if subject in self.registered else "person"
        for row in self.rows("contract") if code == RENT else ():
            if self.is_in_window(code, row["start_on"]) and self.is_employer_listed(row["uscc"]):
                yield row["person_id"], "person"

    def speaks_for(self, code: str, claim: Row) -> set[tuple[str, str]]:
        if code not in TEAMS:
            return {(person, "person") for person in self.named(claim)}
        if claim["person_id"]:
            return {(claim["person_id"], "person")}
        rows = [row for row in self.rows("claim") if row["claim_no"] == claim["claim_no"]]
        rows = [row for row in rows if self.aliases.get(row["benefit_code"]) == code]
        rows = [row for row in rows if row["occurred_on"] is None or row["occurred_on"] <= self.as_of]
        names_somebody = any(row["person_id"] for row in rows)
        return {(claim["uscc"], "enterprise")} if claim["uscc"] and not names_somebody else set()

    def judge(self, code: str, subject: str, kind: str) -> None:
        conditions: Conditions = {}
        answer: Row = {"subject_kind": kind, "claim_no": None, "quantity": None, "unit_amount": None}
        answer |= {"uscc": subject if kind == "enterprise" else None}
        answer |= {"person_id": subject if kind == "person" else None, "possible_amount": None}
        person = self.persons.get(subject, {}) if kind == "person" else {}
        if code in GRANTS:
            conditions["on_roster"] = self.is_on(GRANTS[code][0], subject, *self.window(code))
            answer["gross_amount"] = self.judge_claims(code, subject, conditions)
        elif code == VISIT:
            self.judge_claims(code, subject, conditions)
            answer |= self.judge_visitor(person, conditions)
        else:
            conditions |= self.best_contract_of(subject if kind == "person" else None)
            answer |= self.judge_degree(person, conditions)
        self.finish(code, subject, conditions, answer)

    def finish(self, code: str, subject: str, conditions: Conditions, answer: Row) -> None:
        for name, verdict in conditions.items():
            self.condition[code, subject, answer["person_id"], name] = WORDS[verdict]
        gross = answer["gross_amount"]
        verdict = all_of([*conditions.values(), None if gross is None else True])
        cap = GRANTS[code][1] if code in GRANTS else None
        answer |= {"verdict": VERDICTS[verdict], "cap_amount": cap}
        if verdict:
            answer["amount"] = gross if cap is None else min(gross, cap)
        else:
            answer |= {"quantity": None, "unit_amount": None, "gross_amount": None}
            answer["amount"] = Decimal(0) if verdict is False else None
        answer |= dict(zip(("period_start", "period_end"), self.window(code), strict=True))
        self.entitlement[code, subject] = answer

    # ---- claims ----------------------------------------------------------------------------------

    def claim_conditions(self, code: str, subject: str, claim: Row) -> Conditions:
        employer, day = claim["uscc"], claim["occurred_on"]
        found: Conditions = {
            "claim_approved": None if claim["approved"] is None else claim["approved"] == "通过",
            "claim_in_window": self.is_in_window(code, day),
        }
        if code == "GS23-03C":
            is_known = employer is not None and day is not None
            found["insured_at_employer"] = (
                self.is_insured(subject, employer, month_of(day), self.window(code)) if is_known else None
            )
        if code == VISIT:
            district = self.registered.get(employer or "", {}).get("district")
            found["employer_in_district"] = None if district is None else district == "姑苏区"
        return found

    def judge_claims(self, code: str, subject: str, conditions: Conditions) -> Decimal | None:
        """The conditions of the best claim, and the money of all that pass."""
        claims = self.claims.get(code, [])
        is_complete = self.covers("claim", code, bool(claims))
        own = [claim for claim in claims if subject in {name for name, _ in self.speaks_for(code, claim)}]
        judged = [(claim, self.claim_conditions(code, subject, claim)) for claim in own]
        rated = [(all_of(found.values()), claim, found) for claim, found in judged]
        best = min(
            rated,
            key=lambda each: (RATING[each[0]], each[1]["occurred_on"] or dt.date.max, each[1]["claim_no"]),
            default=None,
        )
        names = [*({"GS23-03C": ["insured_at_employer"], VISIT: ["employer_in_district"]}.get(code, []))]
        if best is None or (best[0] is False and not is_complete):
            conditions["has_claim"] = False if is_complete else None
            conditions |= dict.fromkeys(["claim_approved", "claim_in_window", *names])
        else:
            conditions |= {"has_claim": True} | best[2]
        passing = [claim["base_amount"] for verdict, claim, _ in rated if verdict]
        may_be_more = not is_complete or any(verdict is None for verdict, _, _ in rated)
        return None if may_be_more or not passing or None in passing else sum(passing, Decimal(0))

    # ---- 18A -------------------------------------------------------------------------------------

    def judge_visitor(self, person: Row, conditions: Conditions) -> Row:
        degree, day, school = person.get("education"), person.get("graduated_on"), person.get("school")
        first = dt.date.fromisoformat(self.assumption("A-18A-1", "2022-07-01"))
        conditions["education"] = None if degree is None else degree in DEGREES
        conditions["graduated_recently"] = None if day is None else first <= day <= YEAR_END
        conditions["school_on_roster"] = None if school is None else self.is_on("重点高校", school, *self.window(VISIT))
        amount = self.fare(school) if school else None
        return {"quantity": Decimal(1), "unit_amount": amount, "gross_amount": amount}

    def fare(self, school: str) -> Decimal | None:
        start, end = self.window(VISIT)
        provinces = {
            row["category"]
            for row in self.rows("roster")
            if row["roster"] == "重点高校"
            and row["subject_id"] == school
            and (row["valid_from"] or dt.date.min) <= end
            and (row["valid_to"] or dt.date.max) >= start
        }
        if len(provinces) != 1 or None in provinces:
            return None
        return Decimal(500) if provinces < set(NEAR) else Decimal(1000)

    # ---- 18B -------------------------------------------------------------------------------------

    def is_employer_listed(self, uscc: str) -> Verdict:
        rosters = ["高新技术企业", "领军人才企业"]
        if self.assumption("A-18B-2", "no") == "yes":
            rosters.append("重点企业")
        return any_of(self.is_on(roster, uscc, *self.window(RENT)) for roster in rosters)

    def best_contract_of(self, person: str | None) -> Conditions:
        contracts = self.contracts.get(person or "", [])
        inside = [row for row in contracts if self.is_in_window(RENT, row["start_on"])]
        judged = [(row, self.contract_verdicts(row)) for row in inside or contracts]
        if not judged:
            names = ["contract_in_window", "employer_is_gusu", "employer_on_roster", "newly_hired", "insured_once"]
            return dict.fromkeys(names)

        def rank(each: tuple[Row, Conditions]) -> tuple[int, dt.date, int]:
            return RATING[all_of(each[1].values())], each[0]["start_on"], each[0]["row_no"]

        return min(judged, key=rank)[1]

    def contract_verdicts(self, contract: Row) -> Conditions:
        person, employer, start = contract["person_id"], contract["uscc"], contract["start_on"]
        window = self.window(RENT)
        months = months_between(max(month_of(start), month_of(window[0])), month_of(window[1]))
        return {
            "contract_in_window": self.is_in_window(RENT, start),
            "employer_is_gusu": self.is_gusu(employer, RENT),
            "employer_on_roster": self.is_employer_listed(employer),
            "newly_hired": self.is_new(contract),
            "insured_once": any_of(self.is_insured(person, employer, month, window) for month in months),
        }

    def is_new(self, contract: Row) -> Verdict:
        if self.assumption("A-18B-1", "employer") == "gusu":
            tie = any_of([*self.district_contracts(contract), *self.district_months(contract)])
        else:
            tie = any_of(self.employer_ties(contract))
        return None if tie is None else not tie

    def employer_ties(self, contract: Row) -> Iterator[Verdict]:
        """Whatever the rows delivered say of the time before, at this employer."""
        person, employer, start = contract["person_id"], contract["uscc"], contract["start_on"]
        for row in self.contracts[person]:
            yield row["uscc"] == employer and row["start_on"] < start
        if not self.is_delivered("social_insurance"):
            yield None
        months = {row["period"] for row in self.premiums if row["person_id"] == person}
        for month in (month for month in months if month < month_of(start)):
            verdict = self.is_insured(person, employer, month, self.window(RENT))
            # A month that is only not covered says nothing here: the rows delivered do not show it.
            unknown = any(
                row["is_unknown"] for row in self.premiums if row["person_id"] == person and row["period"] == month
            )
            yield verdict if verdict is not None or unknown else False

    def is_here(self, uscc: str) -> Verdict:
        district = self.registered.get(uscc, {}).get("district")
        return None if district is None else district == "姑苏区"

    def district_contracts(self, contract: Row) -> Iterator[Verdict]:
        start = contract["start_on"]
        for row in self.contracts[contract["person_id"]]:
            if row["start_on"] < start and (row["end_on"] or dt.date.max) >= a_year_before(start):
                yield self.is_here(row["uscc"])

    def district_months(self, contract: Row) -> Iterator[Verdict]:
        person, last = contract["person_id"], month_of(contract["start_on"])
        for month in months_between(last - 100, last)[:-1]:
            rows = [row for row in self.premiums if row["person_id"] == person and row["period"] == month]
            for employer in {row["employer"] for row in rows if row["employer"]}:
                if self.is_insured(person, employer, month, self.window(RENT)):
                    yield self.is_here(employer)
            if not self.covers_month(month) or any(row["is_unknown"] for row in rows):
                yield None

    def judge_degree(self, person: Row, conditions: Conditions) -> Row:
        degree, study, school = person.get("education"), person.get("study_mode"), person.get("school")
        conditions["education"] = None if degree is None else degree in DEGREES
        if degree in (None, "本科"):
            is_known = degree is not None
            conditions["full_time"] = study == "全日制" if is_known and study else None
            conditions["school_on_roster"] = (
                self.is_on("双一流A类", school, *self.window(RENT)) if is_known and school else None
            )
        else:
            conditions |= {"full_time": True, "school_on_roster": True}
        amount: Any = DEGREES.get(degree or "")
        return {"quantity": Decimal(1), "unit_amount": amount, "gross_amount": amount}
