"""The four kinds of workbook over the invented district of conftest."""

import datetime
import tempfile
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from openpyxl import Workbook, load_workbook
from workbook_district import OTHER_PERSON, PERSON, info_of, make_lists
from workbook_reading import NAMES, header_row, links, table, texts, total, write_all, yuan

from pipelines.errors import AuditError
from pipelines.workbook import RunInfo, write_eligibility, write_findings
from pipelines.workbook.text import display_width, looks_like_formula


def test_every_sheet_has_a_title_block_and_a_link_back(books: dict[str, Workbook]) -> None:
    for book in books.values():
        assert book.sheetnames[0] == "目录"
        for sheet in book.worksheets[1:]:
            assert sheet["A1"].font.size == 16
            assert sheet["A1"].font.bold
            assert "截止日：2023-06-30" in sheet["A2"].value
            assert "运行编号：gusu-2023-0123456789ab" in sheet["A2"].value
            assert links(sheet) == ["'目录'!A1"]


def test_the_index_leads_to_every_sheet(books: dict[str, Workbook]) -> None:
    for book in books.values():
        linked = [location.removesuffix("!A1").strip("'") for location in links(book["目录"])]
        assert linked == book.sheetnames[1:]


def test_every_sheet_prints_on_landscape_a4_one_page_wide(books: dict[str, Workbook]) -> None:
    for book in books.values():
        for sheet in book:
            assert sheet.page_setup.orientation == "landscape"
            assert int(sheet.page_setup.paperSize) == 9
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert "&P" in sheet.oddFooter.center.text
            assert "gusu-2023-0123456789ab" in sheet.oddFooter.right.text
        lists = [sheet for sheet in book.worksheets[1:] if sheet.title != "反馈函"]
        for sheet in lists:
            assert sheet.freeze_panes is not None
            assert int("".join(filter(str.isdigit, sheet.freeze_panes))) == header_row(sheet) + 1


def test_no_number_or_code_is_wider_than_its_column(books: dict[str, Workbook]) -> None:
    for book in books.values():
        for sheet in book.worksheets[1:]:
            if sheet.title == "反馈函":
                continue
            for row in sheet.iter_rows(min_row=header_row(sheet) + 1):
                for cell in row:
                    if isinstance(cell.value, int | float | datetime.datetime):
                        shown = {"#,##0.00": "{:,.2f}", "#,##0": "{:,}", "yyyy-mm-dd": "{:%Y-%m-%d}"}.get(
                            cell.number_format, "{}"
                        ).format(cell.value)
                        assert display_width(shown) <= sheet.column_dimensions[cell.column_letter].width


def test_numbers_dates_and_codes_have_their_formats(books: dict[str, Workbook]) -> None:
    sheet = books["findings"]["超标准超限额"]
    place = {cell.value: cell.column for cell in sheet[header_row(sheet)]}
    row = header_row(sheet) + 1
    assert sheet.cell(row, place["涉及金额"]).number_format == "#,##0.00"
    assert sheet.cell(row, place["享受期起"]).number_format == "yyyy-mm-dd"
    assert sheet.cell(row, place["享受期起"]).value == datetime.datetime(2023, 1, 1)
    assert sheet.cell(row, place["统一社会信用代码"]).number_format == "@"
    assert sheet.cell(row, place["统一社会信用代码"]).data_type == "s"


def test_persons_are_masked_everywhere(books: dict[str, Workbook]) -> None:
    for book in books.values():
        for text in texts(book):
            assert PERSON not in text
            assert OTHER_PERSON not in text
            assert "王小明" not in text
            assert "李四" not in text


