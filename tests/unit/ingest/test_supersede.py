"""What a later delivery replaces, and what stays though it is there twice."""

from typing import Any

import duckdb
import pytest

from pipelines.errors import AuditError
from pipelines.ingest import load_sources
from schemas import SOURCES
from tests.unit.ingest.conftest import FIRM, OTHER_PERSON, PERSON, Inbox, insured

CLAIM = ["申报编号", "事项编码", "发生日期", "审核结论", "申报数量", "申报日期"]


def claim(number: str, quantity: int) -> list[Any]:
    return [number, "GS23-16A", "2023-02-01", "通过", quantity, "2023-03-01"]


def counts(inbox: Inbox) -> list[tuple[int, int, int]]:
    """rows_read, accepted and superseded of each delivery."""
    return [(report.rows_read, report.accepted, report.superseded) for report in inbox.load()]


def current(inbox: Inbox, source: str, columns: str) -> list[tuple[Any, ...]]:
    return inbox.con.execute(f"select {columns} from source.{source} order by all").fetchall()


def test_months_that_meet_no_other_file_cost_nothing(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.csv("社会保险缴费明细_202301.csv", [insured()])
    inbox.csv("社会保险缴费明细_202302.csv", [insured(period="202302")])
    monkeypatch.setattr("pipelines.ingest.supersede._load_scope", None)
    assert counts(inbox) == [(1, 1, 0), (1, 1, 0)]


def test_a_row_that_another_file_has_already(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细_1.csv", [insured(), insured(), insured(period="202302")])
    inbox.csv("社会保险缴费明细_2.csv", [insured(), insured(person_name="李四"), insured(period="202303")])
    assert counts(inbox) == [(3, 3, 0), (3, 2, 1)]
    repeated = inbox.con.execute("select delivery_no, row_no, kind from source.duplicate_key order by all").fetchall()
    assert repeated == [(1, 2, "identical"), (1, 3, "identical")]


def test_a_correction_replaces_its_months_and_no_others(inbox: Inbox) -> None:
    inbox.csv(
        "社会保险缴费明细_2023.csv", [insured(), insured(), insured(person_name="李四"), insured(period="202302")]
    )
    inbox.csv("社会保险缴费明细_2023_更正.csv", [insured(contribution_base="5000")])
    inbox.csv("社会保险缴费明细_2023_补充.csv", [insured(period="202303")])
    assert [path.name for path in sorted(inbox.folder.iterdir())]
    assert current_after(inbox) == [(202301, 5000), (202302, 4000), (202303, 4000)]
    assert inbox.con.execute("select count(*) from source.duplicate_key").fetchone() == (0,)


def current_after(inbox: Inbox) -> list[tuple[Any, ...]]:
    inbox.load()
    return [(month, int(base)) for month, base in current(inbox, "social_insurance", "period, contribution_base")]


def test_what_is_added_after_a_correction_stays(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细_1.csv", [insured(person_name="一"), insured(person_name="三")])
    inbox.csv("社会保险缴费明细_2_更正.csv", [insured(person_name="二")])
    inbox.csv("社会保险缴费明细_3.csv", [insured(person_name="三"), insured(person_name="二")])
    assert counts(inbox) == [(2, 0, 2), (1, 1, 0), (2, 1, 1)]
    assert current(inbox, "social_insurance", "person_name, delivery_no") == [("三", 2001), ("二", 1001)]


def test_the_last_of_several_corrections_holds(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细_1.csv", [insured()])
    inbox.csv("社会保险缴费明细_2_更正.csv", [insured(), insured(period="202302")])
    inbox.csv("社会保险缴费明细_3_全量.csv", [insured(person_name="李四")])
    assert counts(inbox) == [(1, 0, 1), (2, 1, 1), (1, 1, 0)]


def test_a_key_delivered_again_replaces_the_earlier_one(inbox: Inbox) -> None:
    inbox.csv("申报台账_1.csv", [claim("A", 1), claim("B", 1), claim("C", 1)], headers=CLAIM)
    inbox.csv("申报台账_2.csv", [claim("B", 2), claim("C", 1), claim("D", 1)], headers=CLAIM)
    assert counts(inbox) == [(3, 2, 1), (3, 2, 1)]
    assert current(inbox, "claim", "claim_no, quantity::int, delivery_no") == [
        ("A", 1, 1), ("B", 2, 1001), ("C", 1, 1), ("D", 1, 1001),
    ]  # fmt: skip


def test_a_key_that_returns_to_what_it_was(inbox: Inbox) -> None:
    """x, then y, then x again: the last word is x, and it is the last file's."""
    for number, quantity in ((1, 1), (2, 2), (3, 1), (4, 1)):
        inbox.csv(f"申报台账_{number}.csv", [claim("A", quantity)], headers=CLAIM)
    assert counts(inbox) == [(1, 0, 1), (1, 0, 1), (1, 1, 0), (1, 0, 1)]


def test_one_key_twice_in_one_file(inbox: Inbox) -> None:
    """Another content: both stay and are named. The same content: it counts once."""
    inbox.csv("申报台账_1.csv", [claim("A", 1), claim("A", 2), claim("B", 1), claim("B", 1)], headers=CLAIM)
    assert counts(inbox) == [(4, 3, 1)]
    found = inbox.con.execute("select source, delivery_no, row_no, key_text, kind from source.duplicate_key").fetchall()
    assert found == [("claim", 1, 2, "A", "key"), ("claim", 1, 3, "A", "key")]


def test_a_later_file_settles_a_doubtful_key(inbox: Inbox) -> None:
    inbox.csv("申报台账_1.csv", [claim("A", 1), claim("A", 2)], headers=CLAIM)
    inbox.csv("申报台账_2.csv", [claim("A", 2)], headers=CLAIM)
    assert counts(inbox) == [(2, 0, 2), (1, 1, 0)]
    assert inbox.con.execute("select count(*) from source.duplicate_key").fetchone() == (0,)


def test_a_key_of_several_columns(inbox: Inbox) -> None:
    headers = ["申报编号", "证件号码", "姓名"]
    inbox.csv("申报花名册_1.csv", [["A", PERSON, "甲"], ["A", OTHER_PERSON, "乙"]], headers=headers)
    inbox.csv("申报花名册_2_更正.csv", [["A", PERSON, "丙"]], headers=headers)
    assert counts(inbox) == [(2, 1, 1), (1, 1, 0)]
    assert current(inbox, "claim_person", "person_name") == [("丙",), ("乙",)]


def test_a_source_without_key_or_month_is_replaced_by_its_own_columns(inbox: Inbox) -> None:
    headers = ["统一社会信用代码", "指标", "期间起", "期间止", "本期数"]
    quarter = [FIRM, "产值", "2023-01-01", "2023-03-31"]
    inbox.csv("经营指标确认表_1.csv", [[*quarter, 1], [FIRM, "销售额", *quarter[2:], 1]], headers=headers)
    inbox.csv("经营指标确认表_2_更正.csv", [[*quarter, 2]], headers=headers)
    inbox.csv("经营指标确认表_3.csv", [[*quarter, 2]], headers=headers)
    assert counts(inbox) == [(2, 1, 1), (1, 1, 0), (1, 0, 1)]


def test_sheets_of_one_file_are_one_delivery_of_rows(inbox: Inbox) -> None:
    """A table too long for a sheet goes on in the next: the same row in both is the same row twice in one file."""
    from tests.unit.ingest.conftest import HEADERS

    inbox.xlsx("社会保险缴费明细.xlsx", {"1": [HEADERS, insured()], "2": [HEADERS, insured()]})
    assert counts(inbox) == [(1, 1, 0), (1, 1, 0)]
    assert inbox.con.execute("select delivery_no, kind from source.duplicate_key order by all").fetchall() == [
        (1, "identical"),
        (2, "identical"),
    ]


def test_all_sources_are_there_typed_even_if_not_delivered(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细.csv", [insured()])
    inbox.load()
    described = {
        source: {name: kind for name, kind, *_ in inbox.con.execute(f"describe source.{source}").fetchall()}
        for source in SOURCES
    }
    for source, schema in SOURCES.items():
        address = ["delivery_no", "row_no", "content_hash"]
        faults = ["uscc_fault", "person_id_fault"] if source == "payout" else []
        assert list(described[source]) == [*schema.columns, *faults, *address]
        assert inbox.con.execute(f"select count(*) from source.{source}").fetchone() == (
            int(source == "social_insurance"),
        )
    assert described["social_insurance"]["contribution_base"] == "DECIMAL(18,2)"
    assert described["payout"]["quantity"] == "DECIMAL(18,6)"
    assert described["social_insurance"]["content_hash"] == described["payout"]["content_hash"] == "UBIGINT"
    delivered = inbox.con.execute("select source from source.availability where is_delivered").fetchall()
    assert delivered == [("social_insurance",)]
    assert inbox.con.execute("select count(*) from source.availability").fetchone() == (16,)


def test_delivered_and_not_delivered_have_the_same_types(inbox: Inbox) -> None:
    inbox.csv("申报台账.csv", [claim("A", 1)], headers=CLAIM)
    inbox.load()
    delivered = inbox.con.execute("describe source.claim").fetchall()
    empty = duckdb.connect()
    load_sources(empty, [], inbox.out, inbox.out)
    assert empty.execute("describe source.claim").fetchall() == delivered


def test_loading_twice_gives_the_same(inbox: Inbox) -> None:
    inbox.csv("申报台账_1.csv", [claim("A", 1), claim("A", 2), claim("B", 1)], headers=CLAIM)
    inbox.csv("申报台账_2.csv", [claim("B", 2), [""] * 6, claim("", 1)], headers=CLAIM)
    once = inbox.load()
    rejected = inbox.con.execute("select * from source.rejected_row").fetchall()
    assert inbox.load() == once
    assert inbox.con.execute("select * from source.rejected_row").fetchall() == rejected
    assert [row[3] for row in rejected] == [4]


def test_counts_that_do_not_add_up_stop_the_run(inbox: Inbox) -> None:
    inbox.csv("申报台账_1.csv", [claim("A", 1), claim("B", 1)], headers=CLAIM)
    reports = inbox.ingest()
    path = inbox.out / str(reports[0].rows_path)
    inbox.accepted(reports[0]).head(1).write_parquet(path)
    with pytest.raises(AuditError, match=r"申报台账_1\.csv") as stopped:
        load_sources(inbox.con, reports, inbox.out, inbox.out)
    assert stopped.value.exit_code == 3
