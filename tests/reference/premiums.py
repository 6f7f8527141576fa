"""Article 15's premiums and the claims judged one by one, once more and slowly: 15A–D, 10A, 26A, 26B, 28A.

Written from the measures and not from the SQL. What is unknown is tried both ways where that is simpler than saying
which way it would go.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from tests.reference.eligibility import VERDICTS, WORDS, Eligibility, Row, Verdict, all_of, by_key, month_of, to_fen
from tests.reference.world import World

CLAIM_CODES = ("GS23-10A", "GS23-26A", "GS23-26B", "GS23-28A")
# Insurance, rates that make up the rate (less 1 point where there are two), and whether the payer has no employer.
MONTH_CODES: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "GS23-15A": ("失业", (), False),
    "GS23-15C": ("医疗", ("GS23-15C.employer_rate", "GS23-15C.personal_rate"), True),
    "GS23-15D": ("医疗", ("GS23-15D.rate",), False),
}
REFUND = "GS23-15B"
CODES = (*CLAIM_CODES, *MONTH_CODES, REFUND)
LAST_YEAR = (dt.date(2022, 1, 1), dt.date(2022, 12, 31))
LAST_YEAR_MONTHS = tuple(range(202201, 202213))


class Premiums(Eligibility):
    """The answers for one world: `entitlement` and `condition` as of Eligibility, `relief` by key and benefit."""

    def __init__(self, world: World, aliases: dict[str, str]) -> None:
        self.world = world
        self.as_of = world.as_of
        self.aliases = aliases
        self.entitlement = {}
        self.condition = {}
        self.relief: dict[tuple[str, str], Row] = {}
        for code in CLAIM_CODES:
            self.judge_claims(code)
        for code in MONTH_CODES:
            self.judge_months(code)
        self.judge_refunds()

    def window(self, code: str) -> tuple[dt.date, dt.date]:
        return dt.date.fromisoformat(self.assumption("A-00-1", "2023-01-01")), dt.date(2023, 12, 31)

    def setting(self, name: str) -> Fraction | None:
        given = self.world.settings.get(name)
        return None if given is None else Fraction(given)

    def write(self, code: str, subject: Row, conditions: dict[str, Verdict], money: Fraction | None) -> None:
        """The entitlement of a subject, from its conditions and its amount; None: the amount is not known."""
        verdict = all_of([*conditions.values(), None if money is None else True])
        cap = Decimal(300_000) if code == "GS23-26A" else None
        gross = to_fen(money) if verdict and money is not None else None
        amount = gross if gross is None or cap is None else min(gross, cap)
        answer = dict(zip(("period_start", "period_end"), self.window(code), strict=True)) | subject
        answer |= {"verdict": VERDICTS[verdict], "quantity": None, "unit_amount": None, "possible_amount": None}
        answer |= {"gross_amount": gross, "cap_amount": cap, "amount": Decimal(0) if verdict is False else amount}
        self.entitlement[code, answer["subject_id"]] = answer
        person = answer["person_id"] if answer["subject_kind"] == "person" else None
        for name, found in conditions.items():
            self.condition[code, answer["subject_id"], person, name] = WORDS[found]

    def payee(self, row: Row) -> Row:
        """The subject that a payout or a claim speaks for, as a candidate of its own."""
        kind = "enterprise" if row["uscc"] else "person"
        return {
            "subject_kind": kind,
            "subject_id": row["uscc"] or row["person_id"],
            "uscc": row["uscc"],
            "person_id": None if row["uscc"] else row["person_id"],
            "claim_no": None,
        }

    # ---- claims ----------------------------------------------------------------------------------

    def judge_claims(self, code: str) -> None:
        claims = self.claims.get(code, [])
        for claim in claims:
            subject = {"subject_kind": "claim", "subject_id": claim["claim_no"], "claim_no": claim["claim_no"]}
            subject |= {"uscc": claim["uscc"], "person_id": claim["person_id"]}
            self.write(code, subject, self.claim_conditions(code, claim), self.claim_money(code, claim))
        claimants = {claim["uscc"] or claim["person_id"] for claim in claims}
        nothing = dict.fromkeys(["approved", "occurred_on", "quantity", "base_amount"])
        for row in self.payouts:
            if row["code"] != code or (row["uscc"] or row["person_id"]) in {None, *claimants}:
                continue
            conditions = self.claim_conditions(code, nothing)
            conditions["has_claim"] = False if self.covers("claim", code, bool(claims)) else None
            self.write(code, self.payee(row), conditions, self.claim_money(code, nothing))

    def claim_conditions(self, code: str, claim: Row) -> dict[str, Verdict]:
        first, last = LAST_YEAR if code == "GS23-10A" else self.window(code)
        day, approved = claim["occurred_on"], claim["approved"]
        found: dict[str, Verdict] = {"has_claim": True}
        found["claim_in_window"] = None if day is None else first <= day <= last
        if code != "GS23-28A":
            found["claim_approved"] = None if approved is None else approved == "通过"
        else:
            prepaid, total = claim["quantity"], claim["base_amount"]
            found["least_prepaid"] = None if prepaid is None or total is None else 2 * prepaid >= total
        return found

    def claim_money(self, code: str, claim: Row) -> Fraction | None:
        if code == "GS23-28A":
            return Fraction(0)
        if code == "GS23-26B":
            return self.setting("GS23-26B.amount")
        rate = Fraction(1, 5) if code == "GS23-26A" else self.setting("GS23-10A.rate")
        base = claim["base_amount"]
        return None if base is None or rate is None else Fraction(base) * rate

    # ---- months ----------------------------------------------------------------------------------

    @cached_property
    def paid(self) -> list[Row]:
        """Rows of social insurance up to the as-of day's month, with the employer they are about.

        `payer` is the employer, else the person alone; None where a number leads to nobody.
        """
        owners: dict[str, set[str]] = {}
        for row in self.rows("enterprise"):
            owners.setdefault(row["si_employer_no"], set()).add(row["uscc"])
        found = []
        for row in self.rows("social_insurance"):
            if row["period"] > month_of(self.as_of):
                continue
            number = row["employer_no"]
            of_number = owners.get(number, set()) if number else set()
            employer = row["uscc"] or (next(iter(of_number)) if len(of_number) == 1 else None)
            is_alone = not row["uscc"] and not number
            found.append(row | {"employer": employer, "payer": row["person_id"] if is_alone else employer})
        return found

    def regular(self, insurance: str, months: Iterable[int]) -> Iterator[Row]:
        for row in self.paid:
            if row["insurance_type"] == insurance and row["payment_kind"] == "正常" and row["period"] in months:
                yield row

    def judge_months(self, code: str) -> None:
        insurance, rates, is_alone = MONTH_CODES[code]
        given = [self.setting(rate) for rate in rates]
        rate = None if None in given else sum((each for each in given if each), Fraction(0))
        if code == "GS23-15A":
            rate = Fraction(5, 1000)
        elif is_alone and rate is not None:
            rate -= Fraction(1, 100)
        months = range(month_of(self.window(code)[0]), 202313)
        rows = [row for row in self.regular(insurance, months) if row["payer"]]
        rows = [row for row in rows if (row["employer"] is None) == is_alone]
        for (payer, month), of_month in by_key(rows, lambda row: (row["payer"], row["period"])).items():
            due = None if rate is None else sum(Fraction(row["contribution_base"]) for row in of_month) * rate
            sides = ("employer_amount", "employee_amount") if is_alone else ("employer_amount",)
            charged = sum((row[side] for row in of_month for side in sides), Decimal(0))
            self.write_month(code, of_month[0], f"{payer}:{month}", charged, due, len(of_month))

    def write_month(self, code: str, row: Row, key: str, charged: Decimal, due: Fraction | None, count: int) -> None:
        first = dt.date(row["period"] // 100, row["period"] % 100, 1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        employer = row["employer"]
        who = {"uscc": employer, "person_id": None if employer else row["person_id"]}
        subject = {"subject_kind": "month", "subject_id": key, "claim_no": None, "period_start": first}
        self.write(code, subject | who | {"period_end": last}, {"has_premium": True}, due)
        rounded = None if due is None else to_fen(due)
        difference = Decimal(0) if rounded is None else charged - rounded
        if abs(difference) <= count * Decimal(self.assumption("A-15-1", "0.01")):
            difference = Decimal(0)
        verdict = "over" if difference > 0 else "under" if difference < 0 else "compliant"
        self.relief[key, code] = who | {
            "source": "social_insurance",
            "claimed_amount": charged,
            "entitled_amount": rounded,
            "excess_amount": max(difference, Decimal(0)),
            "shortfall_amount": max(-difference, Decimal(0)),
            "verdict": "unverifiable" if rounded is None else verdict,
            "finding_code": {"over": "overcharged", "under": "undercharged"}.get(verdict),
        }

    # ---- 15B -------------------------------------------------------------------------------------

    def judge_refunds(self) -> None:
        rows = [row for row in self.regular("失业", LAST_YEAR_MONTHS) if row["employer"]]
        subjects = [self.payee({"uscc": row["employer"], "person_id": None}) for row in rows]
        applied = [*self.payouts, *self.claims.get(REFUND, [])]
        subjects += [self.payee(row) for row in applied if row["code"] == REFUND and (row["uscc"] or row["person_id"])]
        for subject in subjects:
            self.judge_refund(subject, [row for row in rows if row["employer"] == subject["uscc"]])

    def judge_refund(self, subject: Row, rows: list[Row]) -> None:
        good = [row for row in rows if row["paid_on"] and row["paid_on"] <= self.as_of and not self.is_refunded(row)]
        heads = {month: {row["person_id"] for row in good if row["period"] == month} for month in LAST_YEAR_MONTHS}
        known = {month: self.covers_unemployment(month) for month in LAST_YEAR_MONTHS}
        every = all_of(True if heads[month] else False if known[month] else None for month in LAST_YEAR_MONTHS)
        persons = sum(map(len, heads.values()))
        # Every number of persons that it could have been: the one seen, and more where a month is not whole.
        could_be = {persons} if all(known.values()) else {persons, persons + 10_000}
        rates = {
            row["current_amount"]
            for row in self.rows("operating_result")
            if (row["indicator"], row["period_start"], row["period_end"]) == ("裁员率", *LAST_YEAR)
            and row["uscc"] == subject["subject_id"]
        }
        verdicts: set[Verdict] = {
            len(rates) == 1 and rates <= {rate for rate in rates if rate <= limit}
            for limit in (Decimal("0.20") if Fraction(count, 12) <= 30 else Decimal("0.055") for count in could_be)
        }
        layoffs = verdicts.pop() if len(verdicts) == 1 and len(rates) == 1 else None
        is_small = self.is_on("中小微企业", subject["subject_id"], *self.window(REFUND))
        money = None
        if is_small is not None and all(known.values()):
            money = sum(Fraction(row["employer_amount"] + row["employee_amount"]) for row in good)
            money = money * Fraction(6 if is_small else 3, 10)
        self.write(REFUND, subject, {"premium_every_month": every, "layoff_rate": layoffs}, money)

    def is_refunded(self, row: Row) -> bool:
        same = ("insurance_type", "employer", "person_id", "period")
        return any(
            other["payment_kind"] == "退费" and all(other[name] == row[name] for name in same) for other in self.refunds
        )

    @cached_property
    def refunds(self) -> list[Row]:
        return [row for row in self.paid if row["payment_kind"] == "退费"]

    def covers_unemployment(self, month: int) -> bool:
        has_rows = any(row["insurance_type"] == "失业" and row["period"] == month for row in self.paid)
        return month <= month_of(self.as_of) and self.covers("social_insurance", str(month), has_rows)
