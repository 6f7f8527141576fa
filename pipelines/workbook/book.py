"""A workbook: an index with links, then its sheets, saved so that equal content gives equal bytes."""

from collections.abc import Sequence
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

_INDEX_COLUMNS = (
    Column("", "序号", "order"),
    Column("", "工作表"),
    Column("", "内容"),
    Column("", "行数", "integer"),
)
_INDEX_WIDTHS = (8.0, 36.0, 62.0, PAGE_WIDTH - 106.0)


class Book:
    """The sheets come in the order in which they are written; the index, which names them all, comes first."""

    def __init__(self, con: duckdb.DuckDBPyConnection, info: RunInfo, title: str, note: str = "") -> None:
        self.con = con
        self.info = info
        self._title = title
        self._note = note
        self._workbook = Workbook(write_only=True)
        self._workbook.properties.creator = "benefit-audit"
        self._workbook.properties.title = title
        self.styles = StyleBook(self._workbook)
        self._index = self._workbook.create_sheet(INDEX_NAME)
        self._titles: dict[str, str] = {}
        self._counts: dict[str, int] = {}

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

    def page(self, name: str, title: str, widths: Sequence[float]) -> Page:
        """A new sheet; a name already taken gets a number."""
        name = sheet_name(name, self._workbook.sheetnames)
        self._titles[name] = title
        return Page(self._workbook.create_sheet(name), self.styles, self.info, widths)

    def describe(self, name: str, rows: int) -> None:
        """How many rows the index gives for a sheet."""
        self._counts[name] = rows

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
        page = Page(self._index, self.styles, self.info, _INDEX_WIDTHS)
        page.put_line(self._title, "title")
        page.put_line(self.info.line, "note")
        if self._note:
            page.put_line(self._note, "note")
        page.put_header(_INDEX_COLUMNS)
        for number, (name, title) in enumerate(self._titles.items(), 1):
            is_banded = number % 2 == 0
            looks = [
                Look("body", "order", is_banded),
                Look("link_body", "text", is_banded),
                Look("body", "text", is_banded),
                Look("body", "integer", is_banded),
            ]
            page.put_looks([number, name, title, self._counts.get(name)], looks, height=20)
            page.link("B", name, link_to(name))
