"""Tables of a web page, which many systems print and call .xls."""

import email
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from lxml import etree

from pipelines.readers.grid import MOST_COLUMNS, Facts, Grid
from pipelines.readers.refusal import Refused

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936"}
_MOST_BYTES = 400 << 20


def read_html(path: Path) -> Iterator[Grid]:
    """Every table with rows of its own; a table that only lays out others gives none."""
    content = path.read_bytes()
    if len(content) > _MOST_BYTES:
        raise Refused("too_large")
    if content.lstrip().startswith(b"MIME-Version:"):
        content = _html_part(content)
    text = _decoded(content)
    source = BytesIO(text.encode("utf-8", "replace"))
    events = etree.iterparse(source, events=("start", "end"), html=True, encoding="utf-8", recover=True, huge_tree=False)
    # Tables open one in another, with their rows.
    nested: list[Grid] = []
    count = 0
    try:
        for event, element in events:
            tag = element.tag.lower() if isinstance(element.tag, str) else ""
            if tag == "table" and event == "start":
                count += 1
                nested.append(Grid(Facts(f"表{count}")))
            elif tag == "table" and nested:
                grid = nested.pop()
                if grid.height:
                    yield grid
            elif tag == "tr" and event == "end" and nested:
                _add_row(nested[-1], element)
                element.clear()
    except etree.XMLSyntaxError:
        raise Refused("damaged") from None
    yield from (grid for grid in nested if grid.height)


def _html_part(content: bytes) -> bytes:
    for part in email.message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            return part.get_payload(decode=True) or b""
    raise Refused("damaged")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "strict")
    named = _CHARSET.search(content[:4096])
    name = named.group(1).decode("ascii").lower() if named else ""
    order = ("gb18030", "utf-8") if name in _CHINESE else ("utf-8", "gb18030")
    fault: UnicodeDecodeError | None = None
    for encoding in order:
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            fault = fault or error
    raise Refused("undecodable", str(fault.start + 1 if fault else 1))


def _add_row(grid: Grid, row: etree._Element) -> None:
    cells: list[str | None] = []
    spans: list[tuple[int, str | None, int]] = []
    held = grid.held()
    for cell in row.iterchildren("td", "th"):
        while len(cells) in held:
            cells.append(None)
        text = _text_of(cell)
        if (down := _span(cell, "rowspan")) > 1:
            spans.append((len(cells), text, down - 1))
        cells.append(text)
        cells.extend([None] * (_span(cell, "colspan") - 1))
        if len(cells) > MOST_COLUMNS:
            raise Refused("too_large")
    for column, text, down in spans:
        grid.merge_down(column, text, down)
    grid.add(cells)


def _text_of(cell: etree._Element) -> str | None:
    for line in cell.iter("br"):
        line.tail = "\n" + (line.tail or "")
    return "".join(cell.itertext()).strip(" \t\r\n") or None


def _span(cell: etree._Element, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return min(max(int(text), 1), MOST_COLUMNS) if text.isascii() and text.isdigit() else 1
