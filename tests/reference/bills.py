"""The measures on fee bills, deposits and medical settlements once more, slowly: plain Python over lists of dicts.

Written from the measures and not from the SQL, so that the two can disagree. A verdict is True,
False or None (unknown).
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.reference.eligibility import VERDICTS, WORDS, Row, Verdict, all_of, any_of, by_key, to_fen
from tests.reference.world import World

INSPECTIONS = {"电梯检验费", "锅炉检验费", "压力容器检验费"}
PENALTIES = {"水费违约金", "电费违约金", "燃气违约金"}
# Measure: the fees it is about, and what is due of their standard.
FEES = {
    "GS23-19A": (PENALTIES, Fraction(0)),
    "GS23-21A": (INSPECTIONS, Fraction(1, 2)),
    "GS23-21B": (INSPECTIONS | {"特种设备检验费"}, Fraction(1, 2)),
    "GS23-21C": ({"产品质量检验费", "计量检测费"}, Fraction(1, 2)),
    "GS23-21D": ({"水土保持补偿费"}, Fraction(4, 5)),
    "GS23-21E": ({"防空地下室易地建设费"}, Fraction(4, 5)),
    "GS23-21F": ({"水资源费"}, Fraction(946, 1000)),
    "GS23-27B": ({"文化事业建设费"}, None),
}
DEPOSITS = {"GS23-20A": "工程质量保证金", "GS23-27A": "旅游服务质量保证金"}
VISITS = {"GS23-40A": "住院", "GS23-41A": "门急诊"}
TRADES = {"GS23-21A": ("H",), "GS23-27B": ("L725", "R90")}
# The sections and divisions that the worlds' codes may name; others do not exist.
SECTIONS, DIVISIONS = {"C", "H", "L", "R"}, {"C17", "H61", "H62", "L71", "L72", "R87", "R90"}
HALF_YEAR = (dt.date(2023, 1, 1), dt.date(2023, 6, 30))
MADE_GOOD_BY = dt.date(2023, 3, 31)
RANK: dict[Verdict, int] = {True: 0, None: 1, False: 2}


def is_any(word: str | None, words: Iterable[str]) -> Verdict:
    return None if word is None else word in words


def quarter_later(day: dt.date) -> dt.date:
    month = day.month + 3
    first = dt.date(day.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    next_first = (first + dt.timedelta(days=31)).replace(day=1)
    return min(first + dt.timedelta(days=day.day - 1), next_first - dt.timedelta(days=1))


class One:
    """The rows of one key, taken for one thing. `one.x`: what they say, the least of it where they differ."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    def __getattr__(self, name: str) -> Any:
        told = [row[name] for row in self.rows if row[name] is not None]
        return min(told) if told else None

    def agreed(self, name: str) -> Any:
        return self.rows[0][name] if self.agrees_on(name) else None

    def agrees_on(self, *names: str) -> bool:
        return all(len({row[name] for row in self.rows}) == 1 for name in names)


