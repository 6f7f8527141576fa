"""OpenDocument sheets. Read here and not by calamine, which hands on an error value as an empty cell."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from pipelines.readers.grid import ERROR, LOST, LOST_FROM, MOST_COLUMNS, NO_VALUE, Facts, Grid, number_text
from pipelines.readers.markup import elements
from pipelines.readers.refusal import Refused

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
# A repeated run beyond this is the empty rest of the sheet; a filled one of that length is forged.
_MOST_REPEATS = 1 << 20


def read_ods(path: Path) -> Iterator[Grid]:
    with zipfile.ZipFile(path) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refused("password")
        with archive.open("content.xml") as content:
            yield from _tables(content)


def read_fods(path: Path) -> Iterator[Grid]:
    """The same in one XML file."""
    with path.open("rb") as content:
        yield from _tables(content)


def _tables(content: IO[bytes]) -> Iterator[Grid]:
    hidden_styles: set[str | None] = set()
    is_1904 = False
    grid: Grid | None = None
    for event, element in elements(content):
        tag = element.tag
        if tag == f"{_STYLE}style" and event == "end":
            hidden_styles |= _if_hiding(element)
        elif tag == f"{_TABLE}null-date":
            is_1904 = (element.get(f"{_TABLE}date-value") or "").startswith("1904")
        elif tag == f"{_TABLE}table" and event == "start":
            state = "hidden" if element.get(f"{_TABLE}style-name") in hidden_styles else "visible"
            grid = Grid(Facts(element.get(f"{_TABLE}name") or "", state, is_1904))
        elif tag == f"{_TABLE}table" and grid is not None:
            grid.hidden_columns = _hidden_columns(element)
            yield grid
            grid = None
            element.clear()
        elif tag == f"{_TABLE}table-row" and event == "end" and grid is not None:
            _add_row(grid, element)
            element.clear()


def _if_hiding(style: Element) -> set[str | None]:
    """The name of a style that hides its tables."""
    about = style.find(f"{_STYLE}table-properties")
    is_hiding = about is not None and about.get(f"{_TABLE}display") == "false"
    return {style.get(f"{_STYLE}name")} if is_hiding else set()


def _hidden_columns(table: Element) -> list[tuple[int, int]]:
    runs = []
    start = 0
    for column in table.iter(f"{_TABLE}table-column"):
        end = start + _repeats(column, "number-columns-repeated")
        if _is_hidden(column):
            runs.append((start, end - 1))
        start = end
    return runs


def _add_row(grid: Grid, element: Element) -> None:
    row = grid.next_row
    cells, marked = _cells(grid, element)
    times = _repeats(element, "number-rows-repeated")
    if not any(cells) and not marked:
        grid.skip_to(min(row + times, _MOST_REPEATS))
        return
    if _is_hidden(element):
        grid.facts.hidden_rows += times
    for place in range(times):
        for column, mark in marked:
            grid.marks.add(row + place, column, mark)
        grid.add(list(cells))


def _cells(grid: Grid, element: Element) -> tuple[list[str | None], list[tuple[int, str]]]:
    """The texts of a row, and which of its columns get which mark."""
    cells: list[str | None] = []
    marked: list[tuple[int, str]] = []
    for cell in element:
        if cell.tag not in _CELLS:
            continue
        times = _repeats(cell, "number-columns-repeated")
        text, mark = _content(cell) if cell.tag == _CELLS[0] else (None, None)
        if len(cells) + times > MOST_COLUMNS:
            if text is None and mark is None:
                break
            raise Refused("too_large")
        if (down := _repeats(cell, "number-rows-spanned")) > 1 and text:
            grid.merge_down(len(cells), text, down - 1)
        if mark:
            marked += [(len(cells) + place, mark) for place in range(times)]
        cells += [text] * times
    return cells, marked


def _content(cell: Element) -> tuple[str | None, str | None]:
    """The text of a cell, and the mark it gets."""
    kind = cell.get(f"{_OFFICE}value-type")
    shown = "\n".join("".join(part.itertext()) for part in cell.iterfind(f"{_TEXT}p"))
    if cell.get(f"{_CALC}value-type") == "error" or (cell.get(f"{_TABLE}formula") and shown.startswith(("#", "Err:"))):
        return shown or "#VALUE!", ERROR
    if kind in ("float", "currency", "percentage"):
        try:
            value = float(cell.get(f"{_OFFICE}value") or "")
        except ValueError:
            return shown or None, None
        return number_text(value), LOST if abs(value) >= LOST_FROM else None
    if kind == "date":
        return (cell.get(f"{_OFFICE}date-value") or shown).replace("T", " "), None
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value"), None
    if kind is None and cell.get(f"{_TABLE}formula") and not shown:
        return cell.get(f"{_TABLE}formula"), NO_VALUE
    return shown or None, None


def _is_hidden(element: Element) -> bool:
    return element.get(f"{_TABLE}visibility") in ("collapse", "filter")


def _repeats(element: Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}") or ""
    return min(max(int(text), 1), _MOST_REPEATS) if text.isascii() and text.isdigit() else 1
