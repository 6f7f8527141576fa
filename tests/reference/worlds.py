"""Random small worlds: mostly in order, so that verdicts get far, with every kind of disorder mixed in."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.reference.world import Row, World

ENTERPRISES = ("E1", "E2", "E3", "E4")
AGENCIES = ("A1", "A2")
PERSONS = ("P1", "P2", "P3", "P4", "P5", "P6")
CODES = ("GS23-16A", "GS23-16B", "GS23-16C", "GS23-16D", "GS23-17A", "GS23-17B")
DAYS = {
    "as_of": ["2023-06-30", "2023-12-31", "2023-04-10", "2023-03-31", "2023-02-15", "2024-03-31"],
    "start": ["2023-01-01", "2023-01-15", "2023-02-28", "2023-03-31", "2023-04-01", "2022-12-31", "2023-11-20"],
    "end": ["2023-12-31", "2024-01-14", "2024-01-13", "2024-02-27", "2024-03-30", "2024-03-29", "2026-01-01"],
    "paid": ["2023-02-10", "2023-03-31", "2023-04-01", "2023-07-05"],
    "occurred": ["2023-01-22", "2023-01-21", "2023-02-28", "2023-03-01", "2023-03-31", "2023-04-01", "2022-12-31"],
    "status": ["2023-03-31", "2023-04-01", "2023-12-31"],
    "valid": ["2023-01-01", "2022-01-01", "2023-03-31", "2023-04-01", "2023-02-28", "2023-01-21", "2022-12-31"],
}
MONTHS = (202301, 202302, 202303, 202304, 202305)
ASSUME = {
    "A-00-1": ["2023-02-01", "2023-01-16"],
    "A-SI-1": ["失业"],
    "A-SI-2": ["include"],
    "A-16A-1": ["half_up", "none"],
    "A-16C-1": ["6"],
    "A-16C-2": ["yes"],
    "A-17A-1": ["2023-01-01"],
}
COVERABLE = [
    *(("social_insurance", str(month)) for month in MONTHS),
    *(("roster", name) for name in ("重点企业", "人力资源机构", "失业人员")),
    *(("claim", code) for code in CODES),
    *((source, "whole") for source in ("social_insurance", "roster", "claim", "claim_person", "contract")),
]
Draw = Callable[[st.SearchStrategy[Any]], Any]


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """The usual value six times in seven."""
    return st.integers(0, 6).flatmap(lambda turn: st.sampled_from(others) if turn == 6 else st.just(usual))


def day(kind: str) -> st.SearchStrategy[dt.date]:
    return st.sampled_from([dt.date.fromisoformat(text) for text in DAYS[kind]])


def maybe(strategy: st.SearchStrategy[Any], absent: int = 6) -> st.SearchStrategy[Any]:
    return st.integers(0, absent).flatmap(lambda turn: st.none() if turn == absent else strategy)


def rows(draw: Draw, count: int, **columns: st.SearchStrategy[Any]) -> list[Row]:
    number = draw(st.integers(count // 2, count))
    found = [{name: draw(values) for name, values in columns.items()} for _ in range(number)]
    # Some rows come twice as they are.
    return found + found[: draw(mostly(0, 1))]


def registers(draw: Draw) -> dict[str, list[Row]]:
    enterprises = [
        {
            "uscc": uscc,
            "district": draw(mostly("姑苏区", "吴中区", "姑苏区")),
            "status": draw(mostly("存续", "注销", "迁出")),
            "status_on": draw(maybe(day("status"), 1)),
            "si_employer_no": draw(mostly(f"N{uscc}", None, "NE1")),
        }
        for uscc in (*ENTERPRISES, *AGENCIES)
        for _ in range(draw(mostly(1, 0, 2)))
    ]
    persons = [
        {
            "person_id": person,
            "hukou_code": draw(mostly("340100", "320508", None)),
            "first_insured_period": draw(mostly(202302, 202301, 202303, 202304, 202212, None)),
        }
        for person in PERSONS
        for _ in range(draw(mostly(1, 0, 2)))
    ]
    return {"enterprise": enterprises, "person": persons}


def rosters(draw: Draw) -> list[Row]:
    members = [("重点企业", uscc) for uscc in ENTERPRISES] + [("人力资源机构", uscc) for uscc in AGENCIES]
    members += [(name, person) for name in ("失业人员", "就业困难人员") for person in PERSONS]
    found = [
        {
            "roster": name,
            "subject_id": subject,
            "valid_from": draw(mostly(dt.date(2022, 1, 1), *map(dt.date.fromisoformat, DAYS["valid"]))),
            "valid_to": draw(mostly(None, *map(dt.date.fromisoformat, DAYS["valid"]))),
        }
        for name, subject in members
        for _ in range(draw(mostly(1, 0, 2)))
    ]
    without = draw(mostly(None, "重点企业", "人力资源机构", "失业人员"))
    return [row for row in found if row["roster"] != without]


def contracts(draw: Draw) -> list[Row]:
    found = rows(
        draw,
        10,
        person_id=st.sampled_from(["P1", "P1", "P2", *PERSONS]),
        uscc=st.sampled_from(["E1", "E1", "E2", "E3", "A1"]),
        start_on=day("start"),
        end_on=maybe(day("end"), 2),
        introduced_by_uscc=st.sampled_from(["A1", "A1", "A2", "A2", None, "E1"]),
    )
    # The same person at the same employer, said to be another agency's.
    for row in found[: draw(st.integers(0, 2))]:
        found.append(row | {"introduced_by_uscc": draw(st.sampled_from(AGENCIES)), "start_on": draw(day("start"))})
    return found


def premiums(draw: Draw, pairs: list[tuple[str, str]]) -> list[Row]:
    """Runs of months for the (person, employer) given, and single rows of every kind."""
    insurance = draw(mostly("养老", "失业"))
    pairs = pairs + [(draw(st.sampled_from(PERSONS)), draw(st.sampled_from(ENTERPRISES))) for _ in range(2)]
    found = []
    for person, uscc in pairs:
        months = draw(mostly(MONTHS, MONTHS[:3], MONTHS[1:4], MONTHS[:2], ()))
        found += [premium(person, uscc, month, insurance) for month in months]
    crowd = draw(st.sampled_from([0, 0, 9, 10, 14, 15, 21]))
    found += [premium(f"Q{number}", "E1", month, insurance) for month in MONTHS[:3] for number in range(crowd)]
    for number in range(draw(st.integers(1, 6))):
        person, uscc = draw(st.sampled_from(pairs))
        row = premium(person, uscc, draw(st.sampled_from(MONTHS)), insurance)
        row["payment_kind"] = draw(st.sampled_from(["退费", "退费", "补缴", "正常"]))
        row["paid_on"] = draw(maybe(day("paid"), 2))
        if number % 3 == 2:
            row |= {"uscc": None, "employer_no": draw(st.sampled_from(["NE1", "NE2", "nobody", None]))}
        row["insurance_type"] = draw(mostly(insurance, "养老", "医疗"))
        found.append(row)
    for number in draw(st.lists(st.integers(0, len(found) - 1), max_size=3)):
        found[number] = found[number] | {"uscc": None, "employer_no": "nobody"}
    dropped = draw(mostly(None, *MONTHS[:4]))
    return [row for row in found if row["period"] != dropped]


def premium(person: str, uscc: str, month: int, insurance: str) -> Row:
    return {
        "person_id": person,
        "uscc": uscc,
        "employer_no": None,
        "insurance_type": insurance,
        "period": month,
        "payment_kind": "正常",
        "paid_on": dt.date(2023, month % 100, 10),
    }


def claims(draw: Draw) -> list[Row]:
    found = [
        {
            "claim_no": f"C{number}",
            "benefit_code": draw(st.sampled_from([*CODES, "GS23-16A", "GS23-16A", "返岗包车", "no such"])),
            "uscc": draw(st.sampled_from(["E1", "E1", "E2", "E3", "A1", None])),
            "person_id": draw(mostly(None, "P1")),
            "occurred_on": draw(mostly(dt.date(2023, 2, 1), *map(dt.date.fromisoformat, DAYS["occurred"]))),
            "quantity": draw(mostly(Decimal(30), Decimal(29), Decimal("29.5"), None)),
            "base_amount": draw(mostly(Decimal("1000.01"), Decimal("0.03"), Decimal(99), None)),
            "approved": draw(mostly("通过", "不通过", "待审")),
        }
        for number in range(draw(st.integers(2, 8)))
    ]
    for row in found[: draw(mostly(0, 1))]:
        found.append(row | {draw(st.sampled_from(["uscc", "base_amount", "quantity", "occurred_on"])): None})
    return found


def payouts(draw: Draw) -> list[Row]:
    found = rows(
        draw,
        4,
        benefit_code=st.sampled_from([*CODES, "GS23-17A", None]),
        benefit_name=st.sampled_from([None, "返岗包车", "no such"]),
        uscc=st.sampled_from(["E1", "E2", "A2", None]),
        person_id=mostly(None, "P1"),
        uscc_fault=mostly(None, "invalid"),
        person_id_fault=mostly(None, "legacy"),
        paid_on=maybe(day("paid"), 2),
    )
    return [row | {"payout_no": f"Z{number}"} for number, row in enumerate(found)]


@st.composite
def worlds(draw: Draw) -> World:
    hired = contracts(draw)
    applied = claims(draw)
    listed = [
        {"claim_no": row["claim_no"], "person_id": draw(st.sampled_from(PERSONS))}
        for row in applied
        for _ in range(draw(st.integers(0, 3)))
    ]
    claimant = {row["claim_no"]: row["uscc"] for row in applied}
    pairs = [(row["person_id"], row["uscc"]) for row in hired]
    pairs += [(row["person_id"], claimant[row["claim_no"]]) for row in listed if claimant[row["claim_no"]]]
    sources = registers(draw) | {
        "contract": hired,
        "claim": applied,
        "roster": rosters(draw),
        "social_insurance": premiums(draw, pairs),
        "payout": payouts(draw),
        "claim_person": listed,
        "operating_result": rows(
            draw,
            6,
            uscc=st.sampled_from(["E1", "E1", "E2", "E3"]),
            indicator=mostly("产值", "营业收入", "裁员率"),
            period_start=mostly(dt.date(2023, 1, 1), dt.date(2022, 1, 1)),
            period_end=mostly(dt.date(2023, 3, 31), dt.date(2023, 6, 30), dt.date(2022, 12, 31)),
            current_amount=mostly(Decimal(11), Decimal(10), Decimal(9)),
            prior_amount=mostly(Decimal(10), None),
            confirmed_by=mostly("区经科局", None),
        ),
    }
    absent = draw(mostly(None, *sources))
    assumed = {name: draw(st.sampled_from([None, None, *values])) for name, values in ASSUME.items()}
    least = {"GS23-17A.min_passengers": Decimal(30), "GS23-17B.min_persons": draw(mostly(Decimal(1), Decimal(2)))}
    overruled = draw(mostly(0, 1, 2))
    return World(
        sources={name: found for name, found in sources.items() if name != absent},
        as_of=draw(mostly(dt.date(2023, 6, 30), *map(dt.date.fromisoformat, DAYS["as_of"]))),
        assume={name: value for name, value in assumed.items() if value},
        settings={name: value for name, value in least.items() if draw(mostly(True, False))},
        coverage={draw(st.sampled_from(COVERABLE)): draw(st.booleans()) for _ in range(overruled)},
    )
