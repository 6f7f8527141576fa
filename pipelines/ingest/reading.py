"""What every reader gives, and the way from a file to its sheets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import polars as pl

from pipelines.readers.text import DamagedRow
from pipelines.readers.wire import Message

# A header is looked for in this many rows: titles, units and the like often stand above it.
HEAD_ROWS = 40


class FileRejected(Exception):
    """The whole file (or sheet) cannot be read. The message is for the department: what is wrong, what to do."""


class StartAgain(Exception):
    """The sheet was being read in a wrong way and has changed it: forget the batches given so far."""


MARKS = {"index": pl.UInt32, "column": pl.UInt32, "kind": pl.String}
NO_MARKS = pl.DataFrame(schema=MARKS)


@dataclass
class RawBatch:
    """Some rows of a sheet, every cell as text. Columns are named by their position: "0", "1", …"""

    cells: pl.DataFrame
    row_no: pl.Series
    damaged: list[DamagedRow] = field(default_factory=list)
    # Cells that are not what their text says: index of the row, position of the column, kind (see readers.grid).
    marks: pl.DataFrame = field(default_factory=NO_MARKS.clone)
    # Some cells hold what a wrong decoding leaves.
    may_be_garbled: bool = False

    @classmethod
    def of(cls, message: Message) -> "RawBatch":
        """What the process that parses has sent: cells with their row numbers in the last column, and marks."""
        cells, *marks = (pl.DataFrame(pl.from_arrow(table)) for table in message.tables)
        damaged = [DamagedRow(**row) for row in message.about.get("damaged", ())]
        is_garbled = message.about.get("is_garbled", False)
        return cls(cells.drop("row"), cells["row"], damaged, *marks, may_be_garbled=is_garbled)

    def below(self, header_row: int, width: int) -> "RawBatch":
        """What stands below the header, in so many columns."""
        above = int((self.row_no <= header_row).sum())
        below = self.marks.filter(pl.col("index") >= above)
        return RawBatch(
            self.cells.select(self.cells.columns[:width]).slice(above),
            self.row_no.slice(above),
            [row for row in self.damaged if row.row_no > header_row],
            below.with_columns((pl.col("index") - above).cast(pl.UInt32)) if below.height else below,
            self.may_be_garbled,
        )

    def without(self, index: pl.Series) -> "RawBatch":
        """The batch less some of its rows."""
        stays = pl.repeat(True, self.cells.height, eager=True).scatter(index, False)
        marks = self.marks
        if marks.height:
            moved = pl.DataFrame({"index": stays.arg_true().cast(pl.UInt32)}).with_row_index("now")
            marks = marks.join(moved, on="index").select(index="now", column="column", kind="kind")
        return RawBatch(self.cells.filter(stays), self.row_no.filter(stays), self.damaged, marks, self.may_be_garbled)


class Sheet(Protocol):
    """One table of a file. `head` is its first rows; `batches` gives what stands below the header row."""

    name: str | None
    # In which form it came, for the report: XLSX, or CSV with its encoding and delimiter.
    form: str
    # What is to be said of it: hidden rows and the like.
    notes: list[str]
    # Bare numbers of days count from 1904.
    is_1904: bool
    head: list[tuple[int, list[str]]]

    def batches(self, header_row: int, width: int) -> Iterator[RawBatch]: ...


Knows = Callable[[list[str]], int]


@dataclass(frozen=True)
class Access:
    """What reading needs beside the file: how many cells of a row are known headers, a folder to work in, passwords."""

    knows: Knows
    folder: Path
    passwords: tuple[str, ...] = ()

    def knows_most(self, head: list[tuple[int, list[str]]]) -> int:
        return max((self.knows(cells) for _, cells in head), default=0)
