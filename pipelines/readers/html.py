"""Tables of a web page, which many systems print and call .xls."""

import email
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from pipelines.readers.grid import MOST_COLUMNS, Facts, Grid
from pipelines.readers.refusal import Refused

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936"}
_MOST_BYTES = 200 << 20
_PIECE = 1 << 20
_SILENT = ("script", "style", "title")


def read_html(path: Path) -> Iterator[Grid]:
    """Every table with rows of its own; a table that only lays out others gives none."""
    content = path.read_bytes()
    if len(content) > _MOST_BYTES:
        raise Refused("too_large")
    if content.lstrip().startswith(b"MIME-Version:"):
        content = _html_part(content)
    text = _decoded(content)
    tables = _Tables()
    for start in range(0, len(text), _PIECE):
        tables.feed(text[start : start + _PIECE])
    tables.finish()
    return iter(tables.done)


def _html_part(content: bytes) -> bytes:
    for part in email.message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            return part.get_payload(decode=True) or b""
    raise Refused("damaged")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        order: tuple[str, ...] = ("utf-16",)
    else:
        named = _CHARSET.search(content[:4096])
        name = named.group(1).decode("ascii").lower() if named else ""
        order = ("gb18030", "utf-8") if name in _CHINESE else ("utf-8", "gb18030")
    fault: UnicodeDecodeError | None = None
    for encoding in order:
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            fault = fault or error
    raise Refused("undecodable", byte=fault.start + 1 if fault else 1)


class _Table:
    """A table that is open: its rows so far, the row and the cell under way."""

    def __init__(self, name: str) -> None:
        self.grid = Grid(Facts(name))
        self.cells: list[str | None] | None = None
        self.spans: list[tuple[int, str | None, int]] = []
        self.text: list[str] | None = None
        self.across = self.down = 1


class _Tables(HTMLParser):
    """Closing tags that a system forgot are made up for by the opening ones that follow."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[Grid] = []
        self._open: list[_Table] = []
        self._count = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._count += 1
            self._open.append(_Table(f"表{self._count}"))
        elif tag in _SILENT:
            self._silent += 1
        elif self._open:
            table = self._open[-1]
            if tag == "tr":
                self._end_row(table)
                table.cells = []
            elif tag in ("td", "th"):
                self._end_cell(table)
                table.cells = [] if table.cells is None else table.cells
                about = dict(attrs)
                table.across, table.down = _span(about.get("colspan")), _span(about.get("rowspan"))
                table.text = []
            elif tag == "br" and table.text is not None:
                table.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif self._open:
            if tag in ("td", "th"):
                self._end_cell(self._open[-1])
            elif tag == "tr":
                self._end_row(self._open[-1])
            elif tag == "table":
                self._end_table()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].text is not None and not self._silent:
            self._open[-1].text.append(data)

    def finish(self) -> None:
        self.close()
        while self._open:
            self._end_table()

    def _end_cell(self, table: _Table) -> None:
        if table.text is None or table.cells is None:
            return
        text = "".join(table.text).strip(" \t\r\n") or None
        table.text = None
        held = table.grid.held()
        while len(table.cells) in held:
            table.cells.append(None)
        if table.down > 1:
            table.spans.append((len(table.cells), text, table.down - 1))
        table.cells += [text, *[None] * (table.across - 1)]
        if len(table.cells) > MOST_COLUMNS:
            raise Refused("too_large")

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        if table.cells is None:
            return
        for column, text, down in table.spans:
            table.grid.merge_down(column, text, down)
        table.grid.add(table.cells)
        table.cells, table.spans = None, []

    def _end_table(self) -> None:
        table = self._open.pop()
        self._end_row(table)
        if table.grid.height:
            self.done.append(table.grid)


def _span(text: str | None) -> int:
    text = (text or "").strip()
    return min(max(int(text), 1), MOST_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 8 else 1
