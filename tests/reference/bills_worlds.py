"""Random small worlds of bills, deposits and settlements: mostly in order, with every kind of disorder mixed in."""

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.reference.world import Row, World
from tests.reference.worlds import Draw, maybe, mostly

ENTERPRISES = ("E1", "E2", "E3", "E4")
FEES = (
    "电梯检验费", "锅炉检验费", "特种设备检验费", "产品质量检验费", "计量检测费", "水土保持补偿费",
    "防空地下室易地建设费", "水资源费", "文化事业建设费", "水费违约金", "燃气违约金",
)  # fmt: skip
INDUSTRIES = (
    "H6110", "H62", "H", "C1711", "L7251", "L725", "L72", "L", "L7111", "R9011", "R90", "R", "R8710", "H6310",
    "Z1100", None, "H6110", "L7251", "R9011", "L7251", "R9011",
)  # fmt: skip
AMOUNTS = tuple(map(Decimal, ("0.00", "0.01", "0.03", "333.33", "1000.01", "99999.99", "99999.99")))
COVERABLE = [
    *(("roster", name) for name in ("小微企业", "旅行社")),
    ("claim", "GS23-19A"),
    *((source, "whole") for source in ("roster", "claim")),
]


def days(*texts: str) -> st.SearchStrategy[dt.date]:
    return st.sampled_from([dt.date.fromisoformat(text) for text in texts])


