"""Workbooks by calamine, which is fast, with a second look at what it does not tell."""

import re
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import fastexcel
import polars as pl

from pipelines.readers.grid import ERROR, MERGED, Facts, Marks, Sheet, count_among
from pipelines.readers.refusal import Refused
from pipelines.readers.workbook_bin import examine_binary, structure_of_binary
from pipelines.readers.workbook_xml import Found, Part, Structure, examine, refuse_bombs, structure

_ERROR_TEXTS = {
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Null": "#NULL!",
    "GettingData": "#GETTING_DATA",
}
Look = Callable[[Path, str], Found]
_LONG_FRACTION = r"^-?[0-9]{6,}\.[0-9]{5,9}$"
# A merge reaches at most so many rows of a table.
_MOST_MERGED = 100_000


def read_xlsx(path: Path) -> Iterator[Sheet]:
    refuse_bombs(path)
    with zipfile.ZipFile(path) as archive:
        about = structure(archive)
    yield from _sheets(path, about, examine)


def read_xlsb(path: Path) -> Iterator[Sheet]:
    """The binary kind: what an .xlsx says in XML, it says in records."""
    refuse_bombs(path)
    with zipfile.ZipFile(path) as archive:
        try:
            is_whole = archive.testzip() is None
        except (zipfile.BadZipFile, EOFError, OSError):
            is_whole = False
        if not is_whole:
            raise Refused("damaged")
        about = structure_of_binary(archive)
    yield from _sheets(path, about, examine_binary)


def _sheets(path: Path, about: Structure, look: Look) -> Iterator[Sheet]:
    workbook = _open(path)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    for part in about.parts:
        # What calamine does not list, such as a sheet of macros, is no table.
        if not part.is_table or part.name not in workbook.sheet_names:
            continue
        if part.path not in names:
            raise Refused("damaged")
        yield _read(path, workbook, part, Facts(part.name, part.state, about.is_1904), look)


def _open(path: Path) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError:
        raise Refused("damaged") from None


def _load(workbook: fastexcel.ExcelReader, place: int | str, dtype: str) -> fastexcel.ExcelSheet:
    try:
        # skip_rows=0 keeps the blank rows on top, so that row numbers are those of Excel.
        return workbook.load_sheet(place, header_row=None, skip_rows=0, dtypes=dtype)
    except fastexcel.FastExcelError:
        raise Refused("damaged") from None


def _first_column(sheet: fastexcel.ExcelSheet) -> int:
    return min((column.absolute_index for column in sheet.available_columns()), default=0)


def _read(path: Path, workbook: fastexcel.ExcelReader, part: Part, facts: Facts, look: Look) -> Sheet:
    """calamine and the second look, side by side: neither holds the interpreter for long."""
    with ThreadPoolExecutor(1) as second:
        looked = second.submit(look, path, part.path)
        sheet = _load(workbook, part.name, "string")
        facts.first_column = _first_column(sheet)
        cells, errors = _with_errors(sheet)
        found = looked.result()
    facts.hidden_rows = found.hidden_rows
    facts.hidden_columns = count_among(found.hidden_columns, facts.first_column, cells.width)
    marks = pl.concat([errors, _moved(found.marks.frame(), facts.first_column)])
    cells = _as_shown(cells)
    cells, filled = _fill_merged(cells, found, facts.first_column)
    return facts, cells, pl.concat([marks, filled])


def _moved(marks: pl.DataFrame, first_column: int) -> pl.DataFrame:
    """Marks by the columns of the cells, which begin with the first that is used."""
    kept = marks.filter(pl.col("column") >= first_column)
    return kept.with_columns((pl.col("column") - first_column).cast(pl.UInt32))


def _with_errors(sheet: fastexcel.ExcelSheet) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A cell that shows #N/A comes as empty: give it back what it shows, and mark it."""
    table, errors = sheet.to_arrow_with_errors()
    cells = pl.DataFrame(pl.from_arrow(table)) if table.num_columns else pl.DataFrame()
    cells = cells.rename({name: str(place) for place, name in enumerate(cells.columns)})
    marks = Marks()
    texts: dict[int, tuple[list[int], list[str]]] = {}
    for error in errors.errors if errors else []:
        row, column = error.offset_position
        kind = re.search(r"Error\((\w+)\)", error.detail)
        rows, values = texts.setdefault(column, ([], []))
        rows.append(row)
        values.append(_ERROR_TEXTS.get(kind.group(1), "#N/A") if kind else "#N/A")
        marks.add(row, column, ERROR)
    shown = [cells[str(column)].scatter(rows, values) for column, (rows, values) in texts.items()]
    return cells.with_columns(shown), marks.frame()


def _as_shown(cells: pl.DataFrame) -> pl.DataFrame:
    """calamine writes 99999999999.99 as 99999999999.990005493; Excel keeps and shows 15 digits."""
    is_long = pl.all().str.contains(_LONG_FRACTION).fill_null(False)
    # All columns at once: a forged sheet has sixteen thousand.
    found = cells.select(is_long.any())
    names = [name for name in cells.columns if found.item(0, name)] if cells.width else []
    changed = []
    for name, flags in zip(names, cells.select(names).select(is_long), strict=True):
        rows = flags.arg_true()
        changed.append(cells[name].scatter(rows, [_fifteen_digits(text) for text in cells[name].gather(rows)]))
    return cells.with_columns(changed)


def _fifteen_digits(text: str) -> str:
    """The number as Excel shows it, if the text is calamine's writing of a number; a text cell stays as it is."""
    # A workbook stores every number as binary floating point: this finds the decimal figure that was typed.
    number = float(text)
    is_written_by_calamine = f"{number:.9f}".rstrip("0").rstrip(".") == text
    return format(Decimal(f"{number:.15g}"), "f") if is_written_by_calamine else text


def _fill_merged(cells: pl.DataFrame, found: Found, first_column: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A cell merged with those below it says its text for all of them."""
    marks = Marks()
    by_column: dict[str, tuple[list[int], list[str | None]]] = {}
    for top, left, bottom in found.merges:
        column = left - first_column
        if not 0 <= column < cells.width or top >= cells.height or bottom - top > _MOST_MERGED:
            continue
        below = range(top, min(bottom + 1, cells.height))
        rows, values = by_column.setdefault(str(column), ([], []))
        rows.extend(below)
        values.extend([cells.item(top, column)] * len(below))
        for row in below:
            marks.add(row, column, MERGED)
    filled = [cells[name].scatter(rows, values) for name, (rows, values) in by_column.items()]
    return cells.with_columns(filled), marks.frame()
