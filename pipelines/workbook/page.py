"""One sheet, written row by row: title block, header, body, totals, signature lines, print set-up."""

from collections.abc import Sequence
from typing import Any

import polars as pl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from pipelines.workbook.cells import CellStyle, rows_text
from pipelines.workbook.column import Column, FillIn
from pipelines.workbook.info import RunInfo
from pipelines.workbook.raw import row_text, take_rows_as_text
from pipelines.workbook.style import Look, StyleBook
from pipelines.workbook.text import HIGHEST_ROW, LINE_HEIGHT, lines_needed

INDEX_NAME = "目录"
_BLANK = "＿＿＿＿＿＿＿＿"
SIGNATURES = "　　".join(
    [f"经办：{_BLANK}", f"复核：{_BLANK}", f"负责人：{_BLANK}", "（盖章）", "日期：＿＿＿＿年＿＿月＿＿日"]
)
PAPER_A4 = 9
ROW_HEIGHT = 18
LETTER_SCALE = 1.5
NOTE_ROOM = 1.08
# A unit of column width is seven pixels of a 96th of an inch.
CM_PER_UNIT = 7 / 96 * 2.54
# So many rows still leave room for a chart on the first page.
ROWS_BESIDE_CHART = 18


def link_to(sheet: str, coordinate: str = "A1") -> str:
    return "'" + sheet.replace("'", "''") + f"'!{coordinate}"


