"""Blank workbooks for the departments: one a source, ready to be filled in and delivered as it is.

The first sheet holds nothing but the header, so that the file loads unchanged. The example stands on a
sheet of its own and the notes on a third; ingest passes over both by their names, and an example that
was forgotten can never become data.
"""

import datetime
from decimal import Decimal
from pathlib import Path

import pandera.polars as pa
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.workbook.style import FONT, GRID, NAVY
from pipelines.workbook.text import display_width
from schemas import SOURCES
from schemas.column import Field, field_of
from schemas.reasons import explain

EXAMPLE_SHEET = "示例"
GUIDE_SHEET = "填写说明"
GUIDE_HEADER = ("列", "是否必填", "类型", "单位", "含义", "允许的取值", "其他可用的表头", "示例")
GUIDE_WIDTHS = (22, 12, 20, 16, 48, 40, 40, 26)

TYPE_TITLES = {
    "text": "文本",
    "uscc": "统一社会信用代码（18 位）",
    "person_id": "居民身份证号码（18 位）",
    "month": "月份，如 202303",
    "date": "日期，如 2023-03-05",
    "money": "金额，两位小数",
    "decimal": "数值，最多六位小数",
    "integer": "整数",
    "enum": "选项",
    "flag": "是或否",
}
# What is no number for Excel is text: a code typed as a number loses its zeros or its last digits.
NUMBER_FORMATS = {"date": "yyyy-mm-dd", "money": "#,##0.00", "decimal": "General", "integer": "0"}
TEXT_FORMAT = "@"

LAST_ROW = 1_048_576
LEAST_WIDTH, MOST_WIDTH = 12, 40
REQUIRED_FILL = PatternFill("solid", start_color=NAVY, end_color=NAVY)
OPTIONAL_FILL = PatternFill("solid", start_color="DCE6F2", end_color="DCE6F2")
EDGE = Side(style="thin", color=GRID)
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)


