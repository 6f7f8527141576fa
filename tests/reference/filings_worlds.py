"""Random small worlds of tax filings: taxpayers with a few periods each, and every disorder a tax office delivers."""

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.reference.filings import CODES, ROSTERS
from tests.reference.world import Row, World
from tests.reference.worlds import Draw, maybe, mostly

TAXPAYERS = ("E1", "E2", "E3", "E4", "P1")
PERIODS = [
    tuple(map(dt.date.fromisoformat, text.split()))
    for text in (
        "2023-01-01 2023-03-31",
        "2023-01-01 2023-03-31",
        "2023-04-01 2023-06-30",
        "2023-05-31 2023-07-01",
        "2023-01-01 2023-12-31",
        "2022-11-01 2023-01-31",
        "2022-10-01 2022-12-31",
        "2023-07-01 2023-07-31",
        "2022-07-15 2024-02-01",
        "2024-12-01 2025-01-31",
    )
]
KINDS = [
    ("增值税", "一般销售"),
    ("增值税", "一般销售"),
    ("增值税", "预缴"),
    ("增值税", "孵化服务"),
    ("增值税", None),
    ("房产税", None),
    ("房产税", "自用"),
    ("城镇土地使用税", "在孵"),
    ("城镇土地使用税", "出租"),
    ("印花税", None),
    ("印花税", "证券交易"),
    ("企业所得税", "创投抵扣"),
    ("契税", "不良债权抵债"),
]
LIKELY = {
    "增值税": ("GS23-05A", "GS23-05B", "GS23-05C", "GS23-05D", "GS23-05E", "GS23-06A"),
    "房产税": ("GS23-04A", "GS23-04B", "GS23-04C", "GS23-06B"),
    "城镇土地使用税": ("GS23-04A", "GS23-04B", "GS23-04C", "GS23-06B"),
    "印花税": ("GS23-04C",),
    "企业所得税": ("GS23-06C",),
    "契税": ("GS23-07A",),
}
MONEY = [Decimal(text) for text in ("0.00", "0.01", "33.33", "100.00", "250.05", "-40.00")]
SALES = [Decimal(text) for text in ("300000.00", "300000.01", "100000.00", "0.25", "150000.00", "-50000.00")]
TRADES = ("H6110", "C1711", "G5990", "G5910", "G6010", "G", "L7291", "L72", "N7861", "F5299", "F5137", "Z1", None)
LISTS = ("小型微利企业", *sorted({roster for rosters in ROSTERS.values() for roster in rosters}))
COVERABLE = [
    ("tax_filing", "whole"),
    ("claim", "GS23-04B"),
    ("claim", "whole"),
    *(("roster", name) for name in LISTS),
]


def enterprises(draw: Draw) -> list[Row]:
    return [
        {
            "uscc": uscc,
            "entity_type": draw(mostly("企业", "个体工商户", "个体工商户")),
            "industry_code": draw(mostly("C1711", *TRADES) if uscc == "E1" else st.sampled_from(TRADES)),
        }
        for uscc in TAXPAYERS[:4]
        for _ in range(draw(mostly(1, 0, 2)))
    ]


def rosters(draw: Draw) -> list[Row]:
    found = [
        {
            "roster": name,
            "subject_id": draw(st.sampled_from(TAXPAYERS)),
            "valid_from": draw(mostly(dt.date(2022, 1, 1), dt.date(2023, 12, 31), dt.date(2024, 1, 1))),
            "valid_to": draw(mostly(None, dt.date(2023, 1, 1), dt.date(2022, 12, 31))),
        }
        for name in LISTS
        for _ in range(draw(st.integers(1, 3)))
    ]
    without = draw(st.sampled_from([None, *LISTS]))
    return [row for row in found if row["roster"] != without]