def test_settings_can_lift_the_mask(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    books = write_all(con, tmp_path, info_of(mask=False))
    assert PERSON in set(texts(books["eligibility"]))
    assert "王小明" in set(texts(books["findings"]))


def test_no_cell_can_run_as_a_formula(books: dict[str, Workbook], tmp_path: Path) -> None:
    seen = 0
    for name, book in books.items():
        with ZipFile(tmp_path / f"{name}.xlsx") as archive:
            for member in archive.namelist():
                if member.startswith("xl/worksheets/sheet"):
                    assert b"<f>" not in archive.read(member)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and looks_like_formula(cell.value):
                        seen += 1
                        assert cell.data_type == "s"
                        assert cell.quotePrefix
    assert seen >= 4


def test_the_summary_of_eligibility_ties_to_its_sheets(books: dict[str, Workbook]) -> None:
    book = books["eligibility"]
    summary = table(book["汇总"])
    totals = total(book["汇总"])
    for title in ("应享金额", "已发净额", "拟发金额", "应付未付", "应追回", "拟发应核减", "待核实金额"):
        assert yuan(summary, title) == Decimal(str(totals[title])).quantize(Decimal("0.01"))
    by_code = {row["事项编码"]: row for row in summary}
    for sheet in book:
        code = sheet["A1"].value.split(" ")[0]
        if code in by_code and not sheet.title.endswith("人员"):
            rows = table(sheet)
            for title in ("应享金额", "已发净额", "应付未付", "应追回") if code != "GS23-04A" else ():
                assert yuan(rows, title) == yuan([by_code[code]], title), (code, title)
            for verdict in ("符合", "不符合", "待核实"):
                assert sum(row["结论"] == verdict for row in rows) == by_code[code][verdict]


def test_money_that_is_uncertain_stands_apart_from_money_to_recover(books: dict[str, Workbook]) -> None:
    rows = {row["事项编码"]: row for row in table(books["eligibility"]["汇总"])}
    assert (rows["GS23-17A"]["应追回"], rows["GS23-17A"]["待核实金额"]) == (0, 3000)
    assert (rows["—"]["已发净额"], rows["—"]["待核实金额"]) == (0.07, 0.07)


def test_a_benefit_sheet_has_its_three_groups_in_order_with_totals(books: dict[str, Workbook]) -> None:
    sheet = books["eligibility"]["16A 留苏慰问补贴"]
    rows = table(sheet)
    assert [row["结论"] for row in rows] == ["符合", "不符合", "待核实"]
    assert rows[1]["不符合的理由／缺什么"].count("；") == 2
    assert "320508********0010" in rows[2]["不符合的理由／缺什么"]
    assert total(sheet, "符合　小计")["应享金额"] == 50000
    assert total(sheet)["应享金额"] == 50000
    assert any("经办" in str(row[0]) and "盖章" in str(row[0]) for row in sheet.iter_rows(values_only=True))


def test_persons_of_a_benefit_per_head_have_their_own_sheet(books: dict[str, Workbook]) -> None:
    rows = table(books["eligibility"]["16B 人员"])
    assert [row["证件号码"] for row in rows] == ["320508********0010", "320508********4231", "320508********4231"]


def test_the_notice_names_no_code(books: dict[str, Workbook]) -> None:
    book = books["eligibility"]
    notices = [sheet for sheet in book if sheet.title.startswith("公示")]
    assert [sheet.title for sheet in notices] == ["公示 16A", "公示 16B", "公示 18A"]
    for sheet in notices:
        titles = {cell.value for cell in sheet[header_row(sheet)]}
        assert titles <= {"序号", "单位名称", "姓名", "人数", "数量", "拟享受金额（元）"}
        for row in sheet.iter_rows(min_row=4, values_only=True):
            assert "3205" not in "".join(str(value) for value in row)


def test_tax_and_health_secrets_stay_out_of_other_books(books: dict[str, Workbook]) -> None:
    for name in ("eligibility", "data_quality", "feedback/enterprise", "feedback/payout"):
        assert not any("777.77" in text or "98765.43" in text for text in texts(books[name]))
    assert "98765.43元整" in set(texts(books["feedback/tax_filing"]))


def test_all_fifty_articles_are_listed(books: dict[str, Workbook]) -> None:
    rows = table(books["eligibility"]["政策落实台账"])
    assert [row["条"] for row in rows] == list(range(1, 51))
    assert rows[15]["测算"] == "已测算"
    assert rows[0]["测算"] == "不测算"


def test_the_readings_and_unset_parameters_are_told(books: dict[str, Workbook]) -> None:
    readings = table(books["eligibility"]["口径说明 解释口径"])
    assert [row["状态"] for row in readings] == ["默认", "已改用"]
    assert readings[0]["本次取值"] == "down（向下取整）"
    assert table(books["eligibility"]["口径说明 未定参数"])[0]["状态"] == "未设定，相关金额待核实"


def test_findings_tie_to_their_sheets_and_stand_highest_first(books: dict[str, Workbook]) -> None:
    book = books["findings"]
    summary = table(book["汇总"])
    families = ["超标准超限额", "重复享受", "级次重叠", "应享未享", "应享暂不能付", "数据矛盾", "待核实"]
    assert [name for name in book.sheetnames if name in families] == families
    assert set(families) == {row["类别"] for row in summary}
    rows = [row for family in families for row in table(book[family])]
    for title in ("涉及金额", "多发金额"):
        assert yuan(rows, title) == yuan(summary, title) == Decimal(str(total(book["汇总"])[title]))
    assert len(rows) == total(book["汇总"])["件数"]


def test_what_could_not_be_judged_stands_in_the_summary(books: dict[str, Workbook]) -> None:
    rows = {row["疑点种类"]: row for row in table(books["findings"]["汇总"])}
    assert (rows["经营指标与申报相反"]["件数"], rows["经营指标与申报相反"]["未能检验数"]) == (0, 3)
    assert rows["同一事项重复发放"]["检验情况"] == "已检验"
    assert table(books["findings"]["检验覆盖"])[0]["情况"] in {"部分检验", "未能检验"}


def test_the_auditor_has_columns_to_fill_in(books: dict[str, Workbook]) -> None:
    sheet = books["findings"]["超标准超限额"]
    titles = [cell.value for cell in sheet[header_row(sheet)]]
    for title in ("核查结论", "核查人", "核查日期", "追回金额", "备注"):
        assert title in titles
    checks = {check.type: check for check in sheet.data_validations.dataValidation}
    assert checks["list"].formula1 == '"属实,部分属实,不属实,待核查"'
    assert set(checks) == {"list", "date", "decimal"}
    last_printed = sheet.cell(header_row(sheet), titles.index("备注") + 1).column_letter
    assert f":${last_printed}$" in sheet.print_area


def test_every_fen_of_the_ledger_is_placed(books: dict[str, Workbook]) -> None:
    rows = table(books["findings"]["台账核对"])
    assert {row["差额"] for row in rows} == {0}
    parts = ("合规", "超限额", "超标准", "不符合条件", "重复享受", "待核实", "已退回")
    assert yuan(rows, "台账金额") == sum(yuan(rows, part) for part in parts) == Decimal("66234.63")


def test_summaries_have_charts(tmp_path: Path, books: dict[str, Workbook]) -> None:
    counts = {"eligibility": 1, "findings": 2}
    for name, count in counts.items():
        assert len(books[name]["汇总"]._charts) == count


def test_files_and_sources_with_problems_come_first(books: dict[str, Workbook]) -> None:
    book = books["data_quality"]
    assert [row["状态"] for row in table(book["汇总"])][:2] == ["缺失", "缺失"]
    files = table(book["到数情况"])
    assert [row["状态"] for row in files] == ["整份退回", "有退回行", "有退回行", "有退回行"]
    assert files[0]["数据源"] is None
    assert {row["差数"] for row in files} == {0}
    assert [name for name in book.sheetnames if name.startswith("退回 ")] == [
        "退回 市场主体登记",
        "退回 补贴发放台账",
        "退回 税费申报明细",
    ]
    assert table(book["退回 市场主体登记"])[0]["列"] == "统一社会信用代码"


def test_a_feedback_holds_nothing_of_others(books: dict[str, Workbook]) -> None:
    found = set(texts(books["feedback/payout"]))
    for foreign in ("市场主体登记", "税费申报", "会议纪要", "9132050812345", "2023-02-30"):
        assert not any(foreign in text for text in found)
    assert any("补贴发放台账_2023.csv" in text for text in found)


def test_a_list_over_the_row_limit_continues_on_the_next_sheet(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute(
        "insert into verdicts.finding select md5(i::varchar), 'over_cap', 'low', 'GS23-16A', null, null, null,"
        " null, null, 10, 1, '说明' || i, '[]', 'text', null, null, null from range(60) as r (i)"
    )
    con.execute("drop schema lists cascade")
    make_lists(con)
    write_findings(con, tmp_path / "findings.xlsx", info_of(row_limit=40))
    book = load_workbook(tmp_path / "findings.xlsx")
    parts = [sheet for sheet in book if sheet.title.startswith("超标准超限额")]
    assert [sheet.title for sheet in parts] == ["超标准超限额", "超标准超限额 (2)", "超标准超限额 (3)"]
    assert all(sheet.max_row <= 40 for sheet in parts)
    numbers = [row["序号"] for sheet in parts for row in table(sheet)]
    assert numbers == list(range(1, 62))
    assert sum(total(sheet, "本表小计")["涉及金额"] for sheet in parts) == total(parts[-1])["涉及金额"] == 60600
    assert "'超标准超限额 (3)'!A1" in links(book["目录"])


def test_equal_content_gives_equal_bytes(con: duckdb.DuckDBPyConnection, tmp_path: Path, info: RunInfo) -> None:
    for folder in ("a", "b"):
        write_all(con, tmp_path / folder, info)
    for name in NAMES:
        first, second = (tmp_path / folder / f"{name}.xlsx" for folder in ("a", "b"))
        assert first.read_bytes() == second.read_bytes()
        with ZipFile(first) as archive:
            assert {member.date_time for member in archive.infolist()} == {(2023, 6, 30, 0, 0, 0)}
            assert archive.read("docProps/core.xml").count(b"2023-06-30T00:00:00Z") == 2
    assert not list(tmp_path.rglob("*.part"))


def test_a_summary_that_does_not_tie_is_not_published_and_leaves_nothing(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, info: RunInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    con.execute(
        "update lists.benefit_summary set entitled_amount = entitled_amount + 0.01 where title = '留苏慰问补贴'"
    )
    with pytest.raises(AuditError, match="对不上") as fault:
        write_eligibility(con, tmp_path / "eligibility.xlsx", info)
    assert fault.value.exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_run_for_proposals_says_what_may_be_paid(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("update run.context set only_proposed = true")
    con.execute("drop schema lists cascade")
    make_lists(con)
    books = write_all(con, tmp_path, info_of(only_proposed=True))
    for name in ("eligibility", "findings"):
        book = books[name]
        whole = total(book["拟发放汇总"])
        payable, held = table(book["可发放清单"]), table(book["不可发放清单"])
        assert yuan(payable, "准予发放") == Decimal(str(whole["准予发放"])) == 1500
        assert yuan(held, "应核减") + yuan(held, "待核实") == 3500
        assert whole["拟发金额"] == 5000
        assert {row["发放编号"] for row in payable} == {"FF003", "FF005"}
    assert yuan(table(books["eligibility"]["应发差额"]), "本次应发") == 1500
    assert {row["疑点种类"] for row in table(books["findings"]["汇总"]) if row["件数"]} == {"未按从高不重复发放"}
