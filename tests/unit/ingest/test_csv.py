"""CSV: encodings told apart on evidence, records numbered as Excel shows them, nothing lost on the way."""

from collections.abc import Callable
from typing import Any

import pytest

from pipelines.ingest import DeliveryReport, csv_reader
from tests.unit.ingest.conftest import HEADERS, PERSON, Inbox, insured

Write = Callable[..., DeliveryReport]
Pieces = Callable[..., None]
NAME = "社会保险缴费明细_202301.csv"


def text_of(*rows: list[Any], newline: str = "\n") -> str:
    return "".join(",".join(map(str, row)) + newline for row in (HEADERS, *rows))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_encoding_is_found(inbox: Inbox, write_insured: Write, encoding: str, newline: str) -> None:
    report = write_insured(insured(person_name="赵㐂𠮷"), encoding=encoding, newline=newline)
    assert (report.error, report.accepted) == (False, 1)
    assert inbox.accepted(report)["person_name"].to_list() == ["赵㐂𠮷"]


def test_canonical_headers_and_late_chinese_in_gb18030(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ASCII prefix proves nothing: the strict decoding of the rest decides, from the start again."""
    monkeypatch.setattr(csv_reader, "PREFIX_BYTES", 400)
    headers = "claim_no,person_id,person_name,category\n"
    rows = [f"C{number},320508196001010009,{'Zhang' if number < 40 else '张三'}," for number in range(80)]
    inbox.raw("claim_person_1.csv", (headers + "\n".join(rows)).encode("gb18030"))
    report = inbox.one()
    assert (report.source, report.accepted, report.rejected) == ("claim_person", 80, 0)
    assert inbox.accepted(report)["person_name"].to_list() == ["Zhang"] * 40 + ["张三"] * 40


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_character_cut_by_a_piece_of_reading_stays_whole(
    inbox: Inbox, write_insured: Write, encoding: str, monkeypatch: pytest.MonkeyPatch, pieces: Pieces
) -> None:
    monkeypatch.setattr(csv_reader, "PREFIX_BYTES", 333)
    pieces(301, 7)
    names = [f"欧阳{'㐂' * (number % 5)}{number}" for number in range(60)]
    report = write_insured(*(insured(person_name=name) for name in names), encoding=encoding)
    assert inbox.accepted(report)["person_name"].to_list() == names
    assert inbox.accepted(report)["row_no"].to_list() == list(range(2, 62))


def test_a_wrong_byte_rejects_the_file_and_names_its_place(inbox: Inbox) -> None:
    lines = text_of(insured(), insured(person_name="李四"), insured()).encode("gb18030").split(b"\n")
    lines[2] = lines[2].replace("李四".encode("gb18030"), b"\xc0\xff")
    content = b"\n".join(lines)
    inbox.raw(NAME, content)
    report = inbox.one()
    assert (report.error, report.rows_read) == (True, 0)
    assert f"第 3 行、第 {content.index(bytes([0xC0, 0xFF])) + 1} 个字节" in str(report.note)


def test_what_a_wrong_decoding_left_rejects_its_row(inbox: Inbox) -> None:
    inbox.raw(NAME, text_of(insured(), insured(person_name="李\ufffd"), insured(person_name="锟斤拷")).encode())
    report = inbox.one()
    assert (report.rows_read, report.accepted, report.rejected) == (3, 1, 2)
    assert [(row, column) for row, column, _, _ in inbox.faults(report)] == [(3, "姓名"), (4, "姓名")]
    assert "乱码" in inbox.faults(report)[0][3]


def test_records_are_numbered_as_excel_shows_them(inbox: Inbox) -> None:
    quoted = ",".join(insured()).replace("张三", '"张\n""三"""')
    lines = [",".join(HEADERS), quoted, "", ",".join(insured()), "a,b", ",".join(insured())]
    inbox.raw(NAME, "\r\n".join(lines).encode())
    report = inbox.one()
    assert inbox.accepted(report)["row_no"].to_list() == [2, 4, 6]
    assert inbox.accepted(report)["person_name"][0] == '张\n"三"'
    assert [(row, column) for row, column, _, _ in inbox.faults(report)] == [(5, "（整行）")]
    assert report.not_rows == {"blank": 1}
    assert (report.rows_read, report.rows_judged) == (4, 4)


@pytest.mark.parametrize("batch_rows", [1, 3, 1000])
def test_damaged_rows_keep_the_numbers_right_in_any_batch(inbox: Inbox, pieces: Pieces, batch_rows: int) -> None:
    pieces(400, batch_rows)
    damaged = {2, 7, 8, 20, 41}
    lines = [",".join(HEADERS)] + ["x,y" if number in damaged else ",".join(insured()) for number in range(2, 42)]
    inbox.raw(NAME, "\n".join(lines).encode())
    report = inbox.one()
    assert inbox.accepted(report)["row_no"].to_list() == [number for number in range(2, 42) if number not in damaged]
    assert {row for row, *_ in inbox.faults(report)} == damaged
    assert (report.rows_read, report.rejected) == (40, 5)


@pytest.mark.parametrize("batch_rows", [1, 5, 1000])
def test_a_file_whose_rows_are_all_damaged_is_given_in_batches(inbox: Inbox, pieces: Pieces, batch_rows: int) -> None:
    pieces(200, batch_rows)
    lines = [",".join(HEADERS), *(",".join([*insured(), "x", "y"]) for _ in range(30))]
    inbox.raw(NAME, "\n".join(lines).encode())
    report = inbox.one()
    assert [row for row, *_ in inbox.faults(report)] == list(range(2, 32))
    assert (report.rows_read, report.rejected) == (30, 30)


def test_the_first_cell_of_a_damaged_record_is_cut_by_the_delimiter_of_its_file(inbox: Inbox) -> None:
    """小计, with a comma in it, in a file of tabs."""
    lines = ["\t".join(HEADERS), "\t".join(insured()), "小计\t1,280"]
    inbox.raw(NAME, "\n".join(lines).encode())
    report = inbox.one()
    assert (report.rows_read, report.not_rows) == (1, {"subtotal": 1})


def test_a_title_above_the_header_does_not_matter(inbox: Inbox) -> None:
    inbox.raw(NAME, ("姑苏区社会保险缴费明细\n单位：元,,\n" + text_of(insured())).encode())
    report = inbox.one()
    assert (report.error, report.accepted) == (False, 1)
    assert inbox.accepted(report)["row_no"].to_list() == [4]


def test_an_unpaired_quotation_mark_rejects_the_file_and_names_the_row(inbox: Inbox) -> None:
    lines = text_of(*([insured()] * 5)).splitlines()
    lines[3] = lines[3].replace("张三", '"张三')
    inbox.raw(NAME, "\n".join(lines).encode())
    report = inbox.one()
    assert report.error
    assert "引号" in str(report.note)
    assert "第 4 行" in str(report.note)


def test_an_unpaired_quotation_mark_in_a_large_file(inbox: Inbox, pieces: Pieces) -> None:
    pieces(1000)
    lines = text_of(*([insured()] * 500)).splitlines()
    lines[3] = lines[3].replace("张三", '"张三')
    inbox.raw(NAME, "\n".join(lines).encode())
    report = inbox.one()
    assert report.error
    assert "引号" in str(report.note)
    assert not list(inbox.out.glob("*.p*"))


def test_a_header_without_rows_is_a_delivery_of_none(inbox: Inbox) -> None:
    inbox.raw(NAME, text_of().encode())
    report = inbox.one()
    assert (report.error, report.rows_read, report.note) == (False, 0, "只有表头，没有数据")


def test_columns_in_any_order_under_any_name(inbox: Inbox) -> None:
    headers = [
        "paid_on",
        "险种",
        " 身份证号",
        "姓 名",
        "缴费月份",
        "缴费基数（元）",
        "单位应缴",
        "个人应缴",
        "缴费类型*",
        "备注",
    ]
    row = ["2023-01-15", "养老", insured()[0], "张三", "2023年1月", "4,000", "640", "320", "正常", "x"]
    inbox.csv(NAME, [row], headers=headers)
    report = inbox.one()
    assert (report.accepted, report.extra_columns) == (1, ["备注"])
    assert "备注" in str(report.note)
    assert inbox.accepted(report).row(0)[2:5] == (None, None, None)


def test_a_quotation_mark_inside_a_field_is_a_letter(inbox: Inbox) -> None:
    """Lines cannot be told from records by counting then: they are counted the slow way."""
    lines = [",".join(HEADERS), ",".join(insured(person_name='3"管')), ",".join(insured(person_name='"张\n三"'))]
    inbox.raw(NAME, "\n".join(lines).encode())
    report = inbox.one()
    assert inbox.accepted(report)["person_name"].to_list() == ['3"管', "张\n三"]


def test_one_quotation_mark_inside_a_field_is_a_letter_too(inbox: Inbox) -> None:
    lines = [",".join(HEADERS), ",".join(insured(person_name='3"管')), ",".join(insured())]
    inbox.raw(NAME, "\n".join(lines).encode())
    assert inbox.accepted(inbox.one())["person_name"].to_list() == ['3"管', "张三"]


@pytest.mark.parametrize("rows", [(1,), (2,), (3,), (1, 3)])
def test_a_quotation_without_end_swallows_no_rows_into_a_last_column(inbox: Inbox, rows: tuple[int, ...]) -> None:
    """The record has as many fields as it should: its quotation is open at the end, or ends before a letter."""
    headers = ["申报编号", "证件号码", "姓名", "人员类别"]
    lines = [headers, *([f"C{number}", PERSON, "张三", "在职"] for number in range(1, 4))]
    for row in rows:
        lines[row][3] = '"在职'
    inbox.raw("申报花名册_1.csv", "\n".join(map(",".join, lines)).encode() + b"\n")
    report = inbox.one()
    assert report.error
    assert "引号不成对" in str(report.refusal)


def test_a_line_without_end_is_no_matter_of_quotation_marks(inbox: Inbox) -> None:
    inbox.raw(NAME, text_of(insured()).encode() + b"x" * (9 << 20))
    assert "异常地长" in str(inbox.one().refusal)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-be"])
def test_a_mark_of_utf_32_is_not_taken_for_that_of_utf_16(inbox: Inbox, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-32-be" else ""
    inbox.raw(NAME, (mark + text_of(insured(person_name="赵㐂𠮷"))).encode(encoding))
    assert inbox.accepted(inbox.one())["person_name"].to_list() == ["赵㐂𠮷"]


def test_records_that_do_not_come_out_refuse_the_file(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, pieces: Pieces
) -> None:
    pieces()
    monkeypatch.setattr("pipelines.readers.text_stream.Counted.records", 7)
    inbox.raw(NAME, text_of(insured(), insured()).encode())
    report = inbox.one()
    assert (report.error, report.rows_read) == (True, 0)
    assert "文件有 7 条记录，只能分出 3 条" in str(report.note)


def test_the_mark_behind_the_last_record_is_no_row(inbox: Inbox) -> None:
    inbox.raw(NAME, text_of(insured()).encode() + b"\x1a")
    report = inbox.one()
    assert (report.rows_read, report.accepted, report.not_rows) == (1, 1, {"blank": 1})
