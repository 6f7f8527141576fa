"""What a run will need, told from the deliveries' sizes before any of them is read.

The factors were measured on generated districts (`benefit-audit synth`) on two cores with the usual bounds. Time: the
runs of 1 to 100 million rows in docs/性能.md. Memory and disk: 0.1 to 12 million rows, as text, as workbooks and
zipped, by a look at the process and its work folder twenty times a second, and memory of 100 million rows; disk meets
the line below within a tenth, memory within a quarter. Another district has other rows: hence ROOM.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipelines.ingest.archive import members
from pipelines.readers.kinds import TEXT, ZIP, kind_of
from pipelines.readers.refusal import Refused
from pipelines.settings_bounds import Bounds

MB = 10**6
# Bytes of the file for each row, over the mix of sources in a district.
BYTES_A_ROW = {
    TEXT: 115,  # 119 as UTF-8, 106 as GB18030
    "xlsx": 62,
    "xlsb": 62,
    "encrypted": 62,
    "ods": 48,
    "xls": 178,
    "html": 214,
    "spreadsheetml": 575,
    "fods": 1295,
}
SUFFIXES = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xlsb": "xlsb", ".xls": "xls", ".ods": "ods", ".html": "html"}
SECONDS, SECONDS_A_MILLION, SECONDS_A_MILLION_PARSED = 9.0, 2.5, 7.5
MEMORY, MEMORY_A_MILLION = 450 * MB, 10 * MB
# What the engine holds as long as its limit allows, and what of it must be written elsewhere beyond.
ENGINE_A_MILLION, SPILLED_A_MILLION = 80 * MB, 30 * MB
DISK, DISK_A_MILLION = 55 * MB, 50 * MB
# A workbook is parsed as a whole, beside the run, and lies unpacked in the work folder while it is read.
PARSER, PARSER_A_MILLION, PARSED_A_MILLION = 150 * MB, 1100 * MB, 220 * MB
ROOM = 1.5


@dataclass(frozen=True)
class Table:
    """What one delivered file, or one file in an archive, holds as far as its size tells."""

    kind: str
    size: int
    is_packed: bool = False

    @property
    def millions(self) -> float:
        return self.size / BYTES_A_ROW[self.kind] / 1e6

    @property
    def parsed(self) -> float:
        return 0.0 if self.kind == TEXT else self.millions

    @property
    def passing(self) -> float:
        """Bytes on the disk only while it is read."""
        return self.size * self.is_packed + self.parsed * PARSED_A_MILLION


@dataclass(frozen=True)
class Need:
    """Rows, seconds, bytes. `disk` is where results go; `spill` where the engine puts what its memory can't hold."""

    rows: float
    seconds: float
    memory: float
    disk: float
    spill: float


def need(files: Iterable[Path], bounds: Bounds) -> Need:
    tables = [table for path in files for table in tables_of(path)]
    millions = sum(table.millions for table in tables)
    largest = max((table.parsed for table in tables), default=0.0)
    engine = millions * ENGINE_A_MILLION
    return Need(
        rows=millions * 1e6,
        seconds=SECONDS
        + millions * SECONDS_A_MILLION
        + sum(table.parsed for table in tables) * SECONDS_A_MILLION_PARSED,
        memory=MEMORY
        + millions * MEMORY_A_MILLION
        + min(engine, bounds.memory_bytes)
        + (PARSER + largest * PARSER_A_MILLION if largest else 0),
        disk=ROOM * (DISK + millions * DISK_A_MILLION + max((table.passing for table in tables), default=0)),
        spill=max(ROOM * millions * SPILLED_A_MILLION - bounds.memory_bytes, 0),
    )


def tables_of(path: Path) -> Iterator[Table]:
    """By the file's first bytes and an archive's directory; what is no table will be refused, and costs nothing."""
    try:
        kind = kind_of(path)
        if kind != ZIP:
            yield Table(kind, path.stat().st_size)
            return
        for member in members(path):
            suffix = PurePosixPath(member.name).suffix.lower()
            yield Table(SUFFIXES.get(suffix, TEXT), member.info.file_size, is_packed=True)
    except Refused:
        return
