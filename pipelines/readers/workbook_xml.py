"""What calamine does not tell of an .xlsx, by a look at its XML while calamine parses it: damage and forgery, numbers
that have lost their end, formulas without a value, merged cells, hidden rows, the date system.
"""

import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pipelines.readers.grid import LOST, NO_VALUE, Marks
from pipelines.readers.refusal import Refused

_CHUNK = 1 << 20
# A tag that a chunk may have cut stands in so many bytes before its end.
_CARRY = 8192
# Unpacked more than this many times its size, beyond the first megabytes, an archive is forged.
MOST_RATIO = 200
_FREE_BYTES = 256 << 20
MOST_BYTES = 8 << 30
_LONG_NUMBER = re.compile(rb"v>-?\d{16}")
_LARGE_NUMBER = re.compile(rb"v>-?\d(?:\.\d+)?[Ee]\+?(?:1[5-9]|[2-9]\d|\d{3})<")
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_USUAL_ROW = re.compile(rb'<row r="(\d{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*?\bhidden="(?:1|true)")([^>]*)>')
_BOUNDS = re.compile(rb'\b(min|max)="(\d{1,5})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\bhidden="(?:1|true)"')
MOST_MERGES = 200_000


@dataclass
class Part:
    """A sheet as the workbook lists it, and where its XML is."""

    name: str
    state: str
    path: str
    is_table: bool = True


@dataclass
class Found:
    """`merges`: top, left and bottom row (from 0) of what spans several rows."""

    marks: Marks = field(default_factory=Marks)
    merges: list[tuple[int, int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    last_row: int = 0
    # First and last column (from 0) of what is hidden.
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Structure:
    parts: list[Part]
    is_1904: bool


def structure(archive: zipfile.ZipFile) -> Structure:
    """The sheets in their order. What cannot be made out is left to calamine."""
    root = _root(archive, "xl/workbook.xml")
    links = relations(archive, "xl/_rels/workbook.xml.rels")
    parts = []
    for sheet in root.iterfind(".//{*}sheet"):
        link = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        kind, path = links.get(link, ("", ""))
        state = "visible" if sheet.get("state", "visible") == "visible" else "hidden"
        parts.append(Part(sheet.get("name") or "", state, path, kind.endswith("/worksheet")))
    about = root.find("{*}workbookPr")
    is_1904 = about is not None and about.get("date1904") in ("1", "true")
    return Structure(parts, is_1904)


def relations(archive: zipfile.ZipFile, name: str) -> dict[str, tuple[str, str]]:
    """What the workbook's links lead to: kind and part."""
    found = {}
    for element in _root(archive, name).iterfind("{*}Relationship"):
        target = (element.get("Target") or "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        found[element.get("Id") or ""] = (element.get("Type") or "", path)
    return found


def _root(archive: zipfile.ZipFile, name: str) -> Element:
    actual = next((entry for entry in archive.namelist() if entry.replace("\\", "/").lower() == name.lower()), None)
    if actual is None:
        raise Refused("damaged")
    try:
        return fromstring(archive.read(actual), forbid_dtd=True)
    except DefusedXmlException:
        raise Refused("forged") from None
    except ParseError:
        raise Refused("damaged") from None


def refuse_bombs(path: Path) -> None:
    """By what the directory of the archive says; what lies is cut off while it is read."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > 10_000 or unpacked > MOST_BYTES:
        raise Refused("bomb")
    if unpacked > _FREE_BYTES and unpacked > MOST_RATIO * path.stat().st_size:
        raise Refused("bomb")


def examine(path: Path, name: str) -> Found:
    """Read one sheet's XML from end to end; its check sum is proved on the way."""
    found = Found()
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(name)
        limit = max(_FREE_BYTES, MOST_RATIO * entry.compress_size)
        try:
            with archive.open(entry) as stream:
                _scan(stream, found, limit)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise Refused("damaged") from None
    return found


def _scan(stream: zipfile.ZipExtFile, found: Found, limit: int) -> None:
    carry = b""
    seen = 0
    while chunk := stream.read(_CHUNK):
        if not seen:
            _refuse_entities(chunk[:_CARRY])
        seen += len(chunk)
        if seen > limit:
            raise Refused("bomb")
        text = carry + chunk
        # What is looked for starts in front of `end`, or is found with the next chunk.
        end = max(len(text) - _CARRY, 0)
        _look(text, end, found)
        carry = text[end:]
    _look(carry, len(carry), found)


def _refuse_entities(start: bytes) -> None:
    """No spreadsheet program writes a document type; one that is there is a bomb or a lure."""
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise Refused("forged")


def _look(text: bytes, end: int, found: Found) -> None:
    # Most chunks have nothing of the kind: plain searches, which are quick, say whether to look closely.
    sought = [(_LONG_NUMBER, LOST)]
    if b"E+" in text or b"e+" in text:
        sought.append((_LARGE_NUMBER, LOST))
    if b"f>" in text or b"si=" in text:
        sought.append((_NO_RESULT, NO_VALUE))
    for pattern, kind in sought:
        for match in pattern.finditer(text):
            if match.start() >= end:
                break
            _mark(text, match.start(), kind, found)
    _see_that_rows_rise(text, end, found)
    if b"hidden=" in text:
        found.hidden_rows += sum(match.start() < end for match in _HIDDEN_ROW.finditer(text))
        for match in _HIDDEN_COLUMN.finditer(text):
            bounds = {name: int(number) - 1 for name, number in _BOUNDS.findall(match.group(1))}
            if match.start() < end and len(bounds) == 2:
                found.hidden_columns.append((bounds[b"min"], bounds[b"max"]))
    if b"mergeCell" in text:
        found.merges += _merges(text, end)[: MOST_MERGES - len(found.merges)]


def _see_that_rows_rise(text: bytes, end: int, found: Found) -> None:
    """Of two rows of one number calamine keeps the cells of one."""
    # As Excel writes them, which is found much faster than every other way.
    found_numbers = _USUAL_ROW.findall(text, 0, end)
    if len(found_numbers) != text.count(b"row ", 0, end):
        found_numbers = _ROW.findall(text, 0, end)
    numbers = [found.last_row, *map(int, found_numbers)]
    if any(after <= before for before, after in pairwise(numbers)):
        raise Refused("damaged")
    found.last_row = numbers[-1]


def _merges(text: bytes, end: int) -> list[tuple[int, int, int]]:
    spans = [match.groups() for match in _MERGE.finditer(text) if match.start() < end]
    return [
        (int(top) - 1, column_number(left), int(bottom) - 1) for left, top, _, bottom in spans if int(bottom) > int(top)
    ]


def _mark(text: bytes, at: int, kind: str, found: Found) -> None:
    """The cell whose tag stands last in front of this place."""
    start = max(text.rfind(b"<c ", 0, at), text.rfind(b":c ", 0, at) - 1)
    cell = _CELL.match(text, text.rfind(b"<", 0, start + 1)) if start >= 0 else None
    if cell is None or re.search(rb'\bt="(?:s|str|inlineStr|b|e|d)"', cell.group(1)):
        return
    address = _ADDRESS.search(cell.group(1))
    if address:
        found.marks.add(int(address.group(2)) - 1, column_number(address.group(1)), kind)


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
