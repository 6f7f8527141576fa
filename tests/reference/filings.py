"""Articles 4 to 7, what is judged filing by filing, once more and slowly: 04A–C, 05A–E, 06A–C, 07A and their reliefs.

Written from the measures and not from the SQL. A filing of which two rows were delivered is one filing that is empty
where they differ; `is_sure` says whether an empty cell was empty in every row.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from tests.reference.eligibility import VERDICTS, WORDS, Eligibility, Row, Verdict, all_of, any_of, by_key
from tests.reference.world import World

PROPERTY = ("房产税", "城镇土地使用税")
SIX_AND_TWO = (*PROPERTY, "资源税", "城市维护建设税", "印花税", "耕地占用税", "教育费附加", "地方教育附加")
VAT = ("增值税",)
# The tax types and the items that a measure's subject names; None: any.
SUBJECT: dict[str, tuple[tuple[str, ...] | None, tuple[str, ...] | None]] = {
    "GS23-04A": (PROPERTY, None),
    "GS23-04B": (PROPERTY, None),
    "GS23-04C": (SIX_AND_TWO, None),
    "GS23-05A": (VAT, None),
    "GS23-05B": (VAT, None),
    "GS23-05C": (VAT, None),
    "GS23-05D": (VAT, None),
    "GS23-05E": (VAT, None),
    "GS23-06A": (VAT, ("孵化服务",)),
    "GS23-06B": (PROPERTY, ("自用", "在孵")),
    "GS23-06C": (None, ("创投抵扣",)),
    "GS23-07A": (None, ("不良债权抵债",)),
}
CODES = tuple(SUBJECT)
TAXPAYER = {
    "GS23-04B": "一般纳税人",
    "GS23-05A": "小规模纳税人",
    "GS23-05B": "小规模纳税人",
    "GS23-05C": "小规模纳税人",
    "GS23-05D": "一般纳税人",
    "GS23-05E": "一般纳税人",
}
ITEM = {"GS23-05A": "一般销售", "GS23-05B": "一般销售", "GS23-05C": "预缴"}
INCUBATORS = ("科技企业孵化器", "大学科技园", "众创空间")
ROSTERS = {
    "GS23-05D": ("生产性服务业",),
    "GS23-05E": ("生活性服务业",),
    "GS23-06A": INCUBATORS,
    "GS23-06B": INCUBATORS,
    "GS23-06C": ("创投企业", "天使投资个人"),
    "GS23-07A": ("银行业金融机构", "金融资产管理公司"),
}
SHARE = {
    "GS23-04A": ("tax_due", "1"),
    "GS23-04C": ("tax_due", "0.5"),
    "GS23-05A": ("tax_due", "1"),
    "GS23-05B": ("tax_base", "0.02"),
    "GS23-05C": ("tax_base", "0.02"),
    "GS23-05D": ("input_tax", "0.05"),
    "GS23-05E": ("input_tax", "0.1"),
    "GS23-06A": ("tax_due", "1"),
    "GS23-06B": ("tax_due", "1"),
    "GS23-06C": ("tax_base", "0.7"),
}
NO_PERIOD = dict.fromkeys(("period_start", "period_end"), dt.date.max)
CAPPED = ("GS23-04B", "GS23-05D", "GS23-05E")
EXCLUSIVE = [
    {"GS23-04A", "GS23-04C"},
    {"GS23-04A", "GS23-06B"},
    {"GS23-05A", "GS23-05B"},
    {"GS23-05A", "GS23-06A"},
    {"GS23-05D", "GS23-05E"},
]
DIVISIONS = {"C17", "H61", "R90", "G54", "G59", "G60", "L72", "N78", "F52", "F51"}


def is_named_trade(code: str | None) -> Verdict:
    """In one of the six trades; None where the code does not exist, or is too short to tell."""
    if code is None or (code[:3] not in DIVISIONS and code not in ("H", "R", "G", "L", "C")):
        return None
    if code[0] in "HR" or code.startswith(("L7291", "N786", "F52")):
        return True
    if code[0] == "G":
        if code == "G":
            return None
        if code.startswith("G59"):
            return None if code == "G59" else not code.startswith("G591")
        return not code.startswith("G60")
    return None if "L7291".startswith(code) or "N786".startswith(code) else False


def fen(value: Fraction) -> Decimal:
    """Half up, away from zero below it."""
    whole = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    return Decimal(whole if value >= 0 else -whole).scaleb(-2)


def months(first: dt.date, last: dt.date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month + 1


class Filings(Eligibility):
    """The answers for one world: `entitlement` and `condition` as of Eligibility, `relief` by filing and benefit."""

    def __init__(self, world: World, aliases: dict[str, str]) -> None:
        self.world = world
        self.as_of = world.as_of
        self.aliases = aliases
        self.entitlement = {}
        self.condition = {}
        self.relief: dict[tuple[str, str], Row] = {}
        for code in CODES:
            self.judge(code)
        for filing in self.filings:
            self.hold(filing)

    def window(self, code: str) -> tuple[dt.date, dt.date]:
        if code == "GS23-04A":
            return dt.date(2023, 1, 1), dt.date(2023, 6, 30)
        if code == "GS23-04C":
            return dt.date(2023, 1, 1), dt.date(2024, 12, 31)
        return dt.date.fromisoformat(self.assumption("A-00-1", "2023-01-01")), dt.date(2023, 12, 31)

    # ---- the filings -----------------------------------------------------------------------------

    @cached_property
    def filings(self) -> list[Row]:
        rows = self.rows("tax_filing")
        amended_by = by_key((row for row in rows if row["amends_filing_no"]), lambda row: row["amends_filing_no"])

        def successors(filing_no: str) -> set[str]:
            found: set[str] = set()
            waiting = [filing_no]
            while waiting:
                new = {row["filing_no"] for row in amended_by.get(waiting.pop(), [])} - found
                found |= new
                waiting += new
            return found

        after = {row["filing_no"]: successors(row["filing_no"]) for row in rows}
        current = [row for row in rows if not after[row["filing_no"]] or row["filing_no"] in after[row["filing_no"]]]
        return [self.one_filing(group) for group in by_key(current, lambda row: row["filing_no"]).values()]

    def one_filing(self, rows: list[Row]) -> Row:
        sure = {name: len({row.get(name) for row in rows}) == 1 for name in rows[0]}
        filing: Row = {name: rows[0][name] if sure[name] else None for name in rows[0]}
        filing["period_start"] = min(row["period_start"] for row in rows)
        filing["period_end"] = max(row["period_end"] for row in rows)
        filing["relief_amount"] = max(row["relief_amount"] for row in rows)
        filing["is_sure"] = sure | {"period": sure["period_start"] and sure["period_end"]}
        filing["taxpayer"] = filing["uscc"] or filing["person_id"]
        filing["code"] = self.aliases.get(filing["relief_code"]) if filing["relief_code"] else None
        return filing

    def touches(self, code: str, filing: Row) -> bool:
        first, last = self.window(code)
        return filing["period_start"] <= last and filing["period_end"] >= first

    def is_subject(self, code: str, filing: Row) -> Verdict:
        taxes, items = SUBJECT[code]
        is_tax = None if filing["tax_type"] is None else filing["tax_type"] in taxes if taxes else True
        is_item = None if filing["tax_item"] is None else filing["tax_item"] in items if items else True
        return all_of([True if taxes is None else is_tax, True if items is None else is_item])

    def candidates(self, code: str) -> Iterator[Row]:
        for filing in self.filings:
            if filing["code"] == code or (self.is_subject(code, filing) and self.touches(code, filing)):
                yield filing

    # ---- conditions ------------------------------------------------------------------------------

    def conditions(self, code: str, filing: Row) -> dict[str, Verdict]:
        kind = filing["taxpayer_type"]
        found: dict[str, Verdict] = {"in_scope": self.is_subject(code, filing)}
        if code in ITEM:
            found["tax_item"] = None if filing["tax_item"] is None else filing["tax_item"] == ITEM[code]
        if code in TAXPAYER:
            found["taxpayer_type"] = None if kind is None else kind == TAXPAYER[code]
        found["period_in_window"] = self.touches(code, filing) if filing["is_sure"]["period"] else None
        return found | self.own_conditions_of(code, filing)

    def own_conditions_of(self, code: str, filing: Row) -> dict[str, Verdict]:
        kind, taxpayer = filing["taxpayer_type"], filing["taxpayer"]
        is_small = None if kind is None else kind == "小规模纳税人"
        record = self.registered.get(filing["uscc"] or "")
        named = is_named_trade(record["industry_code"]) if record else None
        if code == "GS23-04A":
            return {"trade_or_small": any_of([is_small, named])}
        if code == "GS23-04B":
            is_complete = self.covers("claim", code, bool(self.claims.get(code)))
            claims = [self.is_usable(claim, filing) for claim in self.hardships(taxpayer)]
            approved = any_of(claims) if claims else False if is_complete else None
            return {"other_trade": None if named is None else not named, "hardship_approved": approved}
        if code == "GS23-04C":
            item = filing["tax_item"]
            household = record["entity_type"] == "个体工商户" if record and record["entity_type"] else None
            return {
                "not_securities": item != "证券交易" if item or filing["is_sure"]["tax_item"] else None,
                "small_taxpayer": any_of(
                    [is_small, household, self.is_on("小型微利企业", taxpayer, *self.window(code))]
                ),
            }
        if code == "GS23-05A":
            return {"sales_within_limit": self.sells_little(filing)}
        if code in ("GS23-05B", "GS23-05C"):
            rate = filing["rate"]
            return {"full_rate_applies": None if rate is None or rate > 1 else rate == Decimal("0.03")}
        return {"on_roster": any_of(self.is_on(roster, taxpayer, *self.window(code)) for roster in ROSTERS[code])}

    def known_of(self, code: str, applicant: Row) -> dict[str, Verdict]:
        """What can be said of an applicant without a filing."""
        if code == "GS23-04B":
            return {"other_trade": self.own_conditions_of(code, applicant | NO_PERIOD)["other_trade"]}
        return self.own_conditions_of(code, applicant) if code in ROSTERS else {}

    def sells_little(self, filing: Row) -> Verdict:
        if not filing["is_sure"]["period"]:
            return None
        sales = [
            other["tax_base"]
            for other in self.filings
            if other["taxpayer"] == filing["taxpayer"] is not None
            and (other["tax_type"], other["tax_item"]) == ("增值税", "一般销售")
            and other["is_sure"]["period"]
            and (other["period_start"], other["period_end"]) == (filing["period_start"], filing["period_end"])
        ]
        if not sales or None in sales:
            return None
        return Fraction(sum(sales)) / months(filing["period_start"], filing["period_end"]) <= 100_000

    # ---- 04B -------------------------------------------------------------------------------------

    def hardships(self, taxpayer: str | None) -> list[Row]:
        found = [row for row in self.claims.get("GS23-04B", []) if taxpayer == (row["uscc"] or row["person_id"])]
        return sorted(found, key=lambda row: (row["occurred_on"] or dt.date.max, row["claim_no"])) if taxpayer else []

    def is_usable(self, claim: Row, filing: Row) -> Verdict:
        """Approved and in touch with the filing's period; of two ends that differ, either may be the right one."""
        is_approved = None if claim["approved"] is None else claim["approved"] == "通过"
        if claim["occurred_on"] is None:
            ended = claim["ended_on"]
            touches: Verdict = False if ended is not None and ended < filing["period_start"] else None
        elif claim["occurred_on"] > filing["period_end"]:
            touches = False
        elif claim["occurred_on"] >= filing["period_start"]:
            touches = True
        elif claim["ended_on"] is None:
            touches = True if self.has_open_end(claim["claim_no"]) else None
        else:
            touches = claim["ended_on"] >= filing["period_start"]
        return all_of([is_approved, touches])

    def has_open_end(self, claim_no: str) -> bool:
        rows = [row for row in self.rows("claim") if row["claim_no"] == claim_no and row["occurred_on"] <= self.as_of]
        return all(row["ended_on"] is None for row in rows)

    def use_hardships(self, taxpayer: str) -> dict[str, Decimal | None]:
        """What is left of the claims for each filing that can have the relief, in their order; None: not known."""
        code = "GS23-04B"
        left = {row["claim_no"]: row["base_amount"] for row in self.hardships(taxpayer)}
        given: dict[str, Decimal | None] = {}
        filings = [row for row in self.candidates(code) if row["taxpayer"] == taxpayer]
        for filing in sorted(filings, key=lambda row: (row["period_start"], row["filing_no"])):
            due = self.cap(code, filing)
            if due is None or all_of(self.conditions(code, filing).values()) is not True:
                continue
            claims = [row["claim_no"] for row in self.hardships(taxpayer) if self.is_usable(row, filing)]
            known = [left[claim_no] for claim_no in claims if left[claim_no] is not None]
            given[filing["filing_no"]] = sum(known, Decimal(0))
            for claim_no in claims:
                if due == 0:
                    break
                if left[claim_no] is None or given[filing["filing_no"]] is None:
                    # Whatever this one gives, the next ones may be needed or not.
                    given[filing["filing_no"]] = left[claim_no] = None
                    continue
                used = min(left[claim_no], due)
                left[claim_no] -= used
                due -= used
        return given

    # ---- money -----------------------------------------------------------------------------------

    def part(self, code: str, filing: Row) -> Fraction | None:
        """The months of the period inside the window, over its months."""
        if not filing["is_sure"]["period"]:
            return None
        if not self.touches(code, filing):
            return Fraction(0)
        first, last = self.window(code)
        inside = months(max(first, filing["period_start"]), min(last, filing["period_end"]))
        return Fraction(inside, months(filing["period_start"], filing["period_end"]))

    def cap(self, code: str, filing: Row) -> Decimal | None:
        part = self.part(code, filing)
        if code not in CAPPED or part is None or filing["tax_due"] is None:
            return None
        return fen(max(Fraction(filing["tax_due"]), Fraction(0)) * part)

    def gross(self, code: str, filing: Row) -> Decimal | None:
        if code == "GS23-04B":
            return self.use_hardships(filing["taxpayer"]).get(filing["filing_no"])
        column, share = SHARE.get(code, ("", ""))
        part = self.part(code, filing)
        if part is None or filing.get(column) is None or (code in CAPPED and filing["tax_due"] is None):
            return None
        return fen(Fraction(filing[column]) * Fraction(share) * part)

    # ---- answers ---------------------------------------------------------------------------------

    def judge(self, code: str) -> None:
        filings = list(self.candidates(code))
        for filing in filings:
            subject = {name: filing[name] for name in ("uscc", "person_id", "period_start", "period_end")}
            subject |= {"subject_kind": "filing", "cap_amount": self.cap(code, filing)}
            conditions = self.conditions(code, filing)
            gross = self.gross(code, filing) if all_of(conditions.values()) else None
            self.write(code, filing["filing_no"], subject, conditions, gross)
        applicants = {row["uscc"] or row["person_id"]: row for row in self.claims.get(code, [])}
        applicants |= {row["uscc"] or row["person_id"]: row for row in self.payouts if row["code"] == code}
        for applicant in applicants.keys() - {filing["taxpayer"] for filing in filings} - {None}:
            is_enterprise = any(
                row["uscc"] == applicant for row in [*self.claims.get(code, []), *self.payouts] if row["code"] == code
            )
            nothing = {"uscc": applicant if is_enterprise else None, "person_id": None if is_enterprise else applicant}
            subject = dict(zip(("period_start", "period_end"), self.window(code), strict=True)) | nothing
            subject |= {"subject_kind": "enterprise" if is_enterprise else "person", "cap_amount": None}
            nobody = {"uscc": nothing["uscc"], "taxpayer": applicant, "taxpayer_type": None}
            conditions = {"in_scope": False if self.is_delivered("tax_filing") else None}
            self.write(code, applicant, subject, conditions | self.known_of(code, nobody), None)

    def write(
        self, code: str, subject_id: str, subject: Row, conditions: dict[str, Verdict], gross: Decimal | None
    ) -> None:
        verdict = all_of([*conditions.values(), None if gross is None else True])
        cap = subject["cap_amount"]
        answer = subject | {"claim_no": None, "verdict": VERDICTS[verdict], "quantity": None, "unit_amount": None}
        answer |= {"possible_amount": None, "gross_amount": gross if verdict else None}
        answer["amount"] = Decimal(0) if verdict is False else None
        if verdict and gross is not None:
            answer["amount"] = gross if cap is None else min(gross, cap)
        self.entitlement[code, subject_id] = answer
        for name, found in conditions.items():
            self.condition[code, subject_id, None, name] = WORDS[found]

    # ---- relief ----------------------------------------------------------------------------------

    def hold(self, filing: Row) -> None:
        """The relief a filing was given, against what it is entitled to."""
        number, claimed = filing["filing_no"], filing["relief_amount"]
        rows = {
            code: self.entitlement[code, number]
            for code in CODES
            if (code, number) in self.entitlement and self.entitlement[code, number]["subject_kind"] == "filing"
        }
        eligible = {code: row["amount"] for code, row in rows.items() if row["verdict"] == "eligible"}
        own = filing["code"]
        if own is None and claimed != 0:
            unknown = [code for code, row in rows.items() if row["verdict"] == "unknown"]
            own = self.highest(eligible, None) or min(unknown or rows, default=None)
        best = self.highest(eligible, own)
        kept, is_open = Decimal(0), False
        if own is not None:
            sure = filing["is_sure"]
            is_told = (
                sure["relief_amount"] and sure["relief_code"] and not (filing["relief_code"] and not filing["code"])
            )
            answer = self.own_relief(rows[own], claimed, is_told)
            kept = max(min(claimed, eligible[own]), Decimal(0)) if own in eligible else Decimal(0)
            is_open = answer["verdict"] == "unverifiable"
            if claimed != 0 or eligible:
                self.relief[number, own] = answer
        if best is None or best == own or is_open or eligible[best] <= kept:
            return
        self.relief[number, best] = {
            "claimed_amount": Decimal(0),
            "entitled_amount": eligible[best],
            "excess_amount": Decimal(0),
            "shortfall_amount": eligible[best] - kept,
            "verdict": "under",
            "finding_code": "lower_paid" if {own, best} in EXCLUSIVE else "relief_under",
        }
        if own is not None and self.relief[number, own]["verdict"] == "under":
            settled = {"verdict": "compliant", "shortfall_amount": Decimal(0), "finding_code": None}
            self.relief[number, own] |= settled

    def highest(self, eligible: dict[str, Decimal], own: str | None) -> str | None:
        return min(eligible, key=lambda code: (-eligible[code], code != own, code), default=None)

    def own_relief(self, row: Row, claimed: Decimal, is_told: bool) -> Row:
        nothing = Decimal(0)
        entitled = row["amount"]
        over = under = nothing
        if entitled is not None:
            over, under = max(claimed - max(entitled, nothing), nothing), max(entitled - claimed, nothing)
        if row["verdict"] == "unknown" or (not is_told and over + under > 0):
            verdict, entitled, over, under = "unverifiable", None, nothing, nothing
        elif row["verdict"] == "ineligible":
            verdict, under = "ineligible" if over else "compliant", nothing
        else:
            verdict = "over" if over else "under" if under else "compliant"
        finding = "relief_over" if over else "relief_under" if under else None
        return {
            "claimed_amount": claimed,
            "entitled_amount": entitled,
            "excess_amount": over,
            "shortfall_amount": under,
            "verdict": verdict,
            "finding_code": finding,
        }