def filing(draw: Draw, number: int, names: dict[str, str]) -> Row:
    tax_type, tax_item = draw(st.sampled_from(KINDS))
    taxpayer = draw(st.sampled_from(["E1", "E1", *TAXPAYERS]))
    start, end = draw(st.sampled_from(PERIODS))
    code = draw(st.sampled_from([None, *LIKELY[tax_type]]))
    spelled = draw(mostly(code, names.get(code or ""), "no such", draw(st.sampled_from(CODES))))
    due = draw(st.sampled_from(MONEY))
    return {
        "filing_no": f"F{number}",
        "amends_filing_no": draw(mostly(None, "F1", "F2", f"F{number + 1}", "no such")),
        "uscc": None if taxpayer == "P1" else taxpayer,
        "person_id": "P1" if taxpayer == "P1" else None,
        "tax_type": tax_type,
        "taxpayer_type": draw(st.sampled_from(["小规模纳税人", "一般纳税人"])),
        "tax_item": tax_item,
        "period_start": start,
        "period_end": end,
        "tax_base": draw(st.sampled_from(SALES)),
        "rate": draw(mostly(Decimal("0.03"), Decimal("0.05"), Decimal(3), Decimal(1))),
        "tax_due": due,
        "input_tax": draw(maybe(st.sampled_from([Decimal("1000.10"), Decimal("0.10"), Decimal("-100.00")]), 3)),
        "relief_code": spelled,
        "relief_amount": draw(st.sampled_from([Decimal(0), due, due, due / 2 // 1, Decimal("77.70")])),
        "tax_paid": Decimal(0),
    }


def filings(draw: Draw, names: dict[str, str]) -> list[Row]:
    found = [filing(draw, number, names) for number in range(draw(st.integers(4, 12)))]
    # In a world in four most are one taxpayer's, who lives on approved hardship.
    if draw(st.integers(0, 3)) == 3:
        common = {"uscc": "E1", "person_id": None, "taxpayer_type": "一般纳税人", "tax_type": "房产税"}
        found[2:] = [row | common | {"amends_filing_no": None} for row in found[2:]]
    # Some come twice, as they were or different in a cell.
    for row in found[: draw(mostly(0, 1, 2))]:
        other = filing(draw, 99, names)
        names_of = draw(st.lists(st.sampled_from([name for name in row if name != "filing_no"]), max_size=2))
        changed = {name: other[name] for name in names_of if not name.startswith(("period", "uscc", "person"))}
        if draw(st.booleans()):
            changed |= {name: other[name] for name in ("period_start", "period_end")}
        found.append(row | changed)
    return found


def hardships(draw: Draw) -> list[Row]:
    days = [dt.date(2022, 12, 31), dt.date(2023, 1, 1), dt.date(2023, 3, 31), dt.date(2023, 4, 1), dt.date(2023, 9, 1)]
    found = [
        {
            "claim_no": f"C{number}",
            "benefit_code": draw(mostly("GS23-04B", "GS23-05A", "no such")),
            "uscc": draw(mostly("E1", "E2", "E4", None)),
            "person_id": draw(mostly(None, "P1")),
            "occurred_on": draw(st.sampled_from(days)),
            "ended_on": draw(maybe(st.sampled_from(days[2:]), 1)),
            "base_amount": draw(mostly(Decimal("120.00"), Decimal("33.34"), Decimal("900.00"), None)),
            "approved": draw(mostly("通过", "不通过", "待审")),
        }
        for number in range(draw(st.integers(0, 5)))
    ]
    found = [row for row in found if row["ended_on"] is None or row["ended_on"] >= row["occurred_on"]]
    for row in found[: draw(mostly(0, 1))]:
        change: dict[str, Any] = draw(
            st.sampled_from([{"ended_on": None}, {"ended_on": days[4]}, {"base_amount": None}, {"approved": "待审"}])
        )
        found.append(row | change)
    return found


@st.composite
def filing_worlds(draw: Draw, names: dict[str, str]) -> World:
    payouts = [
        {"payout_no": f"Z{number}", "benefit_code": draw(st.sampled_from(CODES)), "benefit_name": None, "uscc": uscc,
         "person_id": draw(mostly(None, "P1")), "uscc_fault": None, "person_id_fault": None, "paid_on": None}
        for number, uscc in enumerate(draw(st.lists(st.sampled_from(["E1", "E9", None]), max_size=2)))
    ]  # fmt: skip
    sources = {
        "tax_filing": filings(draw, names),
        "enterprise": enterprises(draw),
        "roster": rosters(draw),
        "claim": hardships(draw),
        "payout": payouts,
    }
    absent = draw(mostly(None, *sources))
    start = draw(mostly(None, "2023-02-15", "2023-06-01"))
    return World(
        sources={name: found for name, found in sources.items() if name != absent},
        as_of=draw(mostly(dt.date(2023, 12, 31), dt.date(2023, 3, 31))),
        assume={"A-00-1": start} if start else {},
        coverage={draw(st.sampled_from(COVERABLE)): draw(st.booleans()) for _ in range(draw(mostly(0, 1, 2)))},
    )
