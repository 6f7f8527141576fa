"""反馈函: one workbook to the department that delivered a source, with nothing of any other."""

from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines.workbook.book import Book
from pipelines.workbook.column import PAGE_WIDTH
from pipelines.workbook.data_quality import (
    CHANGE_COLUMNS,
    CHANGE_NOTE,
    DUPLICATE_COLUMNS,
    DUPLICATE_NOTE,
    FILE_COLUMNS,
    MONTHS,
    PROFILE_COLUMNS,
    PROFILE_NOTE,
    REJECTED_COLUMNS,
    REJECTED_NOTE,
    REPAIR_COLUMNS,
    REPAIR_NOTE,
)
from pipelines.workbook.info import RunInfo
from pipelines.workbook.listing import Listing
from pipelines.workbook.sources import department_of, title_of

COUNTS = """
    select
        coalesce(state.file_count, 0), coalesce(state.rows_read, 0), coalesce(state.accepted, 0),
        coalesce(state.rejected, 0), coalesce(state.superseded, 0), coalesce(state.out_of_scope, 0),
        (select count(*) from lists.delivery_state as file where file.source_name = state.source_name
         and file.state = '整份退回'),
        (select coalesce(sum(row_count), 0) from lists.repair as repair where repair.source_name = state.source_name)
    from lists.source_state as state
    where state.source_name = ?
"""
ODD_MONTHS = "select month, state from lists.month_state where source_name = ? and state <> '正常' order by sort_no"
SHOWN_MONTHS = 12


def write_feedback(con: duckdb.DuckDBPyConnection, folder: Path, info: RunInfo) -> None:
    """feedback/<source>.xlsx for every source of which a file came; con holds the lists."""
    delivered = con.cursor().execute(
        "select distinct source_name from lists.delivery_state where source_name is not null order by source_name"
    )
    for (source,) in delivered.fetchall():
        _write_one(con, folder / f"{source}.xlsx", info, source)


def _write_one(con: duckdb.DuckDBPyConnection, path: Path, info: RunInfo, source: str) -> None:
    title = title_of(source)
    own = {"source_name": source}
    with Book(con, info, f"数据质量反馈函　{title}") as book:
        annexes = [
            Listing("到数情况", f"{title}　到数情况", "lists.delivery_state", FILE_COLUMNS, own, fixed_columns=3),
            Listing("退回行", f"{title}　退回行", "lists.rejected_row", REJECTED_COLUMNS, own, REJECTED_NOTE),
            *(
                listing
                for listing in (
                    Listing("修正记录", f"{title}　读入时作的修正", "lists.repair", REPAIR_COLUMNS, own, REPAIR_NOTE),
                    Listing("更正情况", f"{title}　更正前后的变化", "lists.change", CHANGE_COLUMNS, own, CHANGE_NOTE),
                    replace(MONTHS, title=f"{title}　各月行数和金额", columns=MONTHS.columns[1:], where=own),
                )
                if book.rows(f"select 1 from {listing.relation} where source_name = ? limit 1", [source])
            ),
            Listing("重复行", f"{title}　重复行", "lists.duplicate_key", DUPLICATE_COLUMNS, own, DUPLICATE_NOTE),
            Listing("各列概况", f"{title}　各列概况", "lists.column_profile", PROFILE_COLUMNS, own, PROFILE_NOTE),
        ]
        _write_letter(book, source, [listing.name for listing in annexes])
        for listing in annexes:
            book.write(listing)
        book.save(path)


def _write_letter(book: Book, source: str, annexes: list[str]) -> None:
    title = title_of(source)
    page = book.page("反馈函", f"关于《{title}》数据质量的反馈函", [PAGE_WIDTH])
    page.put_title_block(f"关于《{title}》数据质量的反馈函", "")
    page.put_line("", "letter", height=12)
    page.put_line(f"{department_of(source) or '各报送部门'}：", "letter")
    for text in _paragraphs(title, book.rows(COUNTS, [source])[0], book.rows(ODD_MONTHS, [source])):
        page.put_line("　　" + text, "letter")
    page.put_line("", "letter", height=18)
    numbered = "　　".join(f"{number}. {name}" for number, name in enumerate(annexes, start=1))
    page.put_line(f"　　附：{numbered}", "letter")
    page.put_signatures()


def _paragraphs(title: str, counts: tuple[int, ...], months: list[tuple[int, str]]) -> list[str]:
    files, read, accepted, rejected, superseded, out_of_scope, refused, mended = counts
    texts = [
        f"贵单位报送的《{title}》共 {files:,} 份文件、{read:,} 行已经收悉。其中采用 {accepted:,} 行，"
        f"退回 {rejected:,} 行，被后续报送替代 {superseded:,} 行，不在审核范围 {out_of_scope:,} 行。"
    ]
    if refused:
        texts.append(f"有 {refused:,} 份文件或工作表不能读取，已整份退回，原因和处理办法见附表“到数情况”和“退回行”。")
    if rejected:
        texts.append(
            "退回的每一行都在附表写明文件、行号、列、原因和处理办法。请核对原始资料，修改后重新报送："
            "文件名以“更正”结尾的，替换其所含月份或主键的数据；以“补充”结尾的，追加到已报送的数据之后。"
        )
    if rejected or refused:
        texts.append("在重新报送之前，退回的数据不参与审核，与之有关的资格和金额可能因此列为待核实。")
    if mended:
        texts.append(f"另有 {mended:,} 处写法不合规定但能可靠还原，已代为修正并采用，逐项列在附表“修正记录”，请核对。")
    if months:
        shown = "、".join(f"{month // 100}年{month % 100}月（{state}）" for month, state in months[:SHOWN_MONTHS])
        more = f"等 {len(months)} 个月" if len(months) > SHOWN_MONTHS else ""
        texts.append(f"以下月份的数据请核对是否漏报、重报：{shown}{more}。")
    if len(texts) == 1:
        texts.append("本次报送没有退回的行；如附表列有重复行，请一并核对。感谢配合。")
    return texts
