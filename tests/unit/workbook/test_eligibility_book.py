"""资格名单 with many measures: its index, what is folded, what is cut, and what may not be shown."""

from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook, load_workbook
from workbook_district import info_of, make_lists
from workbook_reading import header_row, links, table, texts, total

from pipelines.workbook import RunInfo, benefit_sheet, write_eligibility

FILING = "04A 房产税、城镇土地使用税免征"


def written(con: duckdb.DuckDBPyConnection, folder: Path, *changes: str) -> Workbook:
    """The workbook of the district after some statements."""
    for change in changes:
        con.execute(change)
    if changes:
        con.execute("drop schema lists cascade")
        make_lists(con)
    write_eligibility(con, folder / "eligibility.xlsx", info_of())
    return load_workbook(folder / "eligibility.xlsx")


def test_the_index_is_by_parts_and_says_how_each_measure_stands(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, info: RunInfo
) -> None:
    rows = list(written(con, tmp_path)["目录"].iter_rows(values_only=True))
    headings = [row[0] for row in rows if isinstance(row[0], str) and row[1] is None]
    assert headings[-4:] == ["总表", "三 援企稳岗", "公示", "口径说明"]
    by_sheet = {row[1]: row for row in rows if isinstance(row[0], int)}
    assert by_sheet["16A 留苏慰问补贴"][3:] == ("补贴", 1, 1, 1, 50000, 3)
    assert by_sheet["16B 人员"][3:] == (None, None, None, None, None, 3)
    assert by_sheet[FILING][3:] == ("税收减免", 1, 0, 0, None, 1), "the sum of one filing is that filing"


def test_the_sheets_of_a_part_share_a_colour(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    book = written(con, tmp_path)
    colours = {sheet.title: sheet.sheet_properties.tabColor for sheet in book}
    assert colours["16A 留苏慰问补贴"].rgb.endswith(benefit_sheet.TABS[0])
    assert colours["汇总"] is None


def test_a_measure_nobody_is_judged_for_is_named_in_one_list_and_has_no_sheet(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    book = written(
        con,
        tmp_path,
        "delete from verdicts.entitlement where benefit_code = 'GS23-18A'",
        "insert into verdicts.assessment values ('GS23-18A', 0, 0, 0, '没有候选主体，名录未到：重点高校', 0, 0)",
    )
    assert not [name for name in book.sheetnames if "18A" in name]
    assert [(row["事项编码"], row["原因"]) for row in table(book["没有对象的事项"])] == [
        ("GS23-18A", "没有候选主体，名录未到：重点高校")
    ]
    assert "GS23-18A" in {row["事项编码"] for row in table(book["汇总"])}


def test_a_filing_shows_its_verdict_and_the_titles_of_its_conditions(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    book = written(
        con,
        tmp_path,
        "insert into verdicts.entitlement by name select * replace ('SBXH02' as subject_id, 'ineligible' as verdict,"
        " 0 as amount, '销售额：888.88 元' as reason, '月销售额不超过限额' as reason_titles)"
        " from verdicts.entitlement where benefit_code = 'GS23-04A'",
    )
    rows = table(book[FILING])
    assert [(row["结论"], row["申报序号"], row["没有满足或缺数据的条件"]) for row in rows] == [
        ("符合", "SBXH01", None),
        ("不符合", "SBXH02", "月销售额不超过限额"),
    ]
    assert "含涉税信息" in book[FILING]["A3"].value
    assert not [text for text in texts(book) if "777.77" in text or "888.88" in text]
    formats = {cell.number_format for row in book[FILING].iter_rows() for cell in row}
    assert "#,##0.00" not in formats


def test_a_record_of_health_is_only_counted(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    book = written(
        con,
        tmp_path,
        "update policy.benefit set secrecy = '健康', is_amount_secret = true, is_subject_secret = true"
        " where benefit_code = 'GS23-18A'",
        "update verdicts.entitlement set verdict = 'ineligible', amount = 0, reason_titles = '新冠确诊'"
        " where benefit_code = 'GS23-18A'",
    )
    sheet = book["18A 求职面试交通补贴"]
    assert [cell.value for cell in sheet[header_row(sheet)]] == ["序号", "结论", "没有满足或缺数据的条件", "笔数"]
    assert [tuple(row.values())[1:] for row in table(sheet)] == [("不符合", "新冠确诊", 1)]
    assert "公示 18A" not in book.sheetnames


def test_of_a_list_too_long_each_verdict_shows_its_head_and_the_totals_are_of_all(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(benefit_sheet, "MOST_ROWS", 10)
    monkeypatch.setattr(benefit_sheet, "SHOWN_EACH", 2)
    book = written(
        con,
        tmp_path,
        "insert into verdicts.entitlement by name select entitled.* replace ('E' || r.n as subject_id, r.n as amount)"
        " from range(1, 10) as r (n) cross join verdicts.entitlement as entitled"
        " where benefit_code = 'GS23-16A' and verdict = 'eligible'",
    )
    sheet = book["16A 留苏慰问补贴"]
    rows = table(sheet)
    assert [row["应享金额"] for row in rows] == [50000, 9, 0, None]
    assert [row["结论"] for row in rows] == ["符合", "符合", "不符合", "待核实"]
    assert total(sheet, "符合　小计")["应享金额"] == total(sheet)["应享金额"] == 50045
    assert total(sheet)["序号"] == "合计（12 行）"
    assert "全部 12 行，只列每种结论的前 2 行" in sheet["A3"].value
    assert "tables/entitlement.parquet" in sheet["A3"].value
    assert len(table(book["16B 来苏就业补贴"])) == 1


def test_targets_stand_in_a_sheet_and_in_the_ledger(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    book = written(con, tmp_path)
    (target,) = table_of_targets(book)
    assert (target["指标编码"], target["目标"], target["完成值"], target["情况"]) == (
        "16-JOBS",
        "不少于 8000 人",
        "4000 人",
        "按进度",
    )
    ledger = {row["条"]: row for row in table(book["政策落实台账"])}
    assert ledger[16]["目标进度"] == "全年新增就业人数（不少于 8000 人）：按进度，4000 人"
    assert ledger[16]["测算的事项"] == "GS23-16A 留苏慰问补贴；GS23-16B 来苏就业补贴"
    assert (ledger[16]["应享金额"], ledger[16]["已发已减"], ledger[16]["风险金额"]) == (51000, 61234.56, 11734.56)
    assert (ledger[17]["待核实"], ledger[17]["待核实金额"]) == (1, 3000)
    assert ledger[1]["应享金额"] is None
    assert ledger[1]["不测算的原因"]


def table_of_targets(book: Workbook) -> list[dict[str, object]]:
    sheet = book["目标进度"]
    titles = [cell.value for cell in sheet[header_row(sheet)]]
    rows = sheet.iter_rows(min_row=header_row(sheet) + 1, values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows if row[2]]


def test_what_waits_for_a_figure_is_told_with_its_money(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    book = written(con, tmp_path)
    (row,) = table(book["口径说明 未定参数"])
    assert (row["待核实对象"], row["其已发拟发"], row["其减免"]) == (1, 3000, 0)
    assert "政策未定、设置也没有给的参数有 1 个" in book["汇总"]["A3"].value
    assert "'汇总'!A1" in links(book["目录"])
