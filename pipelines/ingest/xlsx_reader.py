"""XLSX by calamine. A cell's type matters: a number in a column of codes has lost its last digits."""

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import fastexcel
import polars as pl

from pipelines.ingest.reading import HEAD_ROWS, FileRejected, Knows, RawBatch, Sheet, reader

BATCH_ROWS = 100_000
_ERROR_TEXTS = {
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Null": "#NULL!",
}
_DAMAGED = "不是完整的 Excel 工作簿（可能传输中断、被截断或加密）。请在 Excel 中打开确认，另存为 .xlsx 后重新报送"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class XlsxSheet:
    """One sheet, parsed once as text and, for the columns of codes, once more for which cells are numbers."""

    def __init__(self, workbook: fastexcel.ExcelReader, place: int) -> None:
        self._workbook = workbook
        self._place = place
        self.name = workbook.sheet_names[place]
        sheet = self._load(dtypes="string")
        self.is_hidden = sheet.visible != "visible"
        self._first_column = min((column.absolute_index for column in sheet.available_columns()), default=0)
        table, errors = sheet.to_arrow_with_errors()
        cells = pl.from_arrow(table) if table.num_columns else pl.DataFrame()
        cells = cells.rename({name: str(place) for place, name in enumerate(cells.columns)})
        self._cells = self._as_excel_shows(self._with_error_texts(cells, errors.errors if errors else []))
        first = self._cells.head(HEAD_ROWS).rows()
        self.head = [(number, [cell or "" for cell in row]) for number, row in enumerate(first, start=1)]

    def _load(self, **options: object) -> fastexcel.ExcelSheet:
        # skip_rows=0 keeps the blank rows on top, so that row numbers are those of Excel.
        return self._workbook.load_sheet(self._place, header_row=None, skip_rows=0, **options)

    def batches(self, header_row: int, width: int, number_columns: set[int]) -> Iterator[RawBatch]:
        cells = self._cells.select(self._cells.columns[:width])
        numbers = self._numbers(number_columns)
        for start in range(header_row, cells.height, BATCH_ROWS):
            part = cells.slice(start, BATCH_ROWS)
            row_no = pl.int_range(start + 1, start + 1 + part.height, dtype=pl.Int32, eager=True)
            flags = {place: flag.slice(start, BATCH_ROWS) for place, flag in numbers.items()}
            yield RawBatch(part, row_no, is_number=flags)

    @staticmethod
    def _as_excel_shows(cells: pl.DataFrame) -> pl.DataFrame:
        """calamine writes 99999999999.99 as 99999999999.990005493; Excel keeps and shows 15 digits."""
        for name in cells.columns:
            long = cells[name].str.contains(r"^-?[0-9]{6,}\.[0-9]{5,9}$").fill_null(False)
            if long.any():
                rows = long.arg_true()
                shown = [_fifteen_digits(text) for text in cells[name].gather(rows)]
                cells = cells.with_columns(cells[name].scatter(rows, shown))
        return cells

    def _numbers(self, columns: set[int]) -> dict[int, pl.Series]:
        """Read as booleans, a number gives true or false and a text nothing: that tells 18 digits from a number."""
        if not columns:
            return {}
        places = sorted(columns)
        wanted = [place + self._first_column for place in places]
        found = self._load(dtypes="boolean", use_columns=wanted).to_polars()
        return {place: found.to_series(at).is_not_null() for at, place in enumerate(places)}

    def _with_error_texts(self, cells: pl.DataFrame, errors: list[fastexcel.CellError]) -> pl.DataFrame:
        """A cell that shows #N/A comes as empty: give it back what it shows."""
        texts: dict[str, tuple[list[int], list[str]]] = {}
        for error in errors:
            row, column = error.offset_position
            kind = re.search(r"Error\((\w+)\)", error.detail)
            name = str(column)
            if name in cells.columns:
                rows, values = texts.setdefault(name, ([], []))
                rows.append(row)
                values.append(_ERROR_TEXTS.get(kind.group(1), "#N/A") if kind else "#N/A")
        for name, (rows, values) in texts.items():
            cells = cells.with_columns(cells[name].scatter(rows, values))
        return cells


def _fifteen_digits(text: str) -> str:
    """The number as Excel shows it, if the text is calamine's writing of a number; a text cell stays as it is."""
    # A workbook stores every number as binary floating point: this finds the decimal figure that was typed.
    number = float(text)
    is_written_by_calamine = f"{number:.9f}".rstrip("0").rstrip(".") == text
    return format(Decimal(f"{number:.15g}"), "f") if is_written_by_calamine else text


@reader(".xlsx", ".xlsm")
def open_xlsx(path: Path, knows: Knows) -> Iterator[Sheet]:
    """Sheet after sheet, each parsed when it is asked for."""
    del knows  # The text of a workbook has one encoding.
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD_EXCEL:
        raise FileRejected("是旧版 .xls 或加了密码的工作簿。请用 Excel 打开（去掉密码），另存为 .xlsx 后重新报送")
    if not zipfile.is_zipfile(path):
        raise FileRejected(_DAMAGED)
    try:
        workbook = fastexcel.read_excel(path)
        for place in range(len(workbook.sheet_names)):
            yield XlsxSheet(workbook, place)
    except fastexcel.FastExcelError:
        raise FileRejected(_DAMAGED) from None
