"""Finding the table: titles, two-row headers, printed pages, units, near misses, and what the settings confirm."""

from decimal import Decimal
from typing import Any

import pytest

from pipelines.ingest import Confirmed, Reading, ingest_file
from tests.unit.ingest import corpus
from tests.unit.ingest.conftest import FIRM, HEADERS, OTHER_PERSON, Inbox, insured

NAME = "社会保险缴费明细_202301.csv"


def renamed(**titles: str) -> list[str]:
    """HEADERS with other words for some: by the title that is replaced."""
    return [titles.get(title, title) for title in HEADERS]


def test_a_header_of_two_rows(inbox: Inbox) -> None:
    upper = [*HEADERS[:6], "单位", "个人", "缴费类型", "到账日期"]
    lower = ["", "", "", "", "", "", "缴费额", "缴费额（元）", "", ""]
    inbox.csv(NAME, [upper, lower, insured(), upper, lower, insured()], headers=["缴费明细", *[""] * 9])
    report = inbox.one()
    assert (report.accepted, report.rejected, report.not_rows) == (2, 0, {"header": 2})
    assert inbox.accepted(report)["employee_amount"].to_list() == [Decimal("320.00")] * 2


def test_a_header_cell_above_spans_those_below(inbox: Inbox) -> None:
    upper = [*HEADERS[:6], "应缴", None, "缴费类型", "到账日期"]
    lower = [None, None, None, None, None, None, "单位缴费额", "个人缴费额", None, None]
    inbox.raw(NAME, corpus.xlsx([upper, lower, insured()], merges=("G1:H1", "A1:A2", "B1:B2")))
    assert inbox.one().accepted == 1


def test_printed_pages_repeat_title_and_header(inbox: Inbox) -> None:
    page = [["姑苏区缴费明细", *[""] * 9], ["单位：元", *[""] * 9], list(HEADERS)]
    rows = [
        *page[1:],
        insured(),
        ["本页小计", *[""] * 4, "4000", *[""] * 4],
        ["第1页 共2页", *[""] * 9],
        *page,
        insured(),
    ]
    rows.append(["合计", *[""] * 4, "8000", *[""] * 4])
    inbox.csv(NAME, rows, headers=page[0])
    report = inbox.one()
    assert (report.rows_read, report.accepted, report.rejected) == (2, 2, 0)
    assert report.not_rows == {"header": 3, "subtotal": 1, "total": 1, "note": 1}
    assert report.control_check == "相符"


def test_a_subtotal_that_does_not_tie_is_named(inbox: Inbox) -> None:
    subtotal = ["小计", *[""] * 4, "4000", *[""] * 4]
    rows = [insured(), subtotal, insured(), insured(), subtotal, ["合计", *[""] * 4, "12000", *[""] * 4]]
    inbox.csv(NAME, rows)
    assert "2 个小计行中有 1 个与其上各行之和不符（首个在第 6 行）" in str(inbox.one().control_check)


def test_a_unit_above_the_header_holds_for_amounts_without_their_own(inbox: Inbox) -> None:
    headers = renamed(单位缴费额="单位缴费额（元）")
    inbox.csv(
        NAME,
        [["金额单位：万元", *[""] * 9], headers, insured(contribution_base="0.4", employee_amount="0.032")],
        ["表"] + [""] * 9,
    )
    report = inbox.one()
    row = inbox.accepted(report).row(0, named=True)
    assert (row["contribution_base"], row["employer_amount"], row["employee_amount"]) == (4000, 640, 320)
    assert "万元" in str(report.note)


def test_a_unit_that_is_neither_yuan_nor_ten_thousand_is_refused(inbox: Inbox) -> None:
    inbox.csv(NAME, [list(HEADERS), insured()], ["单位：千元"] + [""] * 9)
    assert "千元" in str(inbox.one().note)


@pytest.mark.parametrize(
    "header",
    [
        "缴费基数（元）",
        "缴费\n基数",
        "缴费基数(必填)",
        "１.缴费基数",
        "*缴费基数：",
        "【缴费基数】",
        "缴费基数[单位：元]",
    ],
)
def test_headers_that_only_look_different(inbox: Inbox, header: str) -> None:
    inbox.csv(NAME, [insured()], headers=renamed(缴费基数=header))
    report = inbox.one()
    if header == "【缴费基数】":
        assert "可能是“缴费基数”" in str(report.note)
    else:
        assert report.accepted == 1


def test_a_near_miss_that_check_characters_prove_is_taken_and_said(inbox: Inbox) -> None:
    inbox.csv(NAME, [insured()], headers=renamed(统一社会信用代码="统一社会信用代码证号"))
    report = inbox.one()
    assert inbox.accepted(report)["uscc"].to_list() == [FIRM]
    assert "“统一社会信用代码证号”一列的校验码证明" in str(report.note)
    assert report.extra_columns == []