def write_templates(folder: Path) -> list[Path]:
    """One workbook a source; what stood there under the same name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for schema in SOURCES.values():
        path = folder / f"{schema.title}.xlsx"
        template(schema).save(path)
        paths.append(path)
    return paths


def template(schema: pa.DataFrameSchema) -> Workbook:
    workbook = Workbook()
    workbook.properties.creator = "benefit-audit"
    workbook.properties.title = schema.title
    blank = workbook.active
    blank.title = schema.title
    write_form(blank, schema)
    add_choices(blank, schema)
    example = workbook.create_sheet(EXAMPLE_SHEET)
    write_form(example, schema)
    for place, column in enumerate(schema.columns.values(), start=1):
        cell = example.cell(2, place, example_value(field_of(column)))
        cell.number_format = number_format(field_of(column))
        cell.font = Font(name=FONT, size=10, italic=True, color="7F7F7F")
    write_guide(workbook.create_sheet(GUIDE_SHEET), schema)
    return workbook


def write_form(sheet: Worksheet, schema: pa.DataFrameSchema) -> None:
    """The header row, and how the cells below it are formatted."""
    for place, column in enumerate(schema.columns.values(), start=1):
        field = field_of(column)
        head(sheet, place, column.title, is_required=not field.optional)
        dimension = sheet.column_dimensions[get_column_letter(place)]
        room = max(display_width(column.title), display_width(field.example or "")) + 4
        dimension.width = min(max(room, LEAST_WIDTH), MOST_WIDTH)
        dimension.number_format = number_format(field)
    sheet.row_dimensions[1].height = 24
    sheet.freeze_panes = "A2"
    prepare_print(sheet)


def add_choices(sheet: Worksheet, schema: pa.DataFrameSchema) -> None:
    """Drop-downs down to the last row Excel has. Where other values are allowed, Excel only warns."""
    for place, column in enumerate(schema.columns.values(), start=1):
        field = field_of(column)
        if not field.values:
            continue
        letter = get_column_letter(place)
        choice = DataValidation(type="list", formula1=f'"{",".join(field.values)}"', allow_blank=True)
        choice.errorStyle = "warning" if field.open_values else "stop"
        choice.showErrorMessage = True
        choice.errorTitle = column.title
        choice.error = "请从下拉列表中选择" + ("；列表之外的取值不参与审计" if field.open_values else "")
        choice.add(f"{letter}2:{letter}{LAST_ROW}")
        sheet.add_data_validation(choice)


def write_guide(sheet: Worksheet, schema: pa.DataFrameSchema) -> None:
    for line, note in enumerate(notes(schema), start=1):
        cell = sheet.cell(line, 1, note)
        cell.font = Font(name=FONT, size=14 if line == 1 else 10, bold=line == 1, color=NAVY)
    top = sheet.max_row + 2
    for place, (title, width) in enumerate(zip(GUIDE_HEADER, GUIDE_WIDTHS, strict=True), start=1):
        head(sheet, place, title, is_required=True, row=top)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row, column in enumerate(schema.columns.values(), start=top + 1):
        for place, value in enumerate(guide_row(column), start=1):
            cell = sheet.cell(row, place, value)
            cell.number_format = TEXT_FORMAT
            cell.font = Font(name=FONT, size=10)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.border = BOX
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    prepare_print(sheet, title_row=top)


def notes(schema: pa.DataFrameSchema) -> list[str]:
    key = [schema.columns[name].title for name in schema.metadata["key"]]
    lines = [
        f"{schema.title}　填写说明",
        f"{schema.description}。报送部门：{schema.metadata['department']}。",
        f"请在第一张工作表“{schema.title}”中从第 2 行开始填写；"
        f"“{EXAMPLE_SHEET}”和“{GUIDE_SHEET}”两张工作表不会被读取。",
        "深色表头为必填，浅色表头为选填；列的顺序可以改变，多出的列不读取，但会在到数情况中列出。",
        f"文件名请以“{schema.title}”开头；文件名以“更正”或“全量”结尾的，替换以前报送的相同"
        f"{'、'.join(schema.columns[name].title for name in schema.metadata['replace_by'])}的数据。",
    ]
    if key:
        lines.append(f"同一个{'、'.join(key)}再次报送的，以后报的为准。")
    if schema.checks:
        faults = "；".join(explain(check.name).reason for check in schema.checks)
        lines.append(f"有下列情形的行会被退回：{faults}。")
    if any(field_of(column).personal for column in schema.columns.values()):
        lines.append("本表含个人信息，请通过规定的渠道报送，不要另行传播。")
    return lines


def guide_row(column: pa.Column) -> tuple[str, ...]:
    field = field_of(column)
    choices = "、".join(field.values) + ("（其他取值不参与审计）" if field.open_values else "")
    return (
        column.title,
        "选填" if field.optional else "必填",
        TYPE_TITLES[field.type],
        field.unit or "",
        column.description,
        choices,
        "、".join(field.aliases),
        field.example or "",
    )


def head(sheet: Worksheet, place: int, title: str, *, is_required: bool, row: int = 1) -> None:
    cell = sheet.cell(row, place, title)
    cell.fill = REQUIRED_FILL if is_required else OPTIONAL_FILL
    cell.font = Font(name=FONT, size=11, bold=True, color="FFFFFF" if is_required else NAVY)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = BOX


def prepare_print(sheet: Worksheet, title_row: int = 1) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{title_row}:{title_row}"


def number_format(field: Field) -> str:
    return NUMBER_FORMATS.get(field.type, TEXT_FORMAT)


def example_value(field: Field) -> str | datetime.date | Decimal | int | None:
    """The example as Excel keeps it: dates and amounts as such, all else as text."""
    if field.example is None:
        return None
    if field.type == "date":
        return datetime.date.fromisoformat(field.example)
    if field.type in ("money", "decimal"):
        return Decimal(field.example)
    if field.type == "integer":
        return int(field.example)
    return field.example
