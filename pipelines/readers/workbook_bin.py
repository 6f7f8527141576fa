"""What calamine does not tell of an .xlsb, by a look at its records: numbers that have lost their end, merged cells,
hidden rows and columns, the date system. A record is a number, a length and a body, [MS-XLSB] 2.1.4.
"""

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pipelines.readers.grid import LOST, LOST_FROM, MOST_ROWS
from pipelines.readers.refusal import Refused
from pipelines.readers.workbook_xml import MOST_MERGES, Found, Part, Structure, relations

_ROW, _RK, _REAL, _FORMULA_NUMBER = 0, 2, 5, 9
_COLUMNS, _WORKBOOK, _SHEET, _MERGED = 60, 153, 156, 176
_BOOK = "xl/workbook.bin"
# No record of those looked at is longer; of a longer one the rest is passed over.
_MOST_BODY = 1 << 16
_BUFFER = 1 << 20
_IS_HIDDEN_ROW, _IS_HIDDEN_COLUMN, _IS_1904, _IS_INTEGER = 0x10, 0x1, 0x1, 0x2
_SEEN = frozenset({_ROW, _RK, _REAL, _FORMULA_NUMBER, _COLUMNS, _WORKBOOK, _SHEET, _MERGED})


def _records(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The records that matter here."""
    while kind := stream.read(1):
        number = kind[0]
        if number & 0x80:
            number = (number & 0x7F) | (_byte(stream) & 0x7F) << 7
        length = place = 0
        while (part := _byte(stream)) & 0x80 and place < 21:
            length |= (part & 0x7F) << place
            place += 7
        length |= (part & 0x7F) << place
        body = stream.read(min(length, _MOST_BODY))
        if length > _MOST_BODY:
            _pass_over(stream, length - _MOST_BODY)
        if number in _SEEN:
            yield number, body


def _byte(stream: BinaryIO) -> int:
    found = stream.read(1)
    if not found:
        raise Refused("damaged")
    return found[0]


def _pass_over(stream: BinaryIO, size: int) -> None:
    while size > 0 and (piece := stream.read(min(size, _BUFFER))):
        size -= len(piece)


def structure_of_binary(archive: zipfile.ZipFile) -> Structure:
    """The sheets in their order."""
    links = relations(archive, "xl/_rels/workbook.bin.rels")
    parts, is_1904 = [], False
    with archive.open(_BOOK) as stream:
        for number, body in _records(io.BufferedReader(stream)):
            if number == _WORKBOOK:
                is_1904 = bool(_unpacked("<I", body, 0)[0] & _IS_1904)
            elif number == _SHEET:
                state, _ = _unpacked("<II", body, 0)
                link, end = _text(body, 8)
                name, _ = _text(body, end)
                kind, path = links.get(link, ("", ""))
                parts.append(Part(name, "hidden" if state else "visible", path, kind.endswith("/worksheet")))
    return Structure(parts, is_1904)


def examine_binary(path: Path, name: str) -> Found:
    """Read one sheet's records from end to end."""
    found = Found()
    row = 0
    with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
        for number, body in _records(io.BufferedReader(stream, _BUFFER)):
            if number == _ROW:
                (row,) = _unpacked("<I", body, 0)
                found.hidden_rows += bool(_unpacked("<B", body, 11)[0] & _IS_HIDDEN_ROW)
            elif number == _COLUMNS:
                first, last = _unpacked("<II", body, 0)
                if _unpacked("<B", body, 16)[0] & _IS_HIDDEN_COLUMN:
                    found.hidden_columns.append((first, last))
            elif number == _MERGED:
                top, bottom, left, _ = _unpacked("<IIII", body, 0)
                if top < bottom < MOST_ROWS and len(found.merges) < MOST_MERGES:
                    found.merges.append((top, left, bottom))
            elif number in (_RK, _REAL, _FORMULA_NUMBER) and abs(_number(number, body)) >= LOST_FROM:
                found.marks.add(row, _unpacked("<I", body, 0)[0], LOST)
    return found


def _number(kind: int, body: bytes) -> float:
    if kind != _RK:
        return _unpacked("<d", body, 8)[0]
    (packed,) = _unpacked("<I", body, 8)
    # An integer has thirty bits; of a float the lower half is nought.
    return 0 if packed & _IS_INTEGER else struct.unpack("<d", bytes(4) + struct.pack("<I", packed & ~3))[0]


def _text(body: bytes, start: int) -> tuple[str, int]:
    (length,) = _unpacked("<I", body, start)
    end = start + 4 + 2 * length
    if end > len(body):
        raise Refused("damaged")
    return body[start + 4 : end].decode("utf-16-le", "replace"), end


def _unpacked(form: str, body: bytes, start: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, body, start)
    except struct.error:
        raise Refused("damaged") from None