def test_a_near_miss_whose_front_says_whose_it_is_is_only_suggested(inbox: Inbox) -> None:
    """法人身份证号 is not the insured person's number, however well its check characters fit."""
    inbox.csv(NAME, [insured()], headers=renamed(证件号码="法人身份证号"))
    report = inbox.one()
    assert report.error
    assert "“法人身份证号”可能是“证件号码”" in str(report.note)


def test_a_near_miss_without_proof_is_suggested_with_the_line_that_confirms_it(inbox: Inbox) -> None:
    headers = renamed(缴费基数="缴费基数合计")
    inbox.csv(NAME, [insured()], headers=headers)
    note = str(inbox.one().note)
    assert "source: social_insurance, header: 缴费基数合计, column: contribution_base" in note


@pytest.mark.parametrize(("sender", "is_read"), [("", True), ("区人社局", True), ("税务局", False)])
def test_a_confirmed_header_holds_for_its_sender(inbox: Inbox, sender: str, is_read: bool) -> None:
    inbox.csv(NAME, [renamed(缴费基数="基数甲"), insured()], headers=["区人社局填报", *[""] * 9])
    confirmed = Confirmed(sender, "social_insurance", "基数甲", "contribution_base")
    (report,) = ingest_file(inbox.folder / NAME, 0, inbox.out / "0", reading=Reading(confirmed=(confirmed,)))
    assert report.error is not is_read
    if is_read:
        assert "按设置把“基数甲”读作“缴费基数”" in str(report.note)


def test_several_tables_of_one_file(inbox: Inbox) -> None:
    months = {f"{month}月": [HEADERS, insured(period=f"2023{month:02d}")] for month in (1, 2, 3)}
    inbox.raw("社会保险缴费明细_2023.xlsx", corpus.Xlsx(months).write())
    assert [(report.sheet, report.accepted) for report in inbox.ingest()] == [("1月", 1), ("2月", 1), ("3月", 1)]


def mended(inbox: Inbox) -> list[tuple[Any, ...]]:
    inbox.load()
    return inbox.con.execute(
        'select row, "column", value, mended, row_count from source.repair order by row, 2'
    ).fetchall()


def test_what_was_mended_is_listed(inbox: Inbox) -> None:
    wrong = OTHER_PERSON.replace("0", "O", 1)
    rows = [
        insured(payment_kind="正常应缴", uscc=FIRM.replace("0", "O", 2)),
        insured(person_id=wrong, payment_kind="正常应缴", insurance_type="企业职工基本养老保险"),
        insured(contribution_base="0.4万元", paid_on="44941"),
    ]
    inbox.csv(NAME, rows)
    assert mended(inbox) == [
        (2, "统一社会信用代码", FIRM.replace("0", "O", 2), FIRM, 1),
        (2, "缴费类型", "正常应缴", "正常", 2),
        (3, "证件号码", f"{wrong[:6]}********{wrong[-4:]}", f"{OTHER_PERSON[:6]}********{OTHER_PERSON[-4:]}", 1),
        (3, "险种", "企业职工基本养老保险", "养老", 1),
        (4, "到账日期", "44941", "2023-01-15", 1),
        (4, "缴费基数", "0.4万元", "4000.00", 1),
    ]


def test_a_letter_in_a_code_is_mended_by_proof_only(inbox: Inbox) -> None:
    inbox.csv(NAME, [insured(uscc=FIRM.replace("0", "O", 1)[:-1] + "H")])
    report = inbox.one()
    assert (report.accepted, report.repairs, inbox.faults(report)[0][1]) == (0, 0, "统一社会信用代码")


def test_a_unit_in_the_value_that_contradicts_the_header_is_refused(inbox: Inbox) -> None:
    inbox.csv(NAME, [insured(contribution_base="0.4万元")], headers=renamed(缴费基数="缴费基数（元）"))
    assert "单位" in inbox.faults(inbox.one())[0][3]


def test_nul_characters_are_taken_out_and_said(inbox: Inbox) -> None:
    inbox.raw(NAME, corpus.text([HEADERS, insured()]).replace("张三".encode(), "张\x00三".encode()))
    report = inbox.one()
    assert inbox.accepted(report)["person_name"].to_list() == ["张三"]
    assert "1 个空字符" in str(report.note)


@pytest.mark.parametrize(
    ("options", "form"),
    [({}, "UTF-8 编码，逗号"), ({"encoding": "gb18030", "delimiter": "\t"}, "GB18030 编码，制表符"),
     ({"encoding": "utf-16", "delimiter": ";"}, "UTF-16 编码，分号"), ({"delimiter": "，"}, "UTF-8 编码，全角逗号")],
)  # fmt: skip
def test_how_a_text_was_read_is_stated(inbox: Inbox, options: dict[str, str], form: str) -> None:
    inbox.raw(NAME, corpus.text([HEADERS, insured()], **options))
    assert form in str(inbox.one().form)
