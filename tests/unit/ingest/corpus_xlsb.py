"""Writes the binary workbook, record by record."""

import datetime
import struct
from collections.abc import Iterable

from tests.unit.ingest.corpus_parts import PACKAGE, TYPES, Cell, Error, Formula, Rows, archive


def _record(kind: int, body: bytes) -> bytes:
    """A record of the binary workbook: number and length in groups of seven bits."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb_cell(column: int, cell: Cell, is_1904: bool) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(cell, datetime.date):
        start = datetime.date(1904, 1, 1) if is_1904 else datetime.date(1899, 12, 30)
        return _record(5, struct.pack("<IId", column, 1, (cell - start).days))
    if isinstance(cell, Formula):
        return _record(9, place + struct.pack("<dHI", cell.result, 0, 0) + bytes(4))
    if isinstance(cell, Error):
        return _record(3, place + bytes([{"#N/A": 42, "#DIV/0!": 7, "#REF!": 23}[cell.text]]))
    if isinstance(cell, bool):
        return _record(4, place + bytes([cell]))
    if isinstance(cell, int | float):
        return _record(5, place + struct.pack("<d", cell))
    return _record(6, place + _wide(str(cell)))


def xlsb(
    rows: Rows,
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    merges: Iterable[tuple[int, int, int, int]] = (),
    is_hidden: bool = False,
    is_1904: bool = False,
) -> bytes:
    """The binary kind: a sheet of rows whose texts stand in their cells. Merges: top, bottom, left, right, from 1."""
    width = max(map(len, rows))
    cells = b"".join(
        _record(
            0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0x10 if number + 1 in hidden_rows else 0, 0, 0) + bytes(4)
        )
        + b"".join(_xlsb_cell(column, cell, is_1904) for column, cell in enumerate(row) if cell is not None)
        for number, row in enumerate(rows)
    )
    columns = b"".join(_record(60, struct.pack("<IIIIH", at - 1, at - 1, 2304, 0, 1)) for at in hidden_columns)
    merged = b"".join(_record(176, struct.pack("<IIII", *(place - 1 for place in merge))) for merge in merges)
    sheet = _record(129, b"") + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    sheet += _record(390, b"") + columns + _record(391, b"") + _record(145, b"") + cells + _record(146, b"")
    sheet += _record(177, b"") + merged + _record(178, b"") + _record(130, b"")
    listed = _record(156, struct.pack("<II", int(is_hidden), 1) + _wide("rId1") + _wide("Sheet1"))
    about = _record(153, struct.pack("<II", int(is_1904), 0) + _wide(""))
    book = _record(131, b"") + about + _record(143, b"") + listed + _record(144, b"") + _record(132, b"")
    formats = b"".join(_record(47, struct.pack("<HHHHHBBHH", 0, form, 0, 0, 0, 0, 0, 0, 0)) for form in (0, 14))
    styles = _record(278, b"") + _record(617, struct.pack("<I", 2)) + formats + _record(618, b"") + _record(279, b"")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = '<Relationships xmlns="{}"><Relationship Id="rId1" Type="{}/{}" Target="{}"/></Relationships>'
    types = (
        f'<Types xmlns="{TYPES}"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    )
    return archive(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": link.format(PACKAGE, kind, "officeDocument", "xl/workbook.bin").encode(),
            "xl/workbook.bin": book,
            "xl/styles.bin": styles,
            "xl/_rels/workbook.bin.rels": link.format(PACKAGE, kind, "worksheet", "worksheets/sheet1.bin").encode(),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )
