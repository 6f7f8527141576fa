"""Files that are no delivery, headers that fit nothing or too much: said with a remedy, and the run goes on."""

import pytest

from pipelines.ingest import list_files
from pipelines.ingest.files import is_replacement, source_of_stem
from pipelines.ingest.headers import recognise
from pipelines.ingest.reading import FileRejected
from tests.unit.ingest.conftest import FIRM, HEADERS, PERSON, Inbox, insured

REMEDY = "请"


def refused(inbox: Inbox) -> str:
    report = inbox.one()
    assert report.error
    assert (report.rows_read, report.accepted) == (0, 0)
    note = str(report.note)
    assert REMEDY in note
    return note


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("社会保险缴费明细.pdf", b"%PDF-1.4", "PDF"),
        ("社会保险缴费明细", b"x", "表头"),
        ("社会保险缴费明细.xls", b"\xd0\xcf\x11\xe0", "Excel"),
        ("社会保险缴费明细.csv", b"", "空"),
        ("社会保险缴费明细.csv", b"\n\n \n", "没有任何数据"),
        ("社会保险缴费明细.csv", b"PK\x03\x04\x00\x00", "压缩包"),
        ("社会保险缴费明细.csv", "证件号码,姓名".encode("utf-16"), "缺少"),
        ("社会保险缴费明细.csv", b"abc\x00\x01\x02", "二进制"),
        ("社会保险缴费明细.xlsx", b"", "空"),
        ("社会保险缴费明细.xlsx", "证件号码,姓名\n".encode(), "缺少"),
        ("社会保险缴费明细.xlsx", b"\xd0\xcf\x11\xe0rest", "损坏"),
        ("社会保险缴费明细.csv", "甲,乙\n1,2\n".encode(), "表头"),
    ],
)
def test_a_file_that_is_no_table(inbox: Inbox, name: str, content: bytes, words: str) -> None:
    inbox.raw(name, content)
    assert words in refused(inbox)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.98])
def test_a_truncated_workbook(inbox: Inbox, share: float) -> None:
    name = "社会保险缴费明细.xlsx"
    inbox.xlsx(name, {"Sheet1": [HEADERS, *([insured()] * 50)]})
    whole = (inbox.folder / name).read_bytes()
    inbox.raw(name, whole[: int(len(whole) * share)])
    assert "Excel" in refused(inbox)


