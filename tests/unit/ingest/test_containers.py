"""Every container gives the same rows, and what is wrong in a cell is never silently lost."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.ingest import corpus
from tests.unit.ingest.conftest import FIRM, HEADERS, OTHER_PERSON, PERSON, Inbox, insured
from tests.unit.ingest.corpus import CONTAINERS, Error, Formula
from tests.unit.ingest.corpus_parts import archive

STEM = "社会保险缴费明细_202301"
ROWS = [HEADERS, insured(), insured(person_id=OTHER_PERSON, person_name="李四", paid_on=None)]
TYPED = ("xlsx", "xlsb", "xls", "ods", "flat ods", "xml as xls")


def deliver(inbox: Inbox, kind: str, rows: list[Any]) -> Any:
    extension, write = CONTAINERS[kind]
    inbox.raw(STEM + extension, write(rows))
    return inbox.one()


@pytest.mark.parametrize("kind", CONTAINERS)
def test_every_container_is_read_by_its_content(inbox: Inbox, kind: str) -> None:
    report = deliver(inbox, kind, ROWS)
    assert (report.error, report.accepted, report.rejected) == (False, 2, 0), report.note
    rows = inbox.accepted(report)
    assert rows["person_id"].to_list() == [PERSON, OTHER_PERSON]
    assert rows["person_name"].to_list() == ["张三", "李四"]
    assert rows["paid_on"].to_list() == [datetime.date(2023, 1, 15), None]
    assert rows["row_no"].to_list() == [2, 3]


@pytest.mark.parametrize("kind", TYPED)
def test_an_error_value_is_a_rejection_in_every_container(inbox: Inbox, kind: str) -> None:
    report = deliver(inbox, kind, [HEADERS, insured(paid_on=Error("#N/A")), insured()])
    assert (report.accepted, report.rejected) == (1, 1)
    assert [fault[:3] for fault in inbox.faults(report)] == [(2, "到账日期", "#N/A")]


@pytest.mark.parametrize("kind", TYPED)
def test_an_id_stored_as_a_number_is_lost_in_every_container(inbox: Inbox, kind: str) -> None:
    """The text that comes back may look like a number that holds; the type of the cell says that it does not."""
    report = deliver(inbox, kind, [HEADERS, insured(person_id=320508199001012000), insured()])
    assert (report.accepted, report.rejected) == (1, 1)
    ((row, column, _, reason),) = inbox.faults(report)
    assert (row, column) == (2, "证件号码")
    assert "数值" in reason


@pytest.mark.parametrize("kind", TYPED)
def test_numbers_are_the_decimals_that_were_typed(inbox: Inbox, kind: str) -> None:
    row = insured(
        contribution_base=99999999999.99, employer_amount=0.1 + 0.2, employee_amount=1234567.89, period=202301
    )
    accepted = inbox.accepted(deliver(inbox, kind, [HEADERS, row]))
    amounts = accepted.select("contribution_base", "employer_amount", "employee_amount").row(0)
    assert amounts == (Decimal("99999999999.99"), Decimal("0.30"), Decimal("1234567.89"))


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_days_of_a_spreadsheet(inbox: Inbox, kind: str) -> None:
    accepted = inbox.accepted(deliver(inbox, kind, [HEADERS, insured(paid_on=datetime.date(2023, 1, 15))]))
    assert accepted["paid_on"].to_list() == [datetime.date(2023, 1, 15)]


@pytest.mark.parametrize("write", [corpus.xlsx, corpus.xlsb, corpus.xls, corpus.ods])
def test_days_that_count_from_1904(inbox: Inbox, write: Any) -> None:
    rows = [HEADERS, insured(paid_on=datetime.date(2023, 1, 15)), insured(paid_on=44941 - 1462)]
    inbox.raw(f"{STEM}.bin", write(rows, is_1904=True))
    assert inbox.accepted(inbox.one())["paid_on"].to_list() == [datetime.date(2023, 1, 15)] * 2


def test_bare_numbers_of_days_in_xml_that_counts_from_1904(inbox: Inbox) -> None:
    inbox.raw(f"{STEM}.xls", corpus.spreadsheetml([HEADERS, insured(paid_on=44941 - 1462)], is_1904=True))
    assert inbox.accepted(inbox.one())["paid_on"].to_list() == [datetime.date(2023, 1, 15)]


def test_xml_in_a_chinese_encoding(inbox: Inbox) -> None:
    page = (
        corpus.spreadsheetml(ROWS).decode().replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="GB2312"?>')
    )
    inbox.raw(f"{STEM}.xls", page.encode("gb18030"))
    assert inbox.accepted(inbox.one())["person_name"].to_list() == ["张三", "李四"]


def test_a_formula_without_its_result_is_a_rejection(inbox: Inbox) -> None:
    rows = [HEADERS, insured(paid_on=Formula("TODAY()")), insured(contribution_base=Formula("2000*2", 4000))]
    rows.append(insured(person_name=Formula('"张"&"三"', "张三")))
    inbox.raw(f"{STEM}.xlsx", corpus.xlsx(rows))
    report = inbox.one()
    assert (report.accepted, report.rejected) == (2, 1)
    assert [(row, column) for row, column, *_ in inbox.faults(report)] == [(2, "到账日期")]


@pytest.mark.parametrize("write", [corpus.xlsx, corpus.xlsb, corpus.xls, corpus.ods])
def test_hidden_rows_are_read_and_said(inbox: Inbox, write: Any) -> None:
    inbox.raw(f"{STEM}.bin", write(ROWS, hidden_rows=(3,)))
    report = inbox.one()
    assert (report.accepted, report.notes) == (2, ["有 1 行是隐藏的，也已读取"])


@pytest.mark.parametrize("write", [corpus.xlsx, corpus.xlsb, corpus.xls, corpus.ods, corpus.spreadsheetml])
def test_hidden_columns_are_read_and_said(inbox: Inbox, write: Any) -> None:
    """Those that stand in the table: whoever hides the empty rest of a sheet hides nothing."""
    inbox.raw(f"{STEM}.bin", write(ROWS, hidden_columns=(2, 3, 12)))
    report = inbox.one()
    assert (report.accepted, report.notes) == (2, ["有 2 列是隐藏的，也已读取"])
    assert inbox.accepted(report)["uscc"].to_list() == [FIRM, FIRM]


def test_a_hidden_binary_sheet_is_read_and_said(inbox: Inbox) -> None:
    inbox.raw(f"{STEM}.xlsb", corpus.xlsb(ROWS, is_hidden=True))
    report = inbox.one()
    assert (report.accepted, report.notes) == (2, ["这是隐藏的工作表，也已读取"])


def test_merged_cells_of_a_binary_sheet(inbox: Inbox) -> None:
    """A header of two rows, the upper merged across, some merged down; below it a code for two rows, and an amount."""
    upper = [*HEADERS[:5], "缴费金额", None, None, *HEADERS[8:]]
    lower = [*[None] * 5, "缴费基数", "单位缴费额", "个人缴费额", None, None]
    rows = [upper, lower, insured(), insured(person_id=OTHER_PERSON, uscc=None), insured(), insured()]
    rows[5][5] = None
    across, down = [(1, 1, 6, 8)], [(1, 2, at, at) for at in (1, 2, 3, 4, 5, 9, 10)]
    inbox.raw(f"{STEM}.xlsb", corpus.xlsb(rows, merges=[*across, *down, (3, 4, 3, 3), (5, 6, 6, 6)]))
    report = inbox.one()
    assert inbox.accepted(report)["uscc"].to_list() == [FIRM, FIRM]
    assert [fault[:2] for fault in inbox.faults(report)] == [(5, "缴费基数"), (6, "缴费基数")]


def test_a_lost_number_of_a_binary_sheet_may_be_a_formula_s(inbox: Inbox) -> None:
    rows = [HEADERS, insured(person_id=Formula("A1", 320508199001012000.0)), insured()]
    inbox.raw(f"{STEM}.xlsb", corpus.xlsb(rows))
    report = inbox.one()
    assert (report.accepted, [fault[0] for fault in inbox.faults(report)]) == (1, [2])


def test_a_hidden_sheet_is_read_and_said(inbox: Inbox) -> None:
    book = corpus.Xlsx({"一月": ROWS, "二月": [HEADERS, insured(period="202302")]}, hidden=("二月",))
    inbox.raw(f"{STEM}.xlsx", book.write())
    shown, hidden = inbox.ingest()
    assert (shown.accepted, hidden.accepted) == (2, 1)
    assert "隐藏的工作表" in str(hidden.note)
    assert "隐藏" not in str(shown.note)


def test_a_cell_merged_with_those_below_says_its_text_for_all(inbox: Inbox) -> None:
    rows = [HEADERS, insured(), insured(person_id=OTHER_PERSON, uscc=None)]
    inbox.raw(f"{STEM}.xlsx", corpus.xlsx(rows, merges=("C2:C3", "B5:D5")))
    assert inbox.accepted(inbox.one())["uscc"].to_list() == [FIRM, FIRM]


def test_a_merged_amount_cannot_be_told_apart(inbox: Inbox) -> None:
    rows = [HEADERS, insured(), insured(person_id=OTHER_PERSON, contribution_base=None), insured()]
    inbox.raw(f"{STEM}.xlsx", corpus.xlsx(rows, merges=("F2:F3",)))
    report = inbox.one()
    assert (report.accepted, report.rejected) == (1, 2)
    assert {(row, column) for row, column, *_ in inbox.faults(report)} == {(2, "缴费基数"), (3, "缴费基数")}


def test_spans_of_a_web_page(inbox: Inbox) -> None:
    cells = "".join(f"<td>{cell}" for cell in insured(uscc="X")).replace("<td>X", f"<td rowspan=2>{FIRM}")
    below = "".join(f"<td>{cell}" for cell in insured(person_id=OTHER_PERSON, uscc="X")).replace("<td>X", "")
    head = "".join(f"<th>{title}" for title in HEADERS)
    page = f"<table><tr><td colspan=10>缴费明细&nbsp;<b>表</b><tr>{head}<tr>{cells}<tr>{below}</table>"
    inbox.raw(f"{STEM}.xls", page.encode())
    accepted = inbox.accepted(inbox.one())
    assert accepted["uscc"].to_list() == [FIRM, FIRM]
    assert accepted["row_no"].to_list() == [3, 4]


@pytest.mark.parametrize("name_encoding", [None, "gb18030"])
def test_files_in_an_archive_are_deliveries_of_their_own(inbox: Inbox, name_encoding: str | None) -> None:
    files = {
        "人社/社会保险缴费明细_202301_更正.csv": corpus.text([HEADERS, insured(contribution_base="5000")]),
        "人社/社会保险缴费明细_202301.xlsx": corpus.xlsx(ROWS),
        "人社/说明.pdf": b"%PDF-1.7",
        "__MACOSX/._x": b"x",
    }
    inbox.raw("收件.zip", archive(files, name_encoding))
    reports = inbox.load()
    assert [(report.file, report.error, report.accepted, report.superseded) for report in reports] == [
        ("收件.zip/人社/社会保险缴费明细_202301.xlsx", False, 0, 2),
        ("收件.zip/人社/社会保险缴费明细_202301_更正.csv", False, 1, 0),
        ("收件.zip/人社/说明.pdf", True, 0, 0),
    ]
    assert not (inbox.out / "unpacked").exists() or not list((inbox.out / "unpacked").iterdir())
