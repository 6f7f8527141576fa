"""XLSX: what a cell is matters as much as what it shows."""

import datetime
from decimal import Decimal

import openpyxl
import pytest

from tests.unit.ingest.conftest import FIRM, HEADERS, OTHER_PERSON, PERSON, Inbox, insured

NAME = "社会保险缴费明细_202301.xlsx"


def test_numbers_and_dates_of_excel(inbox: Inbox) -> None:
    row = insured(
        period=202301,
        contribution_base=99999999999.99,
        employer_amount=0.1 + 0.2,
        employee_amount=1234567.89,
        paid_on=datetime.date(2023, 1, 15),
    )
    inbox.xlsx(NAME, {"Sheet1": [HEADERS, row, insured(period=datetime.datetime(2023, 2, 1), paid_on=44941)]})
    report = inbox.one()
    rows = inbox.accepted(report)
    assert rows["period"].to_list() == [202301, 202302]
    assert rows["paid_on"].to_list() == [datetime.date(2023, 1, 15)] * 2
    amounts = rows.select("contribution_base", "employer_amount", "employee_amount").row(0)
    assert amounts == (Decimal("99999999999.99"), Decimal("0.30"), Decimal("1234567.89"))
    assert report.sheet == "Sheet1"


@pytest.mark.parametrize("value", [320508196001010009, 3.2050819600101e17])
def test_an_identity_number_stored_as_a_number_has_lost_its_end(inbox: Inbox, value: float) -> None:
    inbox.xlsx(NAME, {"Sheet1": [HEADERS, insured(person_id=value), insured()]})
    report = inbox.one()
    assert (report.accepted, report.rejected) == (1, 1)
    ((row, column, _, reason),) = inbox.faults(report)
    assert (row, column) == (2, "证件号码")
    assert "数值" in reason


def test_a_lost_number_is_refused_even_if_its_check_character_fits(inbox: Inbox) -> None:
    """320508199001012000 ends in zeros, as all numbers of Excel do, and is a valid number too."""
    inbox.xlsx(
        NAME, {"Sheet1": [HEADERS, insured(person_id=320508199001012000), insured(person_id="320508199001010010")]}
    )
    report = inbox.one()
    assert inbox.accepted(report)["person_id"].to_list() == [OTHER_PERSON]
    assert [row for row, *_ in inbox.faults(report)] == [2]


def test_a_key_stored_as_a_long_number_is_refused_and_a_short_one_is_not(inbox: Inbox) -> None:
    headers = ["申报编号", "证件号码", "姓名"]
    rows = [[202301000000000012345, PERSON, "张三"], [20230101, PERSON, "张三"]]
    inbox.xlsx("申报花名册.xlsx", {"Sheet1": [headers, *rows]})
    report = inbox.one()
    assert inbox.accepted(report)["claim_no"].to_list() == ["20230101"]
    assert [(row, column) for row, column, *_ in inbox.faults(report)] == [(2, "申报编号")]


def test_an_error_cell_is_never_an_empty_value(inbox: Inbox) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADERS)
    sheet.append(insured(paid_on=None))
    sheet.append(insured())
    for address, error in (("J2", "#N/A"), ("F3", "#DIV/0!"), ("C3", "#REF!")):
        sheet[address].value = error
        sheet[address].data_type = "e"
    book.save(inbox.folder / NAME)
    report = inbox.one()
    assert (report.accepted, report.rejected) == (0, 2)
    assert [fault[:3] for fault in inbox.faults(report)] == [
        (2, "到账日期", "#N/A"),
        (3, "统一社会信用代码", "#REF!"),
        (3, "缴费基数", "#DIV/0!"),
    ]
    assert {fault[3] for fault in inbox.faults(report)} == {"单元格是 Excel 的错误值"}


def test_rows_are_numbered_as_excel_shows_them(inbox: Inbox) -> None:
    inbox.xlsx(
        NAME, {"Sheet1": [["缴费明细"], [], HEADERS, insured(), [], insured(person_id="1"), [None] * 3, insured()]}
    )
    report = inbox.one()
    assert inbox.accepted(report)["row_no"].to_list() == [4, 8]
    assert [row for row, *_ in inbox.faults(report)] == [6]
    assert report.not_rows == {"blank": 2}


def test_a_table_that_does_not_begin_in_the_first_column(inbox: Inbox) -> None:
    rows = [[], [None, *HEADERS], [None, *insured()], [None, *insured(person_id=320508196001010009)]]
    inbox.xlsx(NAME, {"Sheet1": rows})
    report = inbox.one()
    assert (report.accepted, report.rejected) == (1, 1)
    assert "数值" in inbox.faults(report)[0][3]


def test_every_sheet_with_a_header_is_a_delivery(inbox: Inbox) -> None:
    contract = ["证件号码", "姓名", "统一社会信用代码", "合同类型", "签订日期", "合同起始日"]
    inbox.xlsx(
        "人社报送.xlsx",
        {
            "填写说明": [["社会保险缴费明细怎样填写"], HEADERS],
            "一月": [HEADERS, insured()],
            "二月": [HEADERS, insured(period="202302")],
            "劳动合同备案": [contract, [PERSON, "张三", FIRM, "固定期限", "2023-01-01", "2023-01-01"]],
            "示例": [HEADERS, insured()],
            "Sheet9": [],
            "统计": [["共两个月"]],
        },
    )
    reports = inbox.ingest()
    assert [(report.source, report.sheet, report.accepted) for report in reports] == [
        ("social_insurance", "一月", 1),
        ("social_insurance", "二月", 1),
        ("contract", "劳动合同备案", 1),
    ]
    assert len({report.delivery_no for report in reports}) == 3
    assert "统计" in str(reports[0].note)


def test_a_broken_sheet_harms_no_other(inbox: Inbox) -> None:
    inbox.xlsx("社会保险缴费明细.xlsx", {"一月": [HEADERS, insured()], "二月": [HEADERS[1:], insured()[1:]]})
    good, bad = inbox.ingest()
    assert (good.accepted, good.error) == (1, False)
    assert (bad.error, bad.sheet) == (True, "二月")
    assert "证件号码" in str(bad.note)


def test_a_truth_value_is_a_flag(inbox: Inbox) -> None:
    headers = ["保证金编号", "统一社会信用代码", "保证金类型", "应缴日期", "应缴金额", "是否扣留工程款"]
    row = ["B1", FIRM, "工程质量保证金", "2023-03-01", 100]
    inbox.xlsx("保证金台账.xlsx", {"Sheet1": [headers, [*row, True], ["B2", *row[1:], "否"]]})
    assert inbox.accepted(inbox.one())["withheld_from_payment"].to_list() == [True, False]