def test_a_workbook_whose_sheet_is_damaged_inside(inbox: Inbox) -> None:
    """The archive is whole and the sheet in it is not."""
    import zipfile

    name = "社会保险缴费明细.xlsx"
    inbox.xlsx(name, {"Sheet1": [HEADERS, *([insured()] * 50)]})
    with zipfile.ZipFile(inbox.folder / name) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    with zipfile.ZipFile(inbox.folder / name, "w") as book:
        for part, content in parts.items():
            book.writestr(part, content[: len(content) // 2] if "sheet1" in part else content)
    assert "Excel" in refused(inbox)


def test_a_zip_that_is_no_workbook(inbox: Inbox) -> None:
    import zipfile

    with zipfile.ZipFile(inbox.folder / "社会保险缴费明细.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")
    assert "表头" in refused(inbox)


def test_a_missing_required_column_is_named(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细_202301.csv", [insured()[:4]], headers=HEADERS[:4])
    note = refused(inbox)
    assert all(title in note for title in ("费款所属期", "缴费基数", "缴费类型"))
    assert "到账日期" not in note


def test_a_header_that_fits_nothing(inbox: Inbox) -> None:
    inbox.csv("报送数据.csv", [["1", "2"]], headers=["甲", "乙"])
    assert "无法识别" in refused(inbox)
    assert inbox.one().source is None


def test_a_header_that_fits_two_sources(inbox: Inbox) -> None:
    payroll = ["工资月份", "应发工资", "实发工资", "发放日期"]
    tax = ["税款所属期", "收入额", "已扣缴税额"]
    inbox.csv("报送数据.csv", [[]], headers=["证件号码", "姓名", "统一社会信用代码", *payroll, *tax])
    note = refused(inbox)
    assert "工资发放明细" in note
    assert "个人所得税扣缴明细" in note


def test_a_column_delivered_twice(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细.csv", [[*insured(), "李四"]], headers=[*HEADERS, "姓名"])
    assert "姓名" in refused(inbox)


def test_amounts_in_an_unknown_unit_are_not_taken_for_yuan(inbox: Inbox) -> None:
    headers = ["缴费基数（千元）" if title == "缴费基数" else title for title in HEADERS]
    inbox.csv("社会保险缴费明细.csv", [insured()], headers=headers)
    assert "缴费基数" in refused(inbox)


def test_the_header_decides_where_the_name_says_nothing(inbox: Inbox) -> None:
    """证件号码 and 姓名 with more beside them are not 人员信息: the source that explains more columns is meant."""
    inbox.csv("一月.csv", [insured()])
    assert (inbox.one().source, inbox.one().accepted) == ("social_insurance", 1)


def test_the_run_goes_on_after_bad_files(inbox: Inbox) -> None:
    inbox.raw("0.pdf", b"x")
    inbox.raw("社会保险缴费明细_202301.xlsx", b"broken")
    inbox.csv("社会保险缴费明细_202302.csv", [insured()])
    reports = inbox.load()
    assert [report.error for report in reports] == [True, True, False]
    shown = inbox.con.execute(
        "select file, source, error, accepted from source.delivery order by delivery_no"
    ).fetchall()
    assert shown == [
        ("0.pdf", None, True, 0),
        ("社会保险缴费明细_202301.xlsx", "social_insurance", True, 0),
        ("社会保险缴费明细_202302.csv", "social_insurance", False, 1),
    ]


@pytest.mark.parametrize(
    ("stem", "source"),
    [
        ("社会保险缴费明细_202301", "social_insurance"),
        ("social_insurance_2023Q1", "social_insurance"),
        ("Social_Insurance", "social_insurance"),
        ("申报台账2023", "claim"),
        ("申报花名册", "claim_person"),
        ("claim_202301", "claim"),
        ("claim_person_202301", "claim_person"),
        ("person_1", "person"),
        ("person", "person"),
        ("personnel", None),
        ("人社局社会保险缴费明细", None),
    ],
)
def test_the_source_that_a_name_says(stem: str, source: str | None) -> None:
    assert source_of_stem(stem) == source


@pytest.mark.parametrize(
    ("stem", "replaces"),
    [("a_202302_更正", True), ("a_全量", True), ("a更正", True), ("a_更正(1)", True), ("a_更正_2", True),
     ("a_补充", False),
     ("a_更正说明", False), ("a_202302", False)],
)  # fmt: skip
def test_which_files_replace(stem: str, replaces: bool) -> None:
    assert is_replacement(stem) is replaces


def test_files_in_their_natural_order_without_leftovers(inbox: Inbox) -> None:
    for name in [
        "a_10月.csv",
        "a_2月_更正.csv",
        "a_2月.csv",
        "a_2月.xlsx",
        ".DS_Store",
        "~$a.xlsx",
        "Thumbs.db",
        "b.tmp",
    ]:
        inbox.raw(name, b"x")
    (inbox.folder / "folder").mkdir()
    assert [path.name for path in list_files(inbox.folder)] == [
        "a_2月.csv",
        "a_2月.xlsx",
        "a_2月_更正.csv",
        "a_10月.csv",
    ]


def test_a_name_decides_before_the_header() -> None:
    """A misnamed file is sent back, not taken for something else."""
    with pytest.raises(FileRejected, match="工资发放明细"):
        recognise("工资发放明细_202301", None, [(1, list(HEADERS))])


def test_no_personal_value_is_shown_whole(inbox: Inbox) -> None:
    wrong = PERSON[:-1] + "8"
    rows = [insured(person_id=wrong, person_name=""), insured(uscc=wrong), insured(employer_amount=wrong)]
    inbox.csv("社会保险缴费明细.csv", rows)
    report = inbox.one()
    assert len(inbox.faults(report)) == 4
    assert wrong not in str(inbox.rejected(report).rows())
    assert "3205" in str(inbox.rejected(report)["value"].to_list())


def test_a_unified_code_is_shown_whole(inbox: Inbox) -> None:
    wrong = FIRM[:-1] + "H"
    inbox.csv("社会保险缴费明细.csv", [insured(uscc=wrong)])
    assert inbox.faults(inbox.one())[0][:3] == (2, "统一社会信用代码", wrong)