def some(draw: Draw, count: int, key: str, disputed: str, **columns: st.SearchStrategy[Any]) -> list[Row]:
    """Rows with a key each. Some come twice, the second time with another value in the disputed column, or in any."""
    number = draw(st.integers(count // 2, count))
    found = [{key: f"{key}-{n}"} | {name: draw(values) for name, values in columns.items()} for n in range(number)]
    for row in found[: draw(st.integers(0, 3))]:
        name = draw(st.sampled_from([disputed, *sorted(columns)]))
        found.append(row | {name: draw(columns[name])})
    return found


def registers(draw: Draw) -> dict[str, list[Row]]:
    enterprises = [
        {
            "uscc": uscc,
            "entity_type": draw(st.sampled_from(["个体工商户", "企业", "个体工商户", "企业", None])),
            "industry_code": draw(st.sampled_from(INDUSTRIES)),
        }
        for uscc in ENTERPRISES
        for _ in range(draw(mostly(1, 0, 2)))
    ]
    rosters = [
        {
            "roster": roster,
            "subject_id": uscc,
            "valid_from": draw(days("2022-01-01", "2023-02-01", "2023-12-31", "2024-01-01")),
            "valid_to": draw(maybe(days("2022-12-31", "2023-01-01", "2023-01-31", "2024-01-01"), 1)),
        }
        for roster in ("小微企业", "旅行社")
        for uscc in draw(st.lists(st.sampled_from(ENTERPRISES), max_size=3))
    ]
    return {"enterprise": enterprises, "roster": rosters}


def bills(draw: Draw) -> list[Row]:
    found = some(
        draw,
        16,
        "bill_no",
        "uscc",
        uscc=st.sampled_from([*ENTERPRISES, "E9"]),
        fee_type=st.sampled_from([*FEES, "水费违约金", "电费违约金", "水费违约金", "文化事业建设费", "文化事业建设费"]),
        billed_on=mostly(dt.date(2023, 5, 10), *map(dt.date.fromisoformat, ("2023-01-01", "2022-12-31", "2023-12-31"))),
        standard_amount=st.sampled_from(AMOUNTS),
        charged_amount=st.just(Decimal(0)),
    )
    for row in found:
        share = draw(st.sampled_from(["1", "0.5", "0.8", "0.946", "0", "1.1", "0.85"]))
        charged = (row["standard_amount"] * Decimal(share)).quantize(Decimal("0.01"))
        row["charged_amount"] = charged + draw(mostly(Decimal(0), Decimal("0.01")))
    # Two payers of one penalty.
    penalties = [row for row in found if row["fee_type"] == "水费违约金"]
    return found + [row | {"uscc": "E9"} for row in penalties[: draw(st.integers(0, 1))]]


def claims(draw: Draw) -> list[Row]:
    found = some(
        draw,
        7,
        "claim_no",
        "ended_on",
        benefit_code=mostly("GS23-19A", "GS23-17A"),
        uscc=st.sampled_from([*ENTERPRISES, *ENTERPRISES, None]),
        occurred_on=days("2022-11-01", "2023-05-10", "2023-05-11", "2023-01-01", "2023-01-01"),
        ended_on=maybe(days("2023-05-10", "2023-05-10", "2023-05-09", "2023-12-31"), 3),
        approved=mostly("通过", "不通过", "待审"),
    )
    # Two ends of one claim.
    return found + [row | {"ended_on": None} for row in found[: draw(st.integers(0, 2))]]


def deposits(draw: Draw) -> list[Row]:
    return some(
        draw,
        10,
        "deposit_no",
        "amount",
        uscc=st.sampled_from(ENTERPRISES),
        deposit_type=st.sampled_from(["工程质量保证金", "工程质量保证金", "旅游服务质量保证金"]),
        due_on=days(
            "2023-01-31",
            "2023-03-10",
            "2023-03-10",
            "2023-03-10",
            "2023-03-31",
            "2023-06-30",
            "2023-01-01",
            "2022-12-31",
            "2023-07-01",
        ),
        amount=st.sampled_from([Decimal("200000.00"), Decimal("0.01")]),
        paid_on=maybe(days("2023-03-10", "2023-03-11", "2023-04-30", "2023-06-10", "2023-06-11", "2023-06-30"), 2),
        refunded_amount=maybe(st.sampled_from([Decimal("200000.00"), Decimal("199999.99"), Decimal("0.02")]), 2),
        refunded_on=maybe(days("2022-07-15", "2023-06-10", "2023-06-11"), 2),
        replenished_on=maybe(days("2023-03-31", "2023-04-01", "2023-03-01", "2023-06-11"), 2),
        withheld_from_payment=mostly(False, True, None),
    )


def settlements(draw: Draw) -> list[Row]:
    found = some(
        draw,
        12,
        "settlement_no",
        "covid",
        person_id=st.sampled_from(["P1", "P2"]),
        visit_type=st.sampled_from(["住院", "门急诊"]),
        covid=mostly("确诊", "疑似", "否"),
        hospital_grade=mostly("社区", "三级", "二级", "一级"),
        hospital_district=mostly("姑苏区", "吴中区"),
        designated=mostly(True, False),
        started_on=days("2023-01-01", "2022-12-31", "2023-03-31", "2023-04-01"),
        settled_on=days("2023-01-01", "2023-03-31", "2023-04-01", "2023-04-01", "2022-12-31", "2023-02-01"),
        total_amount=st.just(Decimal("1000.00")),
        eligible_amount=st.sampled_from([Decimal("900.00"), Decimal("0.30"), Decimal("0.29")]),
        basic_paid=st.sampled_from([Decimal("765.00"), Decimal("764.99"), Decimal("0.26"), Decimal("900.01")]),
        critical_illness_paid=st.sampled_from([Decimal("0.00"), Decimal("35.00")]),
        aid_paid=st.sampled_from([Decimal("0.00"), Decimal("0.01")]),
        special_paid=st.sampled_from([Decimal("0.00"), Decimal("0.01"), Decimal("100.00"), Decimal("135.00")]),
        personal_paid=st.just(Decimal("100.00")),
    )
    # A ward whose special money is just what was left.
    for row in found[:2]:
        left = row["eligible_amount"] - row["basic_paid"] - row["critical_illness_paid"] - row["aid_paid"]
        row["special_paid"] = max(left, Decimal(0))
    return found


@st.composite
def worlds(draw: Draw) -> World:
    sources = registers(draw) | {
        "claim": claims(draw),
        "fee_bill": bills(draw),
        "deposit": deposits(draw),
        "medical_settlement": settlements(draw),
    }
    absent = draw(mostly(None, *sources))
    assumed = {
        "A-00-1": draw(mostly(None, "2023-02-01")),
        "A-40A-1": draw(st.sampled_from([None, "admission"])),
        "A-41A-1": draw(st.sampled_from([None, "exact"])),
    }
    share = draw(st.sampled_from([None, Decimal("0.333333"), Decimal("0.333333"), Decimal(1)]))
    return World(
        sources={name: found for name, found in sources.items() if name != absent},
        as_of=draw(days("2023-12-31", "2023-12-31", "2023-06-10", "2023-06-10", "2023-03-31", "2023-05-10")),
        assume={name: value for name, value in assumed.items() if value},
        settings={} if share is None else {"GS23-27B.district_share": share},
        coverage={draw(st.sampled_from(COVERABLE)): draw(st.booleans()) for _ in range(draw(mostly(0, 1, 2)))},
    )
