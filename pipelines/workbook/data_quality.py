"""数据质量: every file that came, what was wrong with it, and what did not come."""

from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines.workbook.book import Book
from pipelines.workbook.column import Column
from pipelines.workbook.info import RunInfo
from pipelines.workbook.listing import Listing
from pipelines.workbook.sources import secret_columns, title_of

TITLE = "数据质量"
STATE_TONES = {"缺失": "bad", "整份退回": "bad", "有退回行": "warn", "有提示": "mute", "正常": "good"}


def _count(name: str, title: str) -> Column:
    return Column(name, title, "integer", has_total=True)


COUNTS = (
    _count("rows_read", "读入行数"),
    _count("accepted", "采用"),
    _count("rejected", "退回"),
    _count("superseded", "被替代"),
    _count("out_of_scope", "不在范围"),
)
SOURCES_STATE = Listing(
    name="汇总",
    title="数据质量汇总：各数据源",
    relation="lists.source_state",
    columns=(
        Column("source_name", "数据源", "source"),
        Column("state", "状态", "verdict", tones=STATE_TONES),
        _count("file_count", "文件数"),
        *COUNTS,
    ),
    note="缺失的数据源排在最前：需要它的判断一律为待核实，不会判为不符合。读入行数 = 采用 + 退回 + 被替代 + 不在范围。",
    has_filter=False,
)
FILE_COLUMNS = (
    Column("state", "状态", "verdict", tones=STATE_TONES),
    Column("file", "文件", widest=44),
    Column("sheet", "工作表", "short", widest=20, is_optional=True),
    Column("delivery_mode", "方式", "short"),
    *COUNTS,
    Column("after_as_of", "其中截止日后", "integer", is_optional=True),
    _count("difference", "差数"),
    Column("control_total", "文件合计", "money", is_optional=True),
    Column("control_check", "合计核对", widest=30, is_optional=True),
    Column("note", "提示", widest=48, is_optional=True),
)
FILES = Listing(
    name="到数情况",
    title="到数情况：每份文件的行数",
    relation="lists.delivery_state",
    columns=(FILE_COLUMNS[0], Column("source_name", "数据源", "source"), *FILE_COLUMNS[1:]),
    note="有问题的文件排在前面。差数 = 读入行数减去各项之和，必须为 0。",
    fixed_columns=4,
)
REASONS = Listing(
    name="退回原因",
    title="退回原因统计",
    relation="lists.rejected_reason",
    columns=(
        Column("source_name", "数据源", "source"),
        Column("column_name", "列", "header_name", widest=24),
        Column("reason", "原因", widest=60),
        _count("fault_count", "问题数"),
        Column("row_count", "涉及行数", "integer"),
    ),
    note="一行可以有几个问题，问题数的合计可能大于退回行数。",
)
REJECTED_COLUMNS = (
    Column("file", "文件", widest=40),
    Column("sheet", "工作表", "short", widest=20, is_optional=True),
    Column("row_no", "行号", "row"),
    Column("column_name", "列", "header_name", widest=24),
    Column("delivered_value", "报送值", widest=30),
    Column("reason", "退回原因", widest=48),
    Column("advice", "处理办法", widest=48),
)
DUPLICATE_COLUMNS = (
    Column("file", "文件", widest=40),
    Column("sheet", "工作表", "short", widest=20, is_optional=True),
    Column("row_no", "行号", "row"),
    Column("kind_title", "情况", "short", widest=24),
    Column("key_text", "主键", widest=48),
)
REJECTED_NOTE = "行号为 Excel 中显示的行号。请按处理办法修改后以“更正”或“全量”文件重新报送。"
DUPLICATE_NOTE = "同一份文件中主键相同而内容不同的行，或整行完全相同的行，均予保留，请报送部门核对。"


def _rejected_columns(source: str | None) -> tuple[Column, ...]:
    """What a reader outside the department that delivered it may see."""
    secret_names = secret_columns(source)
    return tuple(
        replace(column, secret_names=secret_names) if column.name == "delivered_value" else column
        for column in REJECTED_COLUMNS
    )


def write_data_quality(con: duckdb.DuckDBPyConnection, path: Path, info: RunInfo) -> None:
    """data_quality.xlsx of a run; con holds the lists."""
    with Book(con, info, TITLE, note="供数据管理部门使用。涉税、涉健康的数值不在本簿列示。") as book:
        book.write(SOURCES_STATE)
        book.write(FILES)
        book.write(REASONS)
        for (source,) in book.rows(
            "select distinct source_name from lists.rejected_row order by source_name nulls last"
        ):
            book.write(
                Listing(
                    name=f"退回 {title_of(source)}",
                    title=f"{title_of(source)}　退回行",
                    relation="lists.rejected_row",
                    columns=_rejected_columns(source),
                    where={"source_name": source},
                    note=REJECTED_NOTE,
                )
            )
        book.write(
            Listing(
                name="重复行",
                title="重复主键与完全相同的行",
                relation="lists.duplicate_key",
                columns=(Column("source_name", "数据源", "source"), *DUPLICATE_COLUMNS),
                note=DUPLICATE_NOTE,
            )
        )
        book.save(path)
