"""Random small worlds of talents and graduates: mostly in order, with every kind of disorder mixed in."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from tests.reference.talents import CODES, VISIT
from tests.reference.world import Row, World
from tests.reference.worlds import Draw, maybe, mostly

ENTERPRISES = ("E1", "E2", "E3", "E4")
PERSONS = ("P1", "P2", "P3", "P4", "P5")
SCHOOLS = ("S1", "S2", "S3")
# A year before the first contract of the year to the last month.
MONTHS = (*range(202201, 202213), *range(202301, 202313))
ASSUME = {
    "A-00-1": ["2023-02-01", "2023-04-15"],
    "A-SI-1": ["失业"],
    "A-SI-2": ["include"],
    "A-03E-1": ["no"],
    "A-18A-1": ["2022-09-01", "2023-01-01"],
    "A-18B-1": ["gusu", "gusu"],
    "A-18B-2": ["yes"],
}
COVERABLE = [
    *(("social_insurance", str(month)) for month in (202206, 202212, 202303, 202305, 202312)),
    *(("roster", name) for name in ("领军人才", "紧缺人才", "重点高校", "双一流A类", "高新技术企业")),
    *(("claim", code) for code in CODES),
    *((source, "whole") for source in ("social_insurance", "roster", "claim", "contract")),
]


def days(*texts: str) -> st.SearchStrategy[dt.date]:
    return st.sampled_from([dt.date.fromisoformat(text) for text in texts])


STARTS = days("2023-05-15", "2023-05-15", "2023-01-01", "2023-12-31", "2022-12-31", "2021-03-01", "2023-03-31")
ENDS = days("2022-05-14", "2022-05-15", "2023-05-14", "2024-05-14")
PAID = days("2023-06-10", "2023-12-31", "2024-01-10", "2022-06-10")
GRADUATED = ("2023-06-30", "2022-07-01", "2022-06-30", "2022-08-31", "2023-01-01", "2023-12-31", "2024-01-01")
VALID = ("2023-01-01", "2022-12-31", "2023-12-31", "2024-01-01", "2023-04-15")


def registers(draw: Draw) -> dict[str, list[Row]]:
    enterprises = [
        {
            "uscc": uscc,
            "district": draw(mostly("姑苏区", "吴中区", None)),
            "status": draw(mostly("存续", "注销", "迁出")),
            "status_on": draw(maybe(days("2023-12-31", "2024-01-01"), 1)),
            "si_employer_no": f"N{uscc}",
        }
        for uscc in ENTERPRISES
        for _ in range(draw(mostly(1, 0, 2)))
    ]
    persons = [
        {
            "person_id": person,
            "education": draw(st.sampled_from(["博士", "硕士", "本科", "本科", "本科", "本科", "专科", None])),
            "school": draw(mostly("S1", *SCHOOLS, None)),
            "study_mode": draw(mostly("全日制", "非全日制", None)),
            "graduated_on": draw(mostly(*map(dt.date.fromisoformat, GRADUATED), None)),
        }
        for person in PERSONS
        for _ in range(draw(mostly(1, 0, 2)))
    ]
    return {"enterprise": enterprises, "person": persons}


def rosters(draw: Draw) -> list[Row]:
    members = [(name, person) for name in ("领军人才", "紧缺人才", "文旅体人才") for person in PERSONS]
    members += [("文旅体人才", "E1"), ("文旅体人才", "E4")]
    members += [("高新技术企业", "E1"), ("领军人才企业", "E2"), ("领军人才企业", "E1"), ("重点企业", "E3")]
    members += [("重点高校", school) for school in SCHOOLS[:2]] + [("双一流A类", "S1"), ("双一流A类", "S3")]
    found = [
        {
            "roster": name,
            "subject_id": subject,
            "category": draw(mostly("江苏", "上海", "湖北", "江西", None)) if name == "重点高校" else None,
            "valid_from": draw(mostly(dt.date(2022, 1, 1), *map(dt.date.fromisoformat, VALID))),
            "valid_to": draw(mostly(None, *map(dt.date.fromisoformat, VALID))),
        }
        for name, subject in members
        for _ in range(draw(mostly(1, 0, 2)))
    ]
    without = draw(mostly(None, "领军人才", "紧缺人才", "高新技术企业", "重点高校", "双一流A类"))
    return [row for row in found if row["roster"] != without]


def contracts(draw: Draw) -> list[Row]:
    found = [
        {
            "person_id": draw(st.sampled_from(PERSONS[:4])),
            "uscc": draw(st.sampled_from(["E1", "E1", "E1", "E2", "E3", "E9"])),
            "start_on": draw(STARTS),
            "end_on": draw(maybe(ENDS, 1)),
        }
        for _ in range(draw(st.integers(2, 8)))
    ]
    earlier = draw(st.sampled_from(["E1", "E2", "E3", "E9"]))
    before = [row | {"uscc": earlier, "start_on": dt.date(2021, 3, 1), "end_on": draw(ENDS)} for row in found[:2]]
    # The same again as it is.
    return found + draw(st.sampled_from([before, []])) + found[: draw(mostly(0, 1))]


def claims(draw: Draw) -> list[Row]:
    found = [
        {
            "claim_no": f"C{number}",
            "benefit_code": draw(st.sampled_from([VISIT, VISIT, *CODES, "GS23-03C", "紧缺人才薪酬补助"])),
            "uscc": draw(st.sampled_from(["E1", "E1", "E1", "E2", "E9", None])),
            "person_id": draw(st.sampled_from([*PERSONS, "P1", None, None])),
            "occurred_on": draw(
                mostly(dt.date(2023, 5, 20), *map(dt.date.fromisoformat, ("2023-01-01", "2022-12-31", "2023-12-31")))
            ),
            "base_amount": draw(mostly(Decimal("60000.01"), Decimal(60_000), Decimal(999_999), Decimal("0.01"), None)),
            "approved": draw(mostly("通过", "不通过", "待审")),
        }
        for number in range(draw(st.integers(8, 16)))
    ]
    for row in found[: draw(mostly(0, 1, 2))]:
        column = draw(st.sampled_from(["uscc", "person_id", "base_amount", "approved", "occurred_on"]))
        found.append(row | {column: found[-1][column]})
    return found


def premiums(draw: Draw, pairs: list[tuple[str, str]]) -> list[Row]:
    """Somebody is insured in every month, so that months are there; then the pairs, and single rows of every kind."""
    insurance = draw(mostly("养老", "失业"))
    found = [premium("Q1", "E4", month, insurance) for month in MONTHS]
    for person, uscc in pairs:
        months = draw(st.sampled_from([(202305,), (202305, 202306), (202305, 202312), (202304, 202305), (202205,), ()]))
        for row in (premium(person, uscc, month, insurance) for month in months):
            turn = draw(st.integers(0, 7))
            found.append(row | {"uscc": None, "employer_no": "nobody"} if turn > 5 else row)
            # By nobody known, and given back by the employer: that decides the month there.
            found += [row | {"payment_kind": "退费"}] if turn == 7 else []
    for _ in range(draw(st.integers(0, 5))):
        person, uscc = draw(st.sampled_from(pairs)) if pairs else ("P1", "E1")
        row = premium(person, uscc, draw(st.sampled_from([202204, 202205, 202304, 202305, 202306])), insurance)
        row["payment_kind"] = draw(st.sampled_from(["退费", "补缴", "正常", "正常"]))
        row["paid_on"] = draw(maybe(PAID, 2))
        if draw(st.booleans()):
            row |= {"uscc": None, "employer_no": draw(st.sampled_from(["NE1", "NE2", "nobody", None]))}
        row["insurance_type"] = draw(mostly(insurance, "养老", "医疗"))
        found.append(row)
    dropped = draw(mostly(None, 202305, 202304, 202212, 202312))
    return [row for row in found if row["period"] != dropped]


def premium(person: str, uscc: str, month: int, insurance: str) -> Row:
    return {
        "person_id": person,
        "uscc": uscc,
        "employer_no": None,
        "insurance_type": insurance,
        "period": month,
        "payment_kind": "正常",
        "paid_on": dt.date(month // 100, month % 100, 28),
    }


def payouts(draw: Draw, applied: list[Row]) -> list[Row]:
    found = []
    for number in range(draw(st.integers(0, 5))):
        claim = draw(st.sampled_from([{}, *applied]))
        row = {
            "payout_no": f"Z{number}",
            "benefit_code": draw(mostly(claim.get("benefit_code") or VISIT, *CODES)),
            "benefit_name": None,
            "claim_no": claim.get("claim_no"),
            "uscc": draw(st.sampled_from(["E1", "E3", None])),
            "person_id": draw(st.sampled_from(["P1", "P5", None, None])),
            "uscc_fault": draw(mostly(None, "invalid")),
            "person_id_fault": draw(mostly(None, "legacy")),
            "paid_on": draw(maybe(PAID, 2)),
        }
        found.append(row)
    return found


@st.composite
def worlds(draw: Draw) -> World:
    hired, applied = contracts(draw), claims(draw)
    listed = [
        {"claim_no": row["claim_no"], "person_id": draw(st.sampled_from(PERSONS))}
        for row in applied
        for _ in range(draw(mostly(0, 1, 2)))
    ]
    pairs = [(row["person_id"], row["uscc"]) for row in hired]
    pairs += [(row["person_id"], row["uscc"]) for row in applied if row["person_id"] and row["uscc"]]
    sources = registers(draw) | {
        "contract": hired,
        "claim": applied,
        "claim_person": listed,
        "roster": rosters(draw),
        "social_insurance": premiums(draw, pairs),
        "payout": payouts(draw, applied),
    }
    absent = draw(mostly(None, *sources))
    assumed = {name: draw(st.sampled_from([None, None, *values])) for name, values in ASSUME.items()}
    return World(
        sources={name: found for name, found in sources.items() if name != absent},
        as_of=draw(mostly(dt.date(2023, 12, 31), dt.date(2023, 6, 30), dt.date(2023, 4, 30), dt.date(2024, 3, 31))),
        assume={name: value for name, value in assumed.items() if value},
        coverage={draw(st.sampled_from(COVERABLE)): draw(st.booleans()) for _ in range(draw(mostly(0, 1, 2)))},
    )