class Page:
    """A write-only sheet with its place of writing. Widths must be known before the first row."""

    def __init__(self, sheet: Any, styles: StyleBook, info: RunInfo, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.row = 0
        self._styles = styles
        self._info = info
        self._widths = list(widths)
        self._letters = [get_column_letter(place + 1) for place in range(len(widths))]
        for letter, width in zip(self._letters, widths, strict=True):
            sheet.column_dimensions[letter].width = width
        self._set_up_print()

    # rows ---------------------------------------------------------------------------------------------

    def put(self, values: Sequence[Any], styles: Sequence[int], quoted: Sequence[int], height: float = 0) -> None:
        """Append one row; `quoted` are the styles of text that begins as a formula would."""
        if not self.row:
            take_rows_as_text(self.sheet)
        self.row += 1
        self.sheet.append([row_text(self.row, self._letters, values, styles, quoted, height)])

    def put_looks(self, values: Sequence[Any], looks: Sequence[Look], height: float = 0) -> None:
        """Append one row of the program's own words and figures."""
        styles = [self._styles.number(look) for look in looks]
        self.put(values, styles, styles, height)

    def put_rows(self, frame: pl.DataFrame, styles: Sequence[CellStyle]) -> None:
        """Append many rows at once: a column for each of the sheet's, and `number_in_sheet`."""
        self.sheet.append([rows_text(frame, self._letters, styles, self.row + 1)])
        self.row += frame.height

    def put_line(self, text: str, role: str, height: float = 0, link: str = "") -> None:
        """One text over the whole width of the sheet; `link` makes it lead to another sheet."""
        empty: list[Any] = [None] * (len(self._widths) - 1)
        self.put_looks([text, *empty], [Look(role)] * len(self._widths), height or self._height(text, role))
        self.merge(len(self._widths))
        if link:
            self.link("A", text, link)

    def merge(self, columns: int) -> None:
        """Make one cell of the row's first cells."""
        if columns > 1:
            self.sheet.merged_cells.add(f"A{self.row}:{self._letters[columns - 1]}{self.row}")

    def link(self, letter: str, text: str, location: str) -> None:
        """Let a cell of the current row lead to another sheet of the workbook."""
        self.sheet._hyperlinks.append(Hyperlink(ref=f"{letter}{self.row}", location=location, display=text))

    def _height(self, text: str, role: str) -> float:
        if role == "title":
            return 30
        # Notes are written smaller than the letters that widths are counted in, a letter larger.
        scale = LETTER_SCALE if role == "letter" else 1.0
        needed = lines_needed(text, sum(self._widths) * NOTE_ROOM / scale)
        return min(needed * LINE_HEIGHT * scale + 4, HIGHEST_ROW)

    # blocks -------------------------------------------------------------------------------------------

    def put_title_block(self, title: str, note: str) -> None:
        self.put_line(title, "title")
        self.put_line(self._info.line, "note")
        if note:
            self.put_line(note, "note")
        self.put_line("← 返回目录", "link", link=link_to(INDEX_NAME))

    def put_header(self, columns: Sequence[Column]) -> None:
        looks = [Look("fill_header" if isinstance(column, FillIn) else "header") for column in columns]
        titles = [column.title for column in columns]
        lines = max(lines_needed(title, width - 2.5) for title, width in zip(titles, self._widths, strict=False))
        self.put_looks(titles, looks, height=LINE_HEIGHT * max(lines, 1) + 9)

    def put_signatures(self) -> None:
        self.put_line("", "sign", height=10)
        self.put_line(SIGNATURES, "sign", height=30)

    def add_choices(self, columns: Sequence[Column], first_row: int, last_row: int) -> None:
        """Drop-downs and checks of the columns that the auditor fills in."""
        for place, column in enumerate(columns):
            validation = _validation(column) if isinstance(column, FillIn) else None
            if validation is not None and last_row >= first_row:
                validation.add(f"{self._letters[place]}{first_row}:{self._letters[place]}{last_row}")
                self.sheet.data_validations.append(validation)

    def chart_cell(self, share: float = 0.0) -> str:
        """The cell below the table at which a chart begins, so far from the left as the share of the width says."""
        passed = 0.0
        for letter, width in zip(self._letters, self._widths, strict=True):
            if passed >= share * sum(self._widths):
                return f"{letter}{self.row + 2}"
            passed += width
        return f"{self._letters[-1]}{self.row + 2}"

    def width_cm(self) -> float:
        return sum(self._widths) * CM_PER_UNIT

    def keep_chart_whole(self) -> None:
        """Begin a new page before the charts where the table has filled the first."""
        if self.row > ROWS_BESIDE_CHART:
            self.sheet.row_breaks.append(Break(id=self.row))

    def print_columns(self, count: int) -> None:
        """Print the first columns only: the rest is for the screen."""
        self.sheet.print_area = f"A1:{self._letters[count - 1]}{self.row}"

    # set-up -------------------------------------------------------------------------------------------

    def freeze_below(self, header_row: int, fixed_columns: int = 0) -> None:
        """Must come before the first row: what is frozen stands at the head of the file."""
        self.sheet.freeze_panes = f"{get_column_letter(fixed_columns + 1)}{header_row + 1}"
        self.sheet.print_title_rows = f"{header_row}:{header_row}"

    def filter_rows(self, header_row: int, last_row: int) -> None:
        self.sheet.auto_filter.ref = f"A{header_row}:{self._letters[-1]}{max(last_row, header_row)}"

    def _set_up_print(self) -> None:
        sheet, info = self.sheet, self._info
        sheet.sheet_view.showGridLines = False
        sheet.sheet_format.defaultRowHeight = ROW_HEIGHT
        sheet.sheet_format.customHeight = True
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = PAPER_A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.print_options.horizontalCentered = True
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
        sheet.page_margins.header = sheet.page_margins.footer = 0.3
        sheet.oddFooter.left.text = info.footer.replace("&", "&&")
        sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
        sheet.oddFooter.right.text = info.trace.replace("&", "&&")
        for part in (sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddFooter.right):
            part.size = 9


def _validation(column: FillIn) -> DataValidation | None:
    if column.choices:
        check = DataValidation(type="list", formula1='"' + ",".join(column.choices) + '"', allow_blank=True)
        check.error = "请从下拉列表中选择：" + "、".join(column.choices)
    elif column.kind == "date":
        check = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
        check.error = "请填写日期，如 2023-10-31"
    elif column.kind == "money":
        check = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        check.error = "请填写金额（元），不小于 0"
    else:
        return None
    check.errorTitle = column.title
    check.showErrorMessage = True
    return check
