"""A sheet on its way from a parser: cells as text, in blocks of rows, and marks on single cells."""

import math
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from pipelines.readers.refusal import Refused

BLOCK_ROWS = 50_000
MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576
# More than a workbook in use ever holds; a forged one asks for billions.
MOST_CELLS = 60_000_000
# A number of more digits has lost its last ones: spreadsheets keep fifteen.
LOST_FROM = 10**15

# Marks: the number has lost its end; a formula without its value; an error value; a cell merged with those below it.
LOST, NO_VALUE, ERROR, MERGED = "lost", "no_value", "error", "merged"


def number_text(value: float) -> str:
    """A stored number as a spreadsheet shows it: fifteen digits, no exponent."""
    if not math.isfinite(value):
        return "#NUM!"
    if abs(value) < LOST_FROM and value == int(value):
        return str(int(value))
    if abs(value) >= LOST_FROM:
        return f"{value:.15g}"
    return format(Decimal(f"{value:.15g}"), "f")


@dataclass
class Facts:
    """What is to be known of a sheet beside its cells. `first_column` is the place of the first column of the cells."""

    name: str
    state: str = "visible"
    is_1904: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    first_column: int = 0
    notes: list[str] = field(default_factory=list)


def count_among(runs: list[tuple[int, int]], first: int, width: int) -> int:
    """How many columns of a table stand in the runs: whoever hides the rest of a sheet hides nothing of the table."""
    return sum(any(start <= at <= end for start, end in runs) for at in range(first, first + width))


class Marks:
    """Single cells that are not what their text says: row and column from 0."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.kinds: list[str] = []

    def add(self, row: int, column: int, kind: str) -> None:
        self.rows.append(row)
        self.columns.append(column)
        self.kinds.append(kind)

    def frame(self) -> pl.DataFrame:
        schema = {"row": pl.UInt32, "column": pl.UInt32, "kind": pl.String}
        return pl.DataFrame({"row": self.rows, "column": self.columns, "kind": self.kinds}, schema=schema)


# What is to be known of a sheet, its cells as text, and the marks on them.
Sheet = tuple[Facts, pl.DataFrame, pl.DataFrame]


class Grid:
    """Rows as a parser gives them. Memory is bounded by a block; what is cut off below is nothing but blank."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.marks = Marks()
        # First and last of each run of hidden columns.
        self.hidden_columns: list[tuple[int, int]] = []
        self.height = 0
        self._block: list[list[str | None]] = []
        self._blocks: list[pl.DataFrame] = []
        self._cells = 0
        self._blank = 0
        # Column → (text, last row): vertical merges still open.
        self._open: dict[int, tuple[str | None, int]] = {}

    @property
    def next_row(self) -> int:
        """The number, from 0, of the row that is added next."""
        return self.height + self._blank

    def held(self) -> set[int]:
        """Columns that a cell above the next row reaches into."""
        return {column for column, (_, last) in self._open.items() if last >= self.next_row}

    def skip_to(self, row: int) -> None:
        """Rows that the file leaves out are blank."""
        if row > MOST_ROWS:
            raise Refused("too_large")
        self._blank += max(row - self.next_row, 0)

    def add(self, row: list[str | None]) -> None:
        """One row; merged cells above it are filled in first."""
        number = self.next_row
        for column, (text, last) in list(self._open.items()):
            if number > last:
                del self._open[column]
                continue
            row.extend([None] * (column + 1 - len(row)))
            if row[column] is None:
                row[column] = text
            self.marks.add(number, column, MERGED)
        while row and (row[-1] is None or row[-1] == ""):
            row.pop()
        if not row:
            self._blank += 1
            return
        if len(row) > MOST_COLUMNS or number >= MOST_ROWS:
            raise Refused("too_large")
        self._cells += len(row)
        if self._cells > MOST_CELLS:
            raise Refused("too_large")
        self._block.extend([] for _ in range(self._blank))
        self._block.append(row)
        self.height = number + 1
        self._blank = 0
        if len(self._block) >= BLOCK_ROWS:
            self._close_block()

    def merge_down(self, column: int, text: str | None, rows: int) -> None:
        """The cell of this column in the row to be added next spans so many rows below it."""
        self._open[column] = (text, self.next_row + rows)

    def _close_block(self) -> None:
        width = max(map(len, self._block), default=0)
        columns: dict[str, list[str | None]] = {str(place): [] for place in range(width)}
        for place, column in enumerate(columns.values()):
            column.extend(row[place] if place < len(row) else None for row in self._block)
        height = len(self._block)
        self._blocks.append(
            pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)) if width else _blank(height)
        )
        self._block = []

    def sheet(self) -> Sheet:
        if self._block:
            self._close_block()
        cells = pl.concat(self._blocks, how="diagonal") if self._blocks else pl.DataFrame()
        self.facts.hidden_columns = count_among(self.hidden_columns, 0, cells.width)
        return self.facts, cells, self.marks.frame()


def _blank(height: int) -> pl.DataFrame:
    return pl.DataFrame({"0": pl.repeat(None, height, dtype=pl.String, eager=True)})
