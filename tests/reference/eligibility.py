"""The six employment measures once more, slowly: plain Python over lists of dicts, a loop where a loop will do.

Written from the measures and not from the SQL, so that the two can disagree. A verdict is True, False or None
(unknown); `all_of` and `any_of` are Kleene's.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.reference.world import World

Row = dict[str, Any]
Verdict = bool | None

FIRST_QUARTER = (dt.date(2023, 1, 1), dt.date(2023, 3, 31))
HEAD_BENEFITS = {"GS23-16B": 500, "GS23-16C": 1000, "GS23-16D": 1500, "GS23-17B": 500}
PERSON_ROSTER = {"GS23-16C": "失业人员", "GS23-16D": "就业困难人员"}
CAP = {"GS23-16A": Decimal(50000), "GS23-17B": Decimal(50000)}
CODES = ("GS23-16A", *HEAD_BENEFITS, "GS23-17A")
WORDS: dict[Verdict, str] = {True: "pass", False: "fail", None: "unknown"}
VERDICTS: dict[Verdict, str] = {True: "eligible", False: "ineligible", None: "unknown"}
RATING: dict[Verdict, int] = {True: 0, None: 1, False: 2}


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    verdicts = list(verdicts)
    return False if False in verdicts else None if None in verdicts else True


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    verdicts = list(verdicts)
    return True if True in verdicts else None if None in verdicts else False


def month_of(day: dt.date) -> int:
    return day.year * 100 + day.month


def later_month(month: int, count: int) -> int:
    for _ in range(count):
        month = month + 1 if month % 100 < 12 else month + 89
    return month


def agreed(rows: Sequence[Row]) -> Row:
    """One record of several under one key: what they do not agree on is empty."""
    return {name: rows[0].get(name) if len({row.get(name) for row in rows}) == 1 else None for name in rows[0]}


def by_key(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def to_fen(value: Fraction) -> Decimal:
    """Half up, exactly: floor(100 x + 1/2) fen, amounts here are never negative."""
    return Decimal((value * 100 + Fraction(1, 2)).__floor__()).scaleb(-2)


class Eligibility:
    """The answers for one world: `entitlement`, `entitlement_person` and `condition`, each a dict by key."""

    def __init__(self, world: World, aliases: dict[str, str]) -> None:
        self.world = world
        self.as_of = world.as_of
        self.aliases = aliases
        self.entitlement: dict[tuple[str, str], Row] = {}
        self.entitlement_person: dict[tuple[str, str, str], str] = {}
        self.condition: dict[tuple[str, str, str | None, str], str] = {}
        self.head_of: dict[tuple[str, str, str], dict[str, Verdict]] = {}
        for code in HEAD_BENEFITS:
            self.judge_heads(code)
        for code in CODES:
            self.judge_benefit(code)

    # ---- what was delivered ----------------------------------------------------------------------

    def rows(self, source: str) -> list[Row]:
        return [dict(row) | {"row_no": number} for number, row in enumerate(self.world.sources.get(source, ()), 2)]

    def assumption(self, name: str, default: str) -> str:
        return self.world.assume.get(name, default)

    def window(self, code: str) -> tuple[dt.date, dt.date]:
        if code in ("GS23-16C", "GS23-16D"):
            return dt.date.fromisoformat(self.assumption("A-00-1", "2023-01-01")), dt.date(2023, 12, 31)
        if code == "GS23-17A":
            return dt.date.fromisoformat(self.assumption("A-17A-1", "2023-01-22")), dt.date(2023, 2, 28)
        return FIRST_QUARTER

    def is_in_window(self, code: str, day: dt.date | None) -> Verdict:
        start, end = self.window(code)
        return None if day is None else start <= day <= end

    def covers(self, source: str, partition: str, has_rows: bool) -> bool:
        said = self.world.coverage
        return said.get((source, partition), said.get((source, "whole"), has_rows))

    def is_delivered(self, source: str) -> bool:
        return self.covers(source, "whole", source in self.world.sources)

    @cached_property
    def claims(self) -> dict[str, list[Row]]:
        """By benefit: a claim dated after the as-of day is not there, two rows of one claim are one."""
        rows = [row | {"code": self.aliases.get(row["benefit_code"])} for row in self.rows("claim")]
        rows = [row for row in rows if row["occurred_on"] is None or row["occurred_on"] <= self.as_of]
        one = [agreed(group) for group in by_key(rows, lambda row: (row["code"], row["claim_no"])).values()]
        return by_key(one, lambda row: row["code"])

    def listed(self, claim: Row) -> set[str]:
        return {row["person_id"] for row in self.rows("claim_person") if row["claim_no"] == claim["claim_no"]}

    def named(self, claim: Row) -> set[str]:
        return self.listed(claim) | ({claim["person_id"]} if claim["person_id"] else set())

    @cached_property
    def payouts(self) -> list[Row]:
        found = []
        for row in self.rows("payout"):
            code = self.aliases.get(row["benefit_code"]) or self.aliases.get(row["benefit_name"])
            is_there = row["paid_on"] is None or row["paid_on"] <= self.as_of
            if code and is_there and not row["uscc_fault"] and not row["person_id_fault"]:
                found.append(row | {"code": code})
        return found

    @cached_property
    def registered(self) -> dict[str, Row]:
        return {uscc: agreed(rows) for uscc, rows in by_key(self.rows("enterprise"), lambda row: row["uscc"]).items()}

    @cached_property
    def persons(self) -> dict[str, Row]:
        groups = by_key(self.rows("person"), lambda row: row["person_id"])
        return {person_id: agreed(rows) for person_id, rows in groups.items()}

    @cached_property
    def contracts(self) -> dict[str, list[Row]]:
        return by_key(self.rows("contract"), lambda row: row["person_id"])

    # ---- words -----------------------------------------------------------------------------------

    def is_gusu(self, uscc: str | None, code: str) -> Verdict:
        record = self.registered.get(uscc or "", {})
        district, status, since = record.get("district"), record.get("status"), record.get("status_on")
        is_here = None if district is None else district == "姑苏区"
        if status == "存续":
            is_open: Verdict = True
        elif status is None:
            # Whatever it was, from after the window's end on it was no other before.
            is_open = True if since is not None and since > self.window(code)[1] else None
        else:
            is_open = None if since is None else since > self.window(code)[1]
        return all_of([is_here, is_open])

    def is_on(self, roster: str, subject: str, first: dt.date, last: dt.date) -> Verdict:
        rows = [row for row in self.rows("roster") if row["roster"] == roster]
        for row in rows:
            starts, ends = row["valid_from"] or dt.date.min, row["valid_to"] or dt.date.max
            if row["subject_id"] == subject and starts <= last and ends >= first:
                return True
        return False if self.covers("roster", roster, bool(rows)) else None

    @cached_property
    def premiums(self) -> list[Row]:
        """Rows of the insurance that stands for employment, with the employer they are about."""
        number_of: dict[str, set[str]] = {}
        for row in self.rows("enterprise"):
            if row["si_employer_no"]:
                number_of.setdefault(row["si_employer_no"], set()).add(row["uscc"])
        found = []
        for row in self.rows("social_insurance"):
            if row["insurance_type"] != self.assumption("A-SI-1", "养老") or row["period"] > month_of(self.as_of):
                continue
            owners = {row["uscc"]} if row["uscc"] else number_of.get(row["employer_no"] or "", set())
            is_unknown = row["uscc"] is None and row["employer_no"] is not None and len(owners) != 1
            employer = next(iter(owners)) if len(owners) == 1 else None
            found.append(row | {"employer": employer, "is_unknown": is_unknown})
        return found

    def covers_month(self, month: int) -> bool:
        has_rows = any(row["period"] == month for row in self.premiums)
        return month <= month_of(self.as_of) and self.covers("social_insurance", str(month), has_rows)

    def is_insured(self, person: str, employer: str, month: int, window: tuple[dt.date, dt.date]) -> Verdict:
        rows = [row for row in self.premiums if row["person_id"] == person and row["period"] == month]
        there = [row for row in rows if row["employer"] == employer]
        if any(row["payment_kind"] == "退费" for row in there):
            return False
        for row in there:
            if row["paid_on"] is None or row["paid_on"] > self.as_of:
                continue
            if row["payment_kind"] == "正常":
                return True
            if self.assumption("A-SI-2", "exclude") == "include" and window[0] <= row["paid_on"] <= window[1]:
                return True
        if any(row["is_unknown"] for row in rows):
            return None
        return False if self.covers_month(month) else None

    def insured_in_a_row(
        self, person: str, employer: str, start: dt.date, count: int, window: tuple[dt.date, dt.date]
    ) -> Verdict:
        runs = []
        for delay in (0, 1):
            months = [later_month(month_of(start), delay + number) for number in range(count)]
            runs.append(all_of(self.is_insured(person, employer, month, window) for month in months))
        return any_of(runs)

    def is_local(self, person: str) -> Verdict:
        hukou = self.persons.get(person, {}).get("hukou_code")
        return None if hukou is None else hukou.startswith("3205")

    # ---- heads -----------------------------------------------------------------------------------

    def claim_heads(self, code: str) -> set[tuple[str, str]]:
        heads = set()
        for claim in self.claims.get(code, []):
            subject = claim["uscc"] or claim["person_id"]
            if subject:
                heads |= {(subject, person) for person in self.named(claim)}
        return heads

    def heads(self, code: str) -> set[tuple[str, str]]:
        """(subject, person): a contract that starts in the window, or named in a claim."""
        subjects = set(self.subjects(code))
        link = "uscc" if code == "GS23-16B" else "introduced_by_uscc"
        hired = {
            (row[link], row["person_id"])
            for rows in self.contracts.values()
            for row in rows
            if row[link] in subjects and self.is_in_window(code, row["start_on"])
        }
        return hired | self.claim_heads(code)

    def contract_conditions(self, code: str, subject: str, contract: Row) -> dict[str, Verdict]:
        """What hangs on one contract."""
        window, start, employer = self.window(code), contract["start_on"], contract["uscc"]
        person = contract["person_id"]
        months = int(self.assumption("A-16C-1", "3")) if code in PERSON_ROSTER else 3
        found: dict[str, Verdict] = {"contract_in_window": self.is_in_window(code, start)}
        if code == "GS23-16B":
            last = start.replace(year=start.year + 1) - dt.timedelta(days=1)
            found["contract_length"] = contract["end_on"] is None or contract["end_on"] >= last
        else:
            agency = contract["introduced_by_uscc"]
            introduced = None if agency is None else agency == subject
            is_other = code == "GS23-17B" or self.assumption("A-16C-2", "no") == "yes" or employer != subject
            found["introduced_by_agency"] = all_of([introduced, is_other])
        if code in PERSON_ROSTER:
            found["on_person_roster"] = self.is_on(PERSON_ROSTER[code], person, start, start)
        if code == "GS23-17B":
            found["employer_is_gusu"] = self.is_gusu(employer, code)
            found["employer_on_roster"] = self.is_on("重点企业", employer, *window)
        found["insured_in_a_row"] = self.insured_in_a_row(person, employer, start, months, window)
        return found

    def best_contract(self, code: str, subject: str, person: str) -> tuple[Row | None, dict[str, Verdict]]:
        contracts = self.contracts.get(person, [])
        if code == "GS23-16B":
            contracts = [row for row in contracts if row["uscc"] == subject]
        judged = [(row, self.contract_conditions(code, subject, row)) for row in contracts]
        if judged:
            return min(
                judged,
                key=lambda each: (
                    RATING[all_of(each[1].values())],
                    not each[1]["contract_in_window"],
                    code != "GS23-16B" and each[0]["introduced_by_uscc"] != subject,
                    each[0]["start_on"],
                    each[0]["row_no"],
                ),
            )
        # None here: not in the window if the person works elsewhere, unknown if nowhere that we see.
        names = {
            "GS23-16B": ["contract_length"],
            "GS23-17B": ["introduced_by_agency", "employer_is_gusu", "employer_on_roster"],
        }.get(code, ["introduced_by_agency", "on_person_roster"])
        in_window = False if self.contracts.get(person) else None
        return None, {"contract_in_window": in_window} | dict.fromkeys([*names, "insured_in_a_row"])

    def judge_heads(self, code: str) -> None:
        start_of = {}
        for subject, person in self.heads(code):
            contract, conditions = self.best_contract(code, subject, person)
            if code == "GS23-16B":
                is_local, (first, last) = self.is_local(person), self.window(code)
                period = self.persons.get(person, {}).get("first_insured_period")
                conditions["non_suzhou"] = None if is_local is None else not is_local
                conditions["first_job_in_window"] = (
                    None if period is None else month_of(first) <= period <= month_of(last)
                )
            self.head_of[code, subject, person] = conditions
            start_of[subject, person] = contract["start_on"] if contract else None
        passing = [
            (start_of[subject, person], subject, person)
            for subject, person in start_of
            if all_of(self.head_of[code, subject, person].values()) is True
            and all_of(self.own_conditions(code, subject).values()) is True
        ]
        for subject, person in start_of:
            winners = sorted((start, other) for start, other, who in passing if who == person)
            conditions = self.head_of[code, subject, person]
            conditions["not_counted_elsewhere"] = not winners or winners[0][1] == subject
            self.entitlement_person[code, subject, person] = VERDICTS[all_of(conditions.values())]
            for name, verdict in conditions.items():
                self.condition[code, subject, person, name] = WORDS[verdict]

    # ---- subjects --------------------------------------------------------------------------------

    def subjects(self, code: str) -> dict[str, str]:
        """Candidates of an enterprise's own benefit and their kind."""
        found = dict.fromkeys(self.invited(code), "enterprise")
        for row in self.payouts + self.claims.get(code, []):
            if row["code"] == code and (row["uscc"] or row["person_id"]):
                found[row["uscc"] or row["person_id"]] = "enterprise" if row["uscc"] else "person"
        return found

    def invited(self, code: str) -> Iterator[str]:
        """Candidates that neither applied nor were paid."""
        start, end = self.window(code)
        roster = "重点企业" if code in ("GS23-16A", "GS23-16B") else "人力资源机构"
        for row in self.rows("roster"):
            starts, ends = row["valid_from"] or dt.date.min, row["valid_to"] or dt.date.max
            if row["roster"] == roster and starts <= end and ends >= start:
                yield row["subject_id"]
        if code == "GS23-16A":
            for row in self.rows("operating_result"):
                if row["period_start"] <= end and row["period_end"] >= start:
                    yield row["uscc"]
        elif code != "GS23-16B":
            for row in self.rows("contract"):
                if row["introduced_by_uscc"] and self.is_in_window(code, row["start_on"]):
                    yield row["introduced_by_uscc"]

    def own_conditions(self, code: str, subject: str) -> dict[str, Verdict]:
        if code in ("GS23-16A", "GS23-16B"):
            return {
                "gusu_enterprise": self.is_gusu(subject, code),
                "on_roster": self.is_on("重点企业", subject, *self.window(code)),
            }
        return {"on_roster": self.is_on("人力资源机构", subject, *self.window(code))}

    def judge_benefit(self, code: str) -> None:
        if code == "GS23-17A":
            self.judge_trips()
            return
        for subject, kind in self.subjects(code).items():
            conditions = self.own_conditions(code, subject)
            answer: Row = {"subject_kind": kind, "claim_no": None, "possible_amount": None}
            answer |= {"uscc": subject if kind == "enterprise" else None}
            answer |= {"person_id": None if kind == "enterprise" else subject}
            if code == "GS23-16A":
                conditions |= {"result_grew": self.result_grew(subject), "stayed": self.stayed(subject)}
                heads, gross = self.heads_and_money(subject)
                answer |= {"quantity": heads, "unit_amount": Decimal(500), "gross_amount": gross}
            else:
                conditions |= self.count_heads(code, subject, answer)
            self.conclude(code, subject, conditions, answer)

    def count_heads(self, code: str, subject: str, answer: Row) -> dict[str, Verdict]:
        verdicts = [all_of(found.values()) for key, found in self.head_of.items() if key[:2] == (code, subject)]
        eligible, unknown = verdicts.count(True), verdicts.count(None)
        unit = Decimal(HEAD_BENEFITS[code])
        answer |= {"quantity": Decimal(eligible), "unit_amount": unit}
        answer |= {"gross_amount": eligible * unit, "possible_amount": unknown * unit}
        is_known = self.is_delivered("contract")
        found: dict[str, Verdict] = {"has_person": any_of([*verdicts, False if is_known else None])}
        if code == "GS23-17B":
            least = self.world.settings.get("GS23-17B.min_persons")
            if least is None:
                found["least_scale"] = None
            elif eligible >= least:
                found["least_scale"] = True
            else:
                found["least_scale"] = None if eligible + unknown >= least or not is_known else False
        return found

    def conclude(self, code: str, subject: str, conditions: dict[str, Verdict], answer: Row) -> None:
        person = answer["person_id"] if answer["subject_kind"] == "person" else None
        for name, verdict in conditions.items():
            self.condition[code, subject, person, name] = WORDS[verdict]
        is_known = answer["gross_amount"] is not None
        verdict = all_of([*conditions.values(), True if is_known else None])
        cap = CAP.get(code)
        answer |= {"verdict": VERDICTS[verdict], "cap_amount": cap}
        if verdict:
            gross = answer["gross_amount"]
            answer["amount"] = gross if cap is None else min(gross, cap)
        else:
            answer |= {"quantity": None, "unit_amount": None, "gross_amount": None}
            answer["amount"] = Decimal(0) if verdict is False else None
        answer |= dict(zip(("period_start", "period_end"), self.window(code), strict=True))
        self.entitlement[code, subject] = answer

    # ---- 16A -------------------------------------------------------------------------------------

    def result_grew(self, uscc: str) -> Verdict:
        rows = [
            row
            for row in self.rows("operating_result")
            if row["uscc"] == uscc
            and (row["period_start"], row["period_end"]) == FIRST_QUARTER
            and row["indicator"] in ("产值", "销售额", "营业收入")
            and row["confirmed_by"]
        ]
        if not rows:
            return None
        return any_of(
            None if row["prior_amount"] is None else row["current_amount"] > row["prior_amount"] for row in rows
        )

    def stayed(self, uscc: str) -> Verdict:
        code = "GS23-16A"
        is_complete = self.covers("claim", code, bool(self.claims.get(code)))
        found: list[Verdict] = [False if is_complete else None]
        for claim in self.claims.get(code, []):
            if claim["uscc"] != uscc:
                continue
            people = self.listed(claim)
            is_listed: list[Verdict] = [False if people and self.is_delivered("claim_person") else None]
            for person in people:
                is_local = self.is_local(person)
                months = any_of(self.is_insured(person, uscc, month, FIRST_QUARTER) for month in (202301, 202302))
                is_listed.append(all_of([None if is_local is None else not is_local, months]))
            is_approved = None if claim["approved"] is None else claim["approved"] == "通过"
            found.append(all_of([is_approved, self.is_in_window(code, claim["occurred_on"]), any_of(is_listed)]))
        return any_of(found)

    def heads_and_money(self, uscc: str) -> tuple[Decimal | None, Decimal | None]:
        months = (202301, 202302, 202303)
        if not all(self.covers_month(month) for month in months):
            return None, None
        people = {row["person_id"] for row in self.premiums if row["employer"] == uscc}
        total = sum(
            self.is_insured(person, uscc, month, FIRST_QUARTER) is True for person in people for month in months
        )
        heads = Fraction(total, 3) / 10
        rounding = self.assumption("A-16A-1", "down")
        if rounding == "down":
            heads = Fraction(heads.__floor__())
        elif rounding == "half_up":
            heads = Fraction((heads + Fraction(1, 2)).__floor__())
        shown = Decimal(heads.numerator) / Decimal(heads.denominator)
        return shown.quantize(Decimal("0.000001"), ROUND_HALF_UP), to_fen(heads * 500)

    # ---- 17A -------------------------------------------------------------------------------------

    def judge_trips(self) -> None:
        code = "GS23-17A"
        claims = self.claims.get(code, [])
        for claim in claims:
            quantity, least = claim["quantity"], self.world.settings.get("GS23-17A.min_passengers")
            conditions = {
                "on_roster": None if claim["uscc"] is None else self.is_on_either(claim["uscc"]),
                "has_claim": True,
                "claim_approved": None if claim["approved"] is None else claim["approved"] == "通过",
                "claim_in_window": self.is_in_window(code, claim["occurred_on"]),
                "least_passengers": None if quantity is None or least is None else quantity >= least,
            }
            base = claim["base_amount"]
            answer = {"subject_kind": "claim", "claim_no": claim["claim_no"], "possible_amount": None}
            answer |= {"uscc": claim["uscc"], "person_id": claim["person_id"], "quantity": None, "unit_amount": None}
            answer["gross_amount"] = None if base is None else to_fen(Fraction(base) / 2)
            self.conclude(code, claim["claim_no"], conditions, answer)
        claimants = {claim["uscc"] or claim["person_id"] for claim in claims}
        for row in self.payouts:
            payee = row["uscc"] or row["person_id"]
            if row["code"] != code or payee is None or payee in claimants:
                continue
            has_claim = False if self.covers("claim", code, bool(claims)) else None
            conditions = {"on_roster": self.is_on_either(payee), "has_claim": has_claim}
            conditions |= dict.fromkeys(["claim_approved", "claim_in_window", "least_passengers"])
            answer = {"subject_kind": "enterprise" if row["uscc"] else "person", "claim_no": None}
            answer |= {"uscc": row["uscc"], "person_id": None if row["uscc"] else row["person_id"]}
            answer |= {"quantity": None, "unit_amount": None, "gross_amount": None, "possible_amount": None}
            self.conclude(code, payee, conditions, answer)

    def is_on_either(self, subject: str) -> Verdict:
        window = self.window("GS23-17A")
        return any_of(self.is_on(roster, subject, *window) for roster in ("重点企业", "人力资源机构"))
