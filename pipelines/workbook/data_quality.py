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
STATE_TONES = {
    "缺失": "bad",
    "退回过多": "bad",
    "整份退回": "bad",
    "有退回行": "warn",
    "有提示": "mute",
    "正常": "good",
    "缺月": "bad",
    "行数异常": "warn",
    "金额异常": "warn",
    "行数和金额异常": "warn",
}


def _count(name: str, title: str) -> Column:
    return Column(name, title, "integer", has_total=True)


# In these a value that was delivered shows.
VALUE_COLUMNS = ("delivered_value", "mended_value", "smallest", "largest")
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
    note="缺失的数据源排在最前：需要它的判断一律为待核实，不会判为不符合；退回过多的视同缺失。"
    "读入行数 = 采用 + 退回 + 被替代 + 不在范围。",
    has_filter=False,
)
FILE_COLUMNS = (
    Column("state", "状态", "verdict", tones=STATE_TONES),
    Column("file", "文件", widest=44),
    Column("sheet", "工作表", "short", widest=20, is_optional=True),
    Column("delivery_mode", "方式", "short"),
    Column("form", "格式", widest=26, is_optional=True),
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
SOURCE_COLUMN = Column("source_name", "数据源", "source")
MONTHS = Listing(
    name="各月数据",
    title="各月行数和金额",
    relation="lists.month_state",
    columns=(
        SOURCE_COLUMN,
        Column("month", "月份", "short"),
        Column("state", "状态", "verdict", tones=STATE_TONES),
        _count("row_count", "行数"),
        Column("amount", "金额", "money", has_total=True),
    ),
    note="缺月：首月与末月之间没有数据的月份。异常：行数或金额与居中的月份相差过大，请核对是否漏报、重报。金额为第一个金额列之和。",
)
CHANGE_COLUMNS = (
    Column("file", "更正的文件", widest=40),
    Column("measure", "项目", "short", widest=20),
    Column("before_amount", "更正前", "money"),
    Column("after_amount", "更正后", "money"),
    Column("difference_amount", "差额", "money"),
    Column("added_count", "增加行", "integer"),
    Column("removed_count", "减少行", "integer"),
    Column("changed_count", "变动行", "integer"),
)
CHANGE_NOTE = "后报的文件替换先报的同月份或同主键数据：替换前后各是多少，增加、减少、变动了多少行。"
REPAIR_COLUMNS = (
    Column("file", "文件", widest=36),
    Column("sheet", "工作表", "short", widest=20, is_optional=True),
    Column("row_no", "首个行号", "row"),
    Column("column_name", "列", "header_name", widest=22),
    Column("delivered_value", "报送值", widest=26),
    Column("mended_value", "读作", widest=26),
    Column("repair", "依据", widest=40),
    _count("row_count", "行数"),
)
REPAIR_NOTE = "这些值能够可靠地还原，已按“读作”一列采用，不必退回；请核对，并在以后报送时按规定填写。"
PROFILE_COLUMNS = (
    Column("column_name", "列", widest=24),
    _count("row_count", "采用行数"),
    Column("filled_count", "有值", "integer"),
    Column("empty_count", "空白", "integer"),
    Column("distinct_count", "不同的值", "integer"),
    Column("distinct_note", "估计", "short", is_optional=True),
    Column("smallest", "最小", "short", widest=22),
    Column("largest", "最大", "short", widest=22),
    Column("fault_count", "退回问题", "integer"),
)
PROFILE_NOTE = "采用的行里每一列填了多少、有多少不同的值、最小和最大；退回问题是被退回的行在这一列的问题数。"
REJECTED_NOTE = "行号为 Excel 中显示的行号。请按处理办法修改后以“更正”或“全量”文件重新报送。"
DUPLICATE_NOTE = "同一份文件中主键相同而内容不同的行，或整行完全相同的行，均予保留，请报送部门核对。"


def _without_secrets(columns: tuple[Column, ...], source: str | None) -> tuple[Column, ...]:
    """What a reader outside the department that delivered it may see."""
    secret_names = secret_columns(source)
    return tuple(
        replace(column, secret_names=secret_names) if column.name in VALUE_COLUMNS else column for column in columns
    )


def _per_source(book: Book, relation: str) -> list[str | None]:
    return [source for (source,) in book.rows(f"select distinct source_name from {relation} order by 1 nulls last")]


def write_data_quality(con: duckdb.DuckDBPyConnection, path: Path, info: RunInfo) -> None:
    """data_quality.xlsx of a run; con holds the lists."""
    with Book(con, info, TITLE, note="供数据管理部门使用。涉税、涉健康的数值不在本簿列示。") as book:
        book.write(SOURCES_STATE)
        book.write(FILES)
        book.write(REASONS)
        book.write(MONTHS)
        book.write(
            Listing("更正情况", "更正前后的变化", "lists.change", (SOURCE_COLUMN, *CHANGE_COLUMNS), note=CHANGE_NOTE)
        )
        for source in _per_source(book, "lists.rejected_row"):
            book.write(
                Listing(
                    name=f"退回 {title_of(source)}",
                    title=f"{title_of(source)}　退回行",
                    relation="lists.rejected_row",
                    columns=_without_secrets(REJECTED_COLUMNS, source),
                    where={"source_name": source},
                    note=REJECTED_NOTE,
                )
            )
        for source in _per_source(book, "lists.repair"):
            title, own = title_of(source), {"source_name": source}
            columns = _without_secrets(REPAIR_COLUMNS, source)
            book.write(Listing(f"修正 {title}", f"{title}　读入时作的修正", "lists.repair", columns, own, REPAIR_NOTE))
        for source in _per_source(book, "lists.column_profile"):
            title, own = title_of(source), {"source_name": source}
            columns = _without_secrets(PROFILE_COLUMNS, source)
            book.write(
                Listing(f"概况 {title}", f"{title}　各列概况", "lists.column_profile", columns, own, PROFILE_NOTE)
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
