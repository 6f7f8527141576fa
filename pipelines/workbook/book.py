"""A workbook: an index with links, then its sheets, saved so that equal content gives equal bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
from openpyxl import Workbook

from pipelines.workbook import archive
from pipelines.workbook.column import PAGE_WIDTH, Column
from pipelines.workbook.info import RunInfo
from pipelines.workbook.listing import Listing, ListingWriter, Written
from pipelines.workbook.page import INDEX_NAME, Page, link_to
from pipelines.workbook.style import Look, StyleBook
from pipelines.workbook.text import sheet_name

_ORDER, _SHEET, _CONTENT = Column("", "序号", "order"), Column("", "工作表"), Column("", "内容")
_ROWS = Column("", "行数", "integer")
_ORDER_WIDTH, _SHEET_WIDTH, _NUMBER_WIDTH = 8.0, 36.0, 12.0
_LEAST_CONTENT = 44.0


@dataclass
class Entry:
    """What the index says of a sheet. `part` is the heading it stands under, `facts` fill the book's own columns."""

    title: str
    part: str
    facts: tuple[Any, ...]
    rows: int | None = None


class Book:
    """The sheets come in the order in which they are written; the index, which names them all, comes first.

    `facts` are columns that the index has besides: what a reader wants to know of a sheet before opening it.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, info: RunInfo, title: str, note: str = "", facts: Sequence[Column] = ()
    ) -> None:
        self.con = con
        self.info = info
        self._title = title
        self._note = note
        self._workbook = Workbook(write_only=True)
        self._workbook.properties.creator = "benefit-audit"
        self._workbook.properties.title = title
        self.styles = StyleBook(self._workbook)
        self._index = self._workbook.create_sheet(INDEX_NAME)
        self._facts = tuple(facts)
        self._entries: dict[str, Entry] = {}

    def __enter__(self) -> "Book":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave no temporary file of a sheet behind, whatever happened: rows of persons stand in it."""
        for sheet in self._workbook.worksheets:
            writer = sheet._writer
            if writer is not None:
                if not sheet.closed:
                    sheet.close()
                if Path(writer.out).exists():
                    writer.cleanup()

    def page(
        self, name: str, title: str, widths: Sequence[float], part: str = "", facts: tuple[Any, ...] = (), tab: str = ""
    ) -> Page:
        """A new sheet; a name already taken gets a number. `tab` is the colour of its tab."""
        name = sheet_name(name, self._workbook.sheetnames)
        self._entries[name] = Entry(title, part, facts or (None,) * len(self._facts))
        sheet = self._workbook.create_sheet(name)
        sheet.sheet_properties.tabColor = tab or None
        return Page(sheet, self.styles, self.info, widths)

    def describe(self, name: str, rows: int) -> None:
        """How many rows the index gives for a sheet."""
        self._entries[name].rows = rows

    def write(self, listing: Listing) -> Written:
        return ListingWriter(self, listing).write()

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """A small result, whole."""
        return self.con.cursor().execute(query, list(values)).fetchall()

    def save(self, path: Path) -> None:
        """Write the file in one step: a name that is there is a file that is whole."""
        self._write_index()
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".part")
        try:
            archive.save(self._workbook, partial, self.info.as_of)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)

    def _write_index(self) -> None:
        columns = (_ORDER, _SHEET, _CONTENT, *self._facts, _ROWS)
        numbers = [_NUMBER_WIDTH + 2 * (column.kind == "money") for column in (*self._facts, _ROWS)]
        content = max(PAGE_WIDTH - _ORDER_WIDTH - _SHEET_WIDTH - sum(numbers), _LEAST_CONTENT)
        page = Page(self._index, self.styles, self.info, (_ORDER_WIDTH, _SHEET_WIDTH, content, *numbers))
        page.put_line(self._title, "title")
        page.put_line(self.info.line, "note")
        if self._note:
            page.put_line(self._note, "note")
        page.put_header(columns)
        part = ""
        for number, (name, entry) in enumerate(self._entries.items(), 1):
            if entry.part != part:
                part = entry.part
                page.put_line(part, "part", height=22)
            roles = ("body", "link_body", *["body"] * (len(columns) - 2))
            looks = [Look(role, column.kind, number % 2 == 0) for role, column in zip(roles, columns, strict=True)]
            page.put_looks([number, name, entry.title, *entry.facts, entry.rows], looks, height=20)
            page.link("B", name, link_to(name))