class Bills:
    """`entitlement` by (measure, subject), `condition` by (measure, subject, condition), `relief` by (source, key)."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.as_of = world.as_of
        self.year = (dt.date.fromisoformat(world.assume.get("A-00-1", "2023-01-01")), dt.date(2023, 12, 31))
        self.entitlement: dict[tuple[str, str], Row] = {}
        self.condition: dict[tuple[str, str, str], str] = {}
        self.relief: dict[tuple[str, str], Row] = {}
        self.late: dict[tuple[str, str], Decimal] = {}
        self.judge_bills()
        self.judge_deposits()
        self.judge_settlements()

    # ---- what was delivered ----------------------------------------------------------------------

    def things(self, source: str, key: str, day: str | None = None) -> dict[str, One]:
        """By key; what is dated after the as-of day is not there."""
        rows = [row for row in self.world.sources.get(source, ()) if day is None or row[day] <= self.as_of]
        return {name: One(group) for name, group in by_key(map(dict, rows), lambda row: row[key]).items()}

    def covers(self, source: str, partition: str, has_rows: bool) -> bool:
        said = self.world.coverage
        return said.get((source, partition), said.get((source, "whole"), has_rows))

    def registered(self, uscc: str | None, column: str) -> str | None:
        rows = [dict(row) for row in self.world.sources.get("enterprise", ()) if row["uscc"] == uscc]
        return One(rows).agreed(column) if rows and uscc else None

    def is_in_trade(self, code: str, uscc: str | None) -> Verdict:
        industry = self.registered(uscc, "industry_code")
        if industry is None or not (industry in SECTIONS or industry[:3] in DIVISIONS):
            return None
        trades = TRADES[code]
        if any(industry.startswith(trade) for trade in trades):
            return True
        return None if any(trade.startswith(industry) for trade in trades) else False

    def is_on(self, roster: str, uscc: str | None) -> Verdict:
        rows = [row for row in self.world.sources.get("roster", ()) if row["roster"] == roster]
        for row in rows:
            starts, ends = row["valid_from"], row["valid_to"] or dt.date.max
            if row["subject_id"] == uscc and starts <= self.year[1] and ends >= self.year[0]:
                return True
        return False if uscc and self.covers("roster", roster, bool(rows)) else None

    def is_in_arrears(self, uscc: str | None, day: dt.date) -> Verdict:
        claims = self.things("claim", "claim_no", "occurred_on").values()
        claims = [claim for claim in claims if claim.agreed("benefit_code") == "GS23-19A"]
        found: list[Verdict] = []
        for claim in claims:
            if uscc and claim.agreed("uscc") == uscc:
                approved, start, end = (claim.agreed(name) for name in ("approved", "occurred_on", "ended_on"))
                ended = claim.agrees_on("ended_on")
                begins = None if start is None else start <= day
                lasts = None if not ended else end is None or end >= day
                found.append(all_of([None if approved is None else approved == "通过", begins, lasts]))
        if any_of(found) is True:
            return True
        is_covered = uscc and self.covers("claim", "GS23-19A", bool(claims))
        return any_of(found) if is_covered else None

    # ---- bills -----------------------------------------------------------------------------------

    def judge_bills(self) -> None:
        for bill_no, bill in self.things("fee_bill", "bill_no", "billed_on").items():
            codes = [code for code in FEES if self.judge_bill(code, bill_no, bill)]
            if not codes:
                continue

            def merit(code: str, bill_no: str = bill_no) -> tuple[int, Decimal, str]:
                answer = self.entitlement[code, bill_no]
                return RANK[answer["is_eligible"]], -(answer["amount"] or Decimal(0)), code

            best = min(codes, key=merit)
            claimed = min(row["standard_amount"] - row["charged_amount"] for row in bill.rows)
            self.hold("fee_bill", best, bill_no, claimed, ("undercharged", "overcharged"))

    def judge_bill(self, code: str, bill_no: str, bill: One) -> bool:
        fees, rate = FEES[code]
        if bill.fee_type not in fees or not self.year[0] <= bill.billed_on <= self.year[1]:
            return False
        uscc = bill.agreed("uscc")
        is_one = bill.agrees_on("fee_type", "billed_on", "standard_amount", "charged_amount")
        conditions: dict[str, Verdict] = {"billed_in_window": is_one or None}
        is_household = is_any(self.registered(uscc, "entity_type"), ["个体工商户"])
        if code == "GS23-19A":
            conditions["small_or_individual"] = any_of([is_household, self.is_on("小微企业", uscc)])
            conditions["arrears_claim"] = self.is_in_arrears(uscc, bill.billed_on)
        elif code in TRADES:
            conditions["in_industry"] = self.is_in_trade(code, uscc)
        elif code in ("GS23-21B", "GS23-21C"):
            conditions["is_entity_type"] = is_household
        if code == "GS23-27B":
            share = self.world.settings.get("GS23-27B.district_share")
            rate = None if share is None else 1 - Fraction(1, 2) * Fraction(share)
        standard = bill.standard_amount
        amount = None if rate is None else standard - to_fen(Fraction(standard) * rate)
        self.conclude(code, bill_no, bill.billed_on, conditions, amount, uscc=uscc)
        return True

    # ---- deposits --------------------------------------------------------------------------------

    def deposits(self) -> dict[str, One]:
        """By number, as they stand on the as-of day: what is dated after it has not happened."""
        rows = []
        for row in map(dict, self.world.sources.get("deposit", ())):
            row |= {name: self.happened(row[name]) for name in ("paid_on", "replenished_on")}
            is_refunded = row["refunded_on"] is None or row["refunded_on"] <= self.as_of
            refunded = row["refunded_amount"] if is_refunded else None
            rows.append(row | {"refunded_amount": refunded or Decimal(0)})
        return {name: One(group) for name, group in by_key(rows, lambda row: row["deposit_no"]).items()}

    def judge_deposits(self) -> None:
        names = ("deposit_type", "due_on", "amount", "paid_on", "refunded_amount", "replenished_on")
        for deposit_no, deposit in self.deposits().items():
            is_one = deposit.agrees_on(*names, "withheld_from_payment")
            due, amount, uscc = deposit.due_on, deposit.amount, deposit.agreed("uscc")
            if deposit.deposit_type == DEPOSITS["GS23-27A"]:
                on_roster = self.is_on("旅行社", uscc) if is_one else None
                self.conclude("GS23-27A", deposit_no, due, {"on_roster": on_roster}, amount, uscc=uscc)
                self.judge_refund(deposit_no, deposit, is_one)
            elif HALF_YEAR[0] <= due <= HALF_YEAR[1]:
                self.conclude("GS23-20A", deposit_no, due, {"due_in_window": is_one or None}, amount, uscc=uscc)
                self.judge_deferral(deposit_no, deposit, is_one)

    def happened(self, day: dt.date | None) -> dt.date | None:
        return day if day and day <= self.as_of else None

    def judge_deferral(self, deposit_no: str, deposit: One, is_one: bool) -> None:
        paid, due, amount = deposit.paid_on, deposit.due_on, deposit.amount
        is_late = (paid or self.as_of) > quarter_later(due)
        withheld = deposit.withheld_from_payment
        if not is_one:
            verdict, claimed = "unverifiable", None
        else:
            claimed = amount if (paid or self.as_of) > due else Decimal(0)
            verdict = "over" if is_late or withheld else "unverifiable" if withheld is None else "compliant"
        entitled = None if verdict == "unverifiable" else amount
        excess = amount if verdict == "over" and is_late else Decimal(0)
        self.relief["deposit", deposit_no] = relief("GS23-20A", claimed, entitled, excess, Decimal(0), verdict)
        if verdict == "over":
            self.late["GS23-20A", deposit_no] = amount

    def judge_refund(self, deposit_no: str, deposit: One, is_one: bool) -> None:
        refunded = deposit.refunded_amount
        self.hold("deposit", "GS23-27A", deposit_no, refunded if is_one else None, ("relief_over", "relief_under"))
        is_late = (deposit.replenished_on or self.as_of) > MADE_GOOD_BY
        if refunded > 0 and is_late and self.relief["deposit", deposit_no]["verdict"] != "unverifiable":
            self.late["GS23-27A", deposit_no] = refunded

    # ---- settlements -----------------------------------------------------------------------------

    def judge_settlements(self) -> None:
        for settlement_no, one in self.things("medical_settlement", "settlement_no", "settled_on").items():
            if one.visit_type == VISITS["GS23-40A"]:
                self.judge_ward(settlement_no, one)
            else:
                self.judge_clinic(settlement_no, one)

    def is_one_settlement(self, one: One) -> bool:
        money = ("total_amount", "eligible_amount", "basic_paid", "critical_illness_paid", "aid_paid", "special_paid")
        return one.agrees_on("visit_type", "settled_on", *money, "personal_paid")

    def judge_ward(self, settlement_no: str, one: One) -> None:
        is_by_admission = self.world.assume.get("A-40A-1") == "admission"
        day = one.agreed("started_on") if is_by_admission else one.settled_on
        inside = None if day is None else self.year[0] <= day <= dt.date(2023, 3, 31)
        if inside is False and one.special_paid == 0:
            return
        conditions = {
            "covid_confirmed": is_any(one.agreed("covid"), ["确诊"]),
            "date_in_window": inside if self.is_one_settlement(one) else None,
        }
        left = one.eligible_amount - one.basic_paid - one.critical_illness_paid - one.aid_paid
        person = one.agreed("person_id")
        self.conclude("GS23-40A", settlement_no, one.settled_on, conditions, max(left, Decimal(0)), person_id=person)
        self.hold("medical_settlement", "GS23-40A", settlement_no, one.special_paid, ("relief_over", "relief_under"))

    def judge_clinic(self, settlement_no: str, one: One) -> None:
        inside = self.year[0] <= one.settled_on <= self.year[1]
        if not inside and one.special_paid == 0:
            return
        conditions = {
            "settled_in_window": inside if self.is_one_settlement(one) else None,
            "covid_case": is_any(one.agreed("covid"), ["确诊", "疑似"]),
            "hospital_in_district": is_any(one.agreed("hospital_district"), ["姑苏区"]),
            "hospital_grade": is_any(one.agreed("hospital_grade"), ["二级", "一级", "社区"]),
            "hospital_designated": one.agreed("designated"),
        }
        share, person = to_fen(Fraction(one.eligible_amount) * 85 / 100), one.agreed("person_id")
        self.conclude("GS23-41A", settlement_no, one.settled_on, conditions, share, person_id=person)
        is_ineligible = self.entitlement["GS23-41A", settlement_no]["is_eligible"] is False
        claimed = one.special_paid if is_ineligible else one.basic_paid + one.special_paid
        self.hold("medical_settlement", "GS23-41A", settlement_no, claimed, ("relief_over", "relief_under"))
        row = self.relief["medical_settlement", settlement_no]
        if row["verdict"] == "over" and self.world.assume.get("A-41A-1", "floor") == "floor":
            row |= {"verdict": "compliant", "excess_amount": Decimal(0), "finding_code": None}

    # ---- what becomes of it ----------------------------------------------------------------------

    def conclude(
        self, code: str, subject: str, day: dt.date, conditions: dict[str, Verdict], amount: Decimal | None, **who: str
    ) -> None:
        for name, verdict in conditions.items():
            self.condition[code, subject, name] = WORDS[verdict]
        verdict = all_of(conditions.values())
        if verdict is True and amount is None:
            verdict = None
        self.entitlement[code, subject] = {
            "uscc": None,
            "person_id": None,
            **who,
            "period_start": day,
            "period_end": day,
            "verdict": VERDICTS[verdict],
            "is_eligible": verdict,
            "amount": amount if verdict is True else Decimal(0) if verdict is False else None,
        }

    def hold(self, source: str, code: str, key: str, claimed: Decimal | None, findings: tuple[str, str]) -> None:
        """What was given against what is due; the findings are those of too much and of too little."""
        answer = self.entitlement[code, key]
        entitled, nothing = answer["amount"], Decimal(0)
        if entitled is None or claimed is None:
            self.relief[source, key] = relief(code, claimed, None, nothing, nothing, "unverifiable")
        elif claimed > entitled:
            verdict = "over" if answer["is_eligible"] else "ineligible"
            self.relief[source, key] = relief(
                code, claimed, entitled, claimed - entitled, nothing, verdict, findings[0]
            )
        elif claimed < entitled:
            self.relief[source, key] = relief(
                code, claimed, entitled, nothing, entitled - claimed, "under", findings[1]
            )
        else:
            self.relief[source, key] = relief(code, claimed, entitled, nothing, nothing, "compliant")


def relief(
    code: str,
    claimed: Decimal | None,
    entitled: Decimal | None,
    excess: Decimal,
    shortfall: Decimal,
    verdict: str,
    finding: str | None = None,
) -> Row:
    return {
        "benefit_code": code,
        "claimed_amount": claimed,
        "entitled_amount": entitled,
        "excess_amount": excess,
        "shortfall_amount": shortfall,
        "verdict": verdict,
        "finding_code": finding,
    }
