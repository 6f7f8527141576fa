"""反馈函: one workbook to the department that delivered a source, with nothing of any other."""

from pathlib import Path

import duckdb

from pipelines.workbook.book import Book
from pipelines.workbook.column import PAGE_WIDTH
from pipelines.workbook.data_quality import (
    DUPLICATE_COLUMNS,
    DUPLICATE_NOTE,
    FILE_COLUMNS,
    REJECTED_COLUMNS,
    REJECTED_NOTE,
)
from pipelines.workbook.info import RunInfo
from pipelines.workbook.listing import Listing
from pipelines.workbook.sources import department_of, title_of

COUNTS = """
    select file_count, rows_read, accepted, rejected, superseded, out_of_scope
    from lists.source_state
    where source_name = ?
"""


def write_feedback(con: duckdb.DuckDBPyConnection, folder: Path, info: RunInfo) -> None:
    """feedback/<source>.xlsx for every source of which a file came; con holds the lists."""
    delivered = con.cursor().execute(
        "select distinct source_name from lists.delivery_state where source_name is not null order by source_name"
    )
    for (source,) in delivered.fetchall():
        _write_one(con, folder / f"{source}.xlsx", info, source)


def _write_one(con: duckdb.DuckDBPyConnection, path: Path, info: RunInfo, source: str) -> None:
    title = title_of(source)
    with Book(con, info, f"数据质量反馈函　{title}") as book:
        _write_letter(book, source)
        own = {"source_name": source}
        book.write(
            Listing("到数情况", f"{title}　到数情况", "lists.delivery_state", FILE_COLUMNS, own, fixed_columns=3)
        )
        book.write(Listing("退回行", f"{title}　退回行", "lists.rejected_row", REJECTED_COLUMNS, own, REJECTED_NOTE))
        book.write(Listing("重复行", f"{title}　重复行", "lists.duplicate_key", DUPLICATE_COLUMNS, own, DUPLICATE_NOTE))
        book.save(path)


def _write_letter(book: Book, source: str) -> None:
    title = title_of(source)
    page = book.page("反馈函", f"关于《{title}》数据质量的反馈函", [PAGE_WIDTH])
    page.put_title_block(f"关于《{title}》数据质量的反馈函", "")
    page.put_line("", "letter", height=12)
    page.put_line(f"{department_of(source) or '各报送部门'}：", "letter")
    for text in _paragraphs(title, book.rows(COUNTS, [source])[0]):
        page.put_line("　　" + text, "letter")
    page.put_line("", "letter", height=18)
    page.put_line("　　附：1. 到数情况　　2. 退回行　　3. 重复行", "letter")
    page.put_signatures()


def _paragraphs(title: str, counts: tuple[int, ...]) -> list[str]:
    files, read, accepted, rejected, superseded, out_of_scope = counts
    received = (
        f"贵单位报送的《{title}》共 {files:,} 份文件、{read:,} 行已经收悉。其中采用 {accepted:,} 行，"
        f"退回 {rejected:,} 行，被后续报送替代 {superseded:,} 行，不在审核范围 {out_of_scope:,} 行。"
    )
    if not rejected:
        return [received, "本次报送没有退回的行；如附表列有重复行，请一并核对。感谢配合。"]
    request = (
        "退回的每一行都在附表写明文件、行号、列、原因和处理办法。请核对原始资料，修改后重新报送："
        "文件名以“更正”结尾的，替换其所含月份或主键的数据；以“补充”结尾的，追加到已报送的数据之后。"
    )
    effect = "在重新报送之前，退回的行不参与审核，与之有关的资格和金额可能因此列为待核实。"
    return [received, request, effect]
