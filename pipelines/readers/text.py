"""Delimited text, streaming. Encoding, delimiter and header are given; the number of records that come out is held
against the number that went in.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import compute
from pyarrow import csv as arrow_csv

from pipelines.readers.refusal import Refused
from pipelines.readers.text_stream import UNIT, WIDE, TextStream, cut_at
from pipelines.readers.wire import Message

BLOCK_BYTES = 4 << 20
BATCH_ROWS = 240_000
# A record with this many line ends inside quotes is no record: a quotation mark has no partner.
MOST_LINES_IN_A_RECORD = 50
# What DOS programs put behind the last record.
_END_OF_FILE = "\x1a"


@dataclass(frozen=True)
class Manner:
    """How a text is to be read, and how many columns it has."""

    encoding: str
    delimiter: str
    width: int


@dataclass
class DamagedRow:
    """A record that has no cells to look at. `first` is its first filled field, enough to know a total from a row."""

    row_no: int
    first: str
    filled: int
    fields: int


def read_text(path: Path, manner: Manner) -> Iterator[Message]:
    """Batches of rows with their numbers; the last message says what was met on the way, once it has been proved."""
    stream = TextStream(path, manner.encoding, manner.delimiter)
    records = _Records(manner)
    with pa.PythonFile(stream, mode="r") as source:
        try:
            for table, damaged in records.batches(source):
                yield Message({"damaged": damaged, "is_garbled": stream.counted.is_garbled}, [table])
        except UnicodeDecodeError:
            raise Refused("wrong_encoding") from None
        except pa.ArrowException as error:
            if "UTF8" in str(error):
                raise Refused("wrong_encoding") from None
            # Its message quotes the row: it is not shown.
            raise Refused(_too_long(stream) if "straddling" in str(error) else "no_table") from None
    _prove(path, manner, stream, records.seen)
    yield Message({"damaged": [], "is_garbled": False, "nuls": stream.counted.nuls}, [])


def _too_long(stream: TextStream) -> str:
    """A record that does not end within a block: it is all one line, or a quotation mark holds many together."""
    return "unpaired_somewhere" if stream.counted.is_in_quotes or stream.counted.is_unsure else "endless_line"


def _prove(path: Path, manner: Manner, stream: TextStream, seen: int) -> None:
    """What the parser gave against what was counted apart from it."""
    counted = stream.counted
    is_unsure = counted.is_unsure or counted.is_in_quotes
    records = _count_slowly(path, manner) if is_unsure else counted.records
    if records != seen:
        raise Refused("miscounted", records=records, seen=seen)


def _count_slowly(path: Path, manner: Manner) -> int:
    """By another parser, strictly: a quotation that never ends, or ends in the middle of a field, swallows rows."""
    stream = io.BufferedReader(TextStream(path, manner.encoding, manner.delimiter))
    with io.TextIOWrapper(stream, "utf-8", newline="") as text:
        try:
            return sum(1 for _ in csv.reader(text, delimiter=cut_at(manner.delimiter), strict=True))
        except csv.Error:
            raise Refused("unpaired_somewhere") from None


class _Records:
    """Numbers the records as Excel would: the first line is 1, blank lines and damaged records count."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self.next_no = 1
        self.damaged: list[DamagedRow] = []
        self.unpaired: int | None = None
        self.seen = 0

    def batches(self, source: pa.NativeFile) -> Iterator[tuple[pa.Table, list[dict[str, Any]]]]:
        names = [str(place) for place in range(self.manner.width)]
        schema = pa.schema([(name, pa.string()) for name in names])
        waiting: list[pa.RecordBatch] = []
        for block in self._blocks(source, schema):
            self._refuse_unpaired()
            self.seen += block.num_rows
            waiting.append(block)
            # Where every record is damaged, they come in no block.
            if sum(part.num_rows for part in waiting) + len(self.damaged) >= BATCH_ROWS:
                yield self._batch(pa.Table.from_batches(waiting, schema))
                waiting = []
        self._refuse_unpaired()
        if waiting or self.damaged:
            yield self._batch(pa.Table.from_batches(waiting, schema), is_last=True)

    def _blocks(self, source: pa.NativeFile, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        try:
            yield from arrow_csv.open_csv(
                source,
                # One thread: only then does the reader know the number of a damaged record.
                read_options=arrow_csv.ReadOptions(
                    block_size=BLOCK_BYTES, use_threads=False, column_names=schema.names
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=cut_at(self.manner.delimiter),
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._on_damaged,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=schema, strings_can_be_null=False, check_utf8=True
                ),
            )
        except pa.ArrowInvalid as error:
            if "Empty CSV" not in str(error):
                raise

    def _on_damaged(self, row: arrow_csv.InvalidRow) -> str:
        self.seen += 1
        if row.text.count("\n") > MOST_LINES_IN_A_RECORD or (row.text.count('"') % 2 and "\n" in row.text):
            self.unpaired = self.unpaired or row.number
        filled = [cell for cell in _split(row.text, cut_at(self.manner.delimiter)) if cell.strip(_END_OF_FILE)]
        self.damaged.append(DamagedRow(row.number, filled[0] if filled else "", len(filled), row.actual_columns))
        return "skip"

    def _refuse_unpaired(self) -> None:
        if self.unpaired:
            raise Refused("unpaired", row=self.unpaired)

    def _batch(self, cells: pa.Table, is_last: bool = False) -> tuple[pa.Table, list[dict[str, Any]]]:
        """Rows with their numbers in the last column, and the damaged ones among them."""
        if self.manner.delimiter == WIDE:
            shown = [compute.replace_substring(cell, UNIT, WIDE) for cell in cells.columns]
            cells = pa.table(shown, schema=cells.schema)
        missing = {row.row_no for row in self.damaged}
        numbers: Sequence[int] = range(self.next_no, self.next_no + cells.num_rows + len(missing))
        if missing:
            numbers = [number for number in numbers if number not in missing]
        numbers = numbers[: cells.num_rows]
        self.next_no = numbers[-1] + 1 if numbers else self.next_no
        damaged = [vars(row) for row in self._damaged_so_far(is_last)]
        return cells.append_column("row", pa.array(numbers, pa.int32())), damaged

    def _damaged_so_far(self, is_last: bool) -> list[DamagedRow]:
        """The reader may be ahead: a damaged record behind rows that are still to come belongs to their batch."""
        place = len(self.damaged) if is_last else 0
        while place < len(self.damaged) and self.damaged[place].row_no <= self.next_no:
            self.next_no = max(self.next_no, self.damaged[place].row_no + 1)
            place += 1
        now, self.damaged = self.damaged[:place], self.damaged[place:]
        return now


def _split(text: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), [])]
    except csv.Error:
        return [cell.strip(' "') for cell in text.split(delimiter)]
