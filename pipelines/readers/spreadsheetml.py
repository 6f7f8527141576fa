"""The XML that Excel 2003 wrote, and that systems still print as .xls."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from pipelines.readers.grid import ERROR, LOST, LOST_FROM, MOST_COLUMNS, Facts, Grid, number_text
from pipelines.readers.markup import elements
from pipelines.readers.refusal import Refused

_NS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"


def read_spreadsheetml(path: Path) -> Iterator[Grid]:
    with path.open("rb") as content:
        yield from _sheets(content)


def _sheets(content: IO[bytes]) -> Iterator[Grid]:
    grid: Grid | None = None
    is_1904 = False
    for event, element in elements(content):
        if element.tag == f"{_EXCEL}Date1904":
            is_1904 = True
        elif element.tag == f"{_NS}Worksheet" and event == "start":
            grid = Grid(Facts(element.get(f"{_NS}Name") or "", is_1904=is_1904))
        elif element.tag == f"{_NS}Worksheet" and grid is not None:
            _look_at_sheet(grid, element)
            yield grid
            grid = None
            element.clear()
        elif element.tag == f"{_NS}Row" and event == "end" and grid is not None:
            _add_row(grid, element)
            element.clear()


def _look_at_sheet(grid: Grid, sheet: Element) -> None:
    if "Hidden" in (sheet.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible") or ""):
        grid.facts.state = "hidden"
    last = 0
    for column in sheet.iter(f"{_NS}Column"):
        first = _number(column, "Index") or last + 1
        last = first + _number(column, "Span")
        if column.get(f"{_NS}Hidden") == "1":
            grid.hidden_columns.append((first - 1, last - 1))


def _add_row(grid: Grid, element: Element) -> None:
    if index := _number(element, "Index"):
        grid.skip_to(index - 1)
    row = grid.next_row
    cells: list[str | None] = []
    for cell in element.iterfind(f"{_NS}Cell"):
        if index := _number(cell, "Index"):
            cells.extend([None] * (index - 1 - len(cells)))
        data = cell.find(f"{_NS}Data")
        kind = "" if data is None else data.get(f"{_NS}Type") or "String"
        text = "" if data is None else "".join(data.itertext())
        column = len(cells)
        if kind == "Error":
            grid.marks.add(row, column, ERROR)
        elif kind == "Number":
            text = _number_as_shown(grid, row, column, text)
        elif kind == "DateTime":
            text = text.replace("T", " ").removesuffix(".000")
        if (down := _number(cell, "MergeDown")) > 0:
            grid.merge_down(column, text or None, down)
        cells.append(text or None)
        cells.extend([None] * _number(cell, "MergeAcross"))
        if len(cells) > MOST_COLUMNS:
            raise Refused("too_large")
    grid.facts.hidden_rows += element.get(f"{_NS}Hidden") == "1"
    grid.add(cells)


def _number_as_shown(grid: Grid, row: int, column: int, text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    if abs(value) >= LOST_FROM:
        grid.marks.add(row, column, LOST)
    return number_text(value)


def _number(element: Element, name: str) -> int:
    text = element.get(f"{_NS}{name}") or ""
    return min(int(text), 1 << 21) if text.isascii() and text.isdigit() else 0
