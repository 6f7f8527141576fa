"""What every reader of a file format gives, and the registry of the formats."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import polars as pl

# A header is looked for in this many rows: a title or a unit often stands above it.
HEAD_ROWS = 20


class FileRejected(Exception):
    """The whole file (or sheet) cannot be read. The message is for the department: what is wrong, what to do."""


class StartAgain(Exception):
    """The sheet was being read in a wrong way and has changed it: forget the batches given so far."""


@dataclass
class DamagedRow:
    """A record that has no cells to look at. `first` is its first filled field, enough to know a total from a row."""

    row_no: int
    first: str
    filled: int
    fields: int


@dataclass
class RawBatch:
    """Some rows of a sheet, every cell as text. Columns are named by their position: "0", "1", …"""

    cells: pl.DataFrame
    row_no: pl.Series
    damaged: list[DamagedRow] = field(default_factory=list)
    # Where the format knows: which cells of a column hold a number rather than text, by column position.
    is_number: dict[int, pl.Series] = field(default_factory=dict)
    # Some bytes could not be decoded: cells that hold U+FFFD are not what was meant.
    may_be_garbled: bool = False

    def without(self, index: pl.Series) -> "RawBatch":
        """The batch less some of its rows."""
        stays = pl.repeat(True, self.cells.height, eager=True).scatter(index, False)
        flags = {place: flag.filter(stays) for place, flag in self.is_number.items()}
        return RawBatch(self.cells.filter(stays), self.row_no.filter(stays), self.damaged, flags, self.may_be_garbled)


class Sheet(Protocol):
    """One table of a file. `head` is its first rows; `batches` gives what stands below the header row."""

    name: str | None
    is_hidden: bool
    head: list[tuple[int, list[str]]]

    def batches(self, header_row: int, width: int, number_columns: set[int]) -> Iterator[RawBatch]: ...


Knows = Callable[[list[str]], int]
Reader = Callable[[Path, Knows], Iterable[Sheet]]
READERS: dict[str, Reader] = {}


def reader(*extensions: str) -> Callable[[Reader], Reader]:
    """Register a function that opens a file of these extensions. `Knows` counts the header cells we know in a row."""

    def register(function: Reader) -> Reader:
        READERS.update(dict.fromkeys(extensions, function))
        return function

    return register


def open_sheets(path: Path, knows: Knows) -> Iterable[Sheet]:
    """The sheets of a delivery, by its extension; a file that is no table is rejected with what to do."""
    opener = READERS.get(path.suffix.lower())
    if opener is None:
        kinds = "、".join(sorted(READERS))
        raise FileRejected(
            f"不支持的文件类型“{path.suffix or '无扩展名'}”，不是可读取的数据表。请另存为 {kinds} 后重新报送"
        )
    if path.stat().st_size == 0:
        raise FileRejected("文件是空的（0 字节）。请重新导出后报送")
    return opener(path, knows)
