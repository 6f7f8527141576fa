"""Random small worlds of premiums and claims: mostly whole years and months charged right, and disorder."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import strategies as st

from tests.reference.premiums import CLAIM_CODES, LAST_YEAR_MONTHS, REFUND
from tests.reference.world import Row, World
from tests.reference.worlds import Draw, maybe, mostly, rows

ENTERPRISES = ("E1", "E2", "E3")
PERSONS = ("P1", "P2", "P3")
MONTHS = (202301, 202302, 202306, 202312)
RATES = {
    "GS23-10A.rate": ["0.3", "0.333333"],
    "GS23-15C.employer_rate": ["0.07", "0.075"],
    "GS23-15C.personal_rate": ["0.02"],
    "GS23-15D.rate": ["0.07", "0.065"],
    "GS23-26B.amount": ["500000"],
}
ASSUME = {"A-00-1": ["2023-02-28"], "A-15-1": ["0", "0.02"], "A-SI-1": ["失业"], "A-SI-2": ["include"]}
COVERABLE = [
    *(("social_insurance", str(month)) for month in (202206, 202212)),
    ("social_insurance", "whole"),
    ("roster", "中小微企业"),
    *(("claim", code) for code in CLAIM_CODES),
]
CHARGED = {"失业": ("0.005", "0.005"), "医疗": ("0.07", "0.02")}


def fen(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def premium(draw: Draw, person: str, uscc: str | None, insurance: str, month: int) -> Row:
    base = draw(st.sampled_from([Decimal("4495.00"), Decimal("5000.00"), Decimal("6001.01"), Decimal("4494.99")]))
    employer, employee = (fen(base * Decimal(rate)) for rate in CHARGED[insurance])
    if uscc is None:
        employer, employee = Decimal(0), fen(base * Decimal("0.08"))
    slip = Decimal(draw(st.sampled_from([0, 0, 0, 1, -1, 2, -2, 300]))) / 100
    return {
        "person_id": person,
        "uscc": uscc,
        "employer_no": None,
        "insurance_type": insurance,
        "period": month,
        "contribution_base": base,
        "employer_amount": employer + slip if uscc else employer,
        "employee_amount": employee if uscc else employee + slip,
        "payment_kind": "正常",
        "paid_on": dt.date(month // 100, month % 100, 18),
    }


def last_year(draw: Draw, is_wild: bool) -> list[Row]:
    """A year of 失业 of every enterprise; E1 has so many persons that the mean is about thirty."""
    found = []
    for uscc in draw(st.lists(st.sampled_from(ENTERPRISES), min_size=2, unique=True)):
        person = f"P-{uscc}"
        months = draw(mostly(LAST_YEAR_MONTHS, LAST_YEAR_MONTHS[1:])) if is_wild else LAST_YEAR_MONTHS
        of_one = [premium(draw, person, uscc, "失业", month) for month in months]
        if is_wild and draw(mostly(False, True)):
            of_one = [row | {"paid_on": None} for row in of_one]
        found += of_one
        if uscc == "E1":
            crowd = draw(st.sampled_from([29, 30, 0]))
            found += [row | {"person_id": f"Q{number}"} for row in of_one for number in range(crowd)]
            found += [row | {"person_id": "Q-one-more"} for row in of_one[: draw(st.sampled_from([0, 1, 2]))]]
    # A month of which another insurance was delivered, and not this one.
    other = draw(st.sampled_from([202206, 202212, None])) if is_wild else None
    return [row | {"insurance_type": "养老"} if row["period"] == other else row for row in found]


def this_year(draw: Draw) -> list[Row]:
    return [
        premium(draw, person, uscc, insurance, month)
        for insurance in ("失业", "医疗")
        for uscc in (None, *ENTERPRISES)
        if draw(mostly(True, False))
        for month in draw(st.lists(st.sampled_from(MONTHS), min_size=1, max_size=2))
        for person in draw(st.lists(st.sampled_from(PERSONS), min_size=1, max_size=2))
    ]


def disorder(draw: Draw, found: list[Row]) -> list[Row]:
    """Rows changed or doubled: given back, paid later or never, of another kind, or of an employer known by number."""
    changes: list[dict[str, Any]] = [
        {"payment_kind": "补缴"},
        {"paid_on": None},
        {"paid_on": dt.date(2024, 6, 1)},
        {"insurance_type": "养老"},
        {"uscc": None, "employer_no": "NE1"},
        {"uscc": None, "employer_no": "nobody"},
        {"uscc": None, "employer_no": None},
        {"uscc": "E2"},
    ]
    numbers = st.sampled_from([number for number, row in enumerate(found) if not row["person_id"].startswith("Q")])
    for change in changes:
        for number in draw(st.lists(numbers, min_size=draw(st.integers(0, 1)), max_size=2)):
            found[number] = found[number] | change
    for number in draw(st.lists(numbers, max_size=3)):
        back = {name: -found[number][name] for name in ("contribution_base", "employer_amount", "employee_amount")}
        found.append(found[number] | draw(mostly(back | {"payment_kind": "退费"}, {})))
    return found


def claims(draw: Draw) -> list[Row]:
    dates = [dt.date.fromisoformat(day) for day in ("2022-01-01", "2021-12-31", "2023-01-01", "2023-12-31")]
    found = []
    for number in range(draw(st.integers(2, 8))):
        code = draw(st.sampled_from([*CLAIM_CODES, *CLAIM_CODES, "贷款贴息", REFUND]))
        usual = dt.date(2022, 6, 30) if code == "GS23-10A" else dt.date(2023, 6, 30)
        found.append(
            {
                "claim_no": f"C{number}",
                "benefit_code": code,
                "uscc": draw(mostly("E1", "E2", "E3", None)),
                "person_id": draw(mostly(None, "P1")),
                "occurred_on": draw(mostly(usual, *dates)),
                "quantity": draw(mostly(Decimal("50.005"), Decimal(50), Decimal(900_000), None)),
                "base_amount": draw(mostly(Decimal("100.01"), Decimal("1500000.05"), Decimal("0.13"), None)),
                "approved": draw(mostly("通过", "不通过", "待审")),
            }
        )
    for row in found[: draw(mostly(0, 1))]:
        found.append(row | {draw(st.sampled_from(["base_amount", "quantity", "approved", "occurred_on"])): None})
    return found


def payouts(draw: Draw) -> list[Row]:
    found = rows(
        draw,
        4,
        benefit_code=st.sampled_from([*CLAIM_CODES, REFUND, None]),
        benefit_name=st.sampled_from([None, "稳岗返还补贴", "no such"]),
        uscc=st.sampled_from(["E1", "E3", "E9", None]),
        person_id=mostly("P1", None),
        uscc_fault=mostly(None, "invalid"),
        person_id_fault=mostly(None, "legacy"),
        paid_on=maybe(st.sampled_from([dt.date(2023, 6, 15), dt.date(2024, 2, 1)]), 2),
    )
    return [row | {"payout_no": f"Z{number}"} for number, row in enumerate(found)]


@st.composite
def premium_worlds(draw: Draw) -> World:
    """Every other world is tame: nothing undelivered, overruled or cut short, so that verdicts get far."""
    is_wild = draw(st.booleans())
    sources = {
        "enterprise": [{"uscc": uscc, "si_employer_no": draw(mostly(f"N{uscc}", None, "NE1"))} for uscc in ENTERPRISES],
        "social_insurance": disorder(draw, last_year(draw, is_wild) + this_year(draw)),
        "roster": [
            {"roster": name, "subject_id": uscc, "valid_from": dt.date(2022, 1, 1), "valid_to": ends}
            for uscc in ENTERPRISES[:2]
            for name in draw(st.lists(mostly("中小微企业", "小微企业"), max_size=1))
            for ends in [draw(mostly(None, dt.date(2022, 12, 31), dt.date(2023, 1, 1)))]
        ],
        "operating_result": [
            {
                "uscc": uscc,
                "indicator": draw(mostly("裁员率", "产值")),
                "period_start": dt.date(2022, 1, 1),
                "period_end": draw(mostly(dt.date(2022, 12, 31), dt.date(2022, 6, 30))),
                "current_amount": Decimal(draw(st.sampled_from(["0.055001", "0.2", "0.200001", "0.055"]))),
                "confirmed_by": draw(maybe(st.just("区人社局"))),
            }
            for uscc in ENTERPRISES
            for _ in range(draw(mostly(1, 0, 2)))
        ],
        "claim": claims(draw),
        "payout": payouts(draw),
    }
    absent = draw(mostly(None, *sources)) if is_wild else None
    assumed = {name: draw(st.sampled_from([None, None, *values])) for name, values in ASSUME.items()}
    given = {name: draw(st.sampled_from(values)) for name, values in RATES.items() if draw(mostly(True, False))}
    days = [dt.date.fromisoformat(day) for day in ("2023-06-30", "2022-11-30", "2023-01-31", "2024-06-30")]
    overruled = draw(st.integers(0, 2)) if is_wild else 0
    return World(
        sources={name: found for name, found in sources.items() if name != absent},
        as_of=draw(mostly(dt.date(2023, 12, 31), *days)) if is_wild else dt.date(2023, 12, 31),
        assume={name: value for name, value in assumed.items() if value},
        settings={name: Decimal(value) for name, value in given.items()},
        coverage={draw(st.sampled_from(COVERABLE)): draw(st.booleans()) for _ in range(overruled)},
    )
