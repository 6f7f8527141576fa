"""The old .xls by xlrd: it knows a cell's type, error values and charts, and cannot take the process along."""

import os
from collections.abc import Iterator
from pathlib import Path

import xlrd

from pipelines.readers.grid import ERROR, LOST, LOST_FROM, Facts, Grid, number_text
from pipelines.readers.refusal import Refused

_STATES = {0: "visible", 1: "hidden", 2: "hidden"}


def read_xls(path: Path) -> Iterator[Grid]:
    book, note = _open(path)
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        facts = Facts(sheet.name, _STATES.get(sheet.visibility, "visible"), bool(book.datemode))
        facts.notes += [note] if note else []
        facts.hidden_rows = sum(1 for row in sheet.rowinfo_map.values() if row.hidden)
        grid = Grid(facts)
        grid.hidden_columns = [(at, at) for at, column in sheet.colinfo_map.items() if column.hidden]
        merged = {(top, left): bottom - top for top, bottom, left, _ in sheet.merged_cells if bottom - top > 1}
        starts = {top for top, _ in merged}
        for row in range(sheet.nrows):
            texts = [_text(grid, row, *cell) for cell in enumerate(sheet.row(row))]
            if row in starts:
                for (top, left), height in merged.items():
                    if top == row and left < len(texts):
                        grid.merge_down(left, texts[left], height - 1)
            grid.add(texts)
        yield grid
        book.unload_sheet(number)


def _open(path: Path) -> tuple[xlrd.Book, str]:
    """Strictly first; then as Excel does, past what is wrong with the container, and it is said so."""
    fault: Exception | None = None
    with Path(os.devnull).open("w") as log:
        for options in ({"formatting_info": True}, {}, {"ignore_workbook_corruption": True}):
            try:
                book = xlrd.open_workbook(path, on_demand=True, logfile=log, **options)
            except xlrd.XLRDError as error:
                if "encrypted" in str(error).lower():
                    raise Refused("password") from None
                fault = fault or error
            except MemoryError:
                raise
            except Exception as error:
                fault = fault or error
            else:
                return book, "irregular" if "ignore_workbook_corruption" in options else ""
    raise Refused("damaged") from fault


def _text(grid: Grid, row: int, column: int, cell: xlrd.sheet.Cell) -> str | None:
    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_TEXT:
        return value or None
    if kind == xlrd.XL_CELL_NUMBER:
        if abs(value) >= LOST_FROM:
            grid.marks.add(row, column, LOST)
        return number_text(value)
    if kind == xlrd.XL_CELL_DATE:
        return _day(value, int(grid.facts.is_1904))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "true" if value else "false"
    if kind == xlrd.XL_CELL_ERROR:
        grid.marks.add(row, column, ERROR)
        return xlrd.error_text_from_code.get(value, "#VALUE!")
    return None


def _day(value: float, mode: int) -> str:
    try:
        return xlrd.xldate_as_datetime(value, mode).replace(microsecond=0).isoformat(sep=" ")
    except (xlrd.xldate.XLDateError, ValueError, OverflowError):
        return number_text(value)
