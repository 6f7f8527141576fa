"""Delimited text, streaming. Encoding, delimiter and header are decided here and passed on explicitly; the number of
records that come out is held against the number that went in.
"""

import csv
import io
import threading
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

import polars as pl
import pyarrow as pa
from pyarrow import csv as arrow_csv

from pipelines.ingest.encodings import TITLES, candidates, refuse_undecodable
from pipelines.ingest.reading import HEAD_ROWS, Access, DamagedRow, FileRejected, RawBatch, Sheet, StartAgain
from pipelines.ingest.text_stream import UNIT, TextStream

PREFIX_BYTES = 1 << 20
BLOCK_BYTES = 4 << 20
BATCH_ROWS = 120_000
DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线", "，": "全角逗号"}
# A record with this many line ends inside quotes is no record: a quotation mark has no partner.
MOST_LINES_IN_A_RECORD = 50
# What DOS programs put behind the last record.
_END_OF_FILE = "\x1a"
_UNPAIRED = "引号不成对，其后的行无法分开。请在第 {row} 行附近找出多余或缺少的双引号，改正后重新导出"
_UNPAIRED_SOMEWHERE = "引号不成对，其后的行无法分开。请找出多余或缺少的双引号，改正后重新导出"
_NO_TABLE = "不是可读取的文本表格。请用 Excel 打开检查，另存为“CSV UTF-8（逗号分隔）”后重新报送"
_MISCOUNTED = (
    "分行不可靠：文件有 {records} 条记录，只能分出 {read} 条。请用 Excel 打开检查引号和换行，另存为 .xlsx 后重新报送"
)

Head = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Dialect:
    """How a text is to be read, on the evidence of its first megabyte."""

    encoding: str
    delimiter: str
    head: Head
    known: int
    is_strict: bool

    @property
    def form(self) -> str:
        return f"文本，{TITLES[self.encoding]} 编码，{DELIMITERS[self.delimiter]}分隔"


class TextSheet:
    """The one table of a text file."""

    name = None
    is_1904 = False

    def __init__(self, path: Path, dialects: list[Dialect]) -> None:
        self.path = path
        self.notes: list[str] = []
        self._dialects = dialects
        self._tried: list[str] = []

    @property
    def form(self) -> str:
        return self._dialects[0].form

    @property
    def head(self) -> Head:
        return self._dialects[0].head

    def batches(self, header_row: int, width: int) -> Iterator[RawBatch]:
        return _prefetched(self._read(header_row, width))

    def _read(self, header_row: int, width: int) -> Generator[RawBatch]:
        dialect = self._dialects[0]
        stream = TextStream(self.path, dialect.encoding, dialect.delimiter)
        records = _Records(header_row, _width(dialect.head, header_row, width))
        with pa.PythonFile(stream, mode="r") as source:
            try:
                for batch in records.stream(source, dialect.delimiter):
                    batch.may_be_garbled = stream.counted.is_garbled
                    yield batch
            except UnicodeDecodeError:
                self._try_next()
            except pa.ArrowException as error:
                if "UTF8" in str(error):
                    self._try_next()
                # Its message quotes the row: it is not shown.
                raise FileRejected(_UNPAIRED_SOMEWHERE if "straddling" in str(error) else _NO_TABLE) from None
        self._prove(stream, records.seen, dialect)

    def _try_next(self) -> None:
        """A wrong byte is met while streaming, when batches have been given already: they start again."""
        self._tried.append(self._dialects.pop(0).encoding)
        if not self._dialects:
            refuse_undecodable(self.path, self._tried)
        raise StartAgain

    def _prove(self, stream: TextStream, seen: int, dialect: Dialect) -> None:
        """What the parser gave against what was counted apart from it."""
        counted = stream.counted
        records = _count_slowly(self.path, dialect) if counted.is_unsure else counted.records
        if records != seen:
            raise FileRejected(_MISCOUNTED.format(records=records, read=seen))
        self.notes = [f"含有 {counted.nuls} 个空字符（NUL），已去掉"] if counted.nuls else []


def _count_slowly(path: Path, dialect: Dialect) -> int:
    with io.TextIOWrapper(
        io.BufferedReader(TextStream(path, dialect.encoding, dialect.delimiter)), "utf-8", newline=""
    ) as text:
        try:
            return sum(1 for _ in csv.reader(text, delimiter=_one(dialect.delimiter)))
        except csv.Error:
            raise FileRejected(_NO_TABLE) from None


def _one(delimiter: str) -> str:
    return UNIT.decode() if delimiter == "，" else delimiter


def _width(head: Head, header_row: int, width: int) -> int:
    """Rows may end in delimiters that the header lacks: as wide as most rows are, if what is beyond is empty."""
    below = [cells for row, cells in head if row > header_row and len(cells) >= width]
    surplus = [len(cells) for cells in below if not any(cell.strip() for cell in cells[width:])]
    return Counter(surplus).most_common(1)[0][0] if surplus else width


class _Records:
    """Numbers the records as Excel would: the first line is 1, blank lines and damaged records count."""

    def __init__(self, header_row: int, width: int) -> None:
        self.header_row = header_row
        self.width = width
        self.next_no = 1
        self.damaged: list[DamagedRow] = []
        self.unpaired: int | None = None
        self.seen = 0

    def stream(self, source: pa.NativeFile, delimiter: str) -> Iterator[RawBatch]:
        names = [str(place) for place in range(self.width)]
        try:
            table = arrow_csv.open_csv(
                source,
                # One thread: only then does the reader know the number of a damaged record.
                read_options=arrow_csv.ReadOptions(block_size=BLOCK_BYTES, use_threads=False, column_names=names),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=_one(delimiter),
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._on_damaged,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=True
                ),
            )
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return
            raise
        waiting: list[pa.RecordBatch] = []
        for block in table:
            self._refuse_unpaired()
            self.seen += block.num_rows
            waiting.append(block)
            if sum(part.num_rows for part in waiting) >= BATCH_ROWS:
                yield self._batch(waiting, delimiter)
                waiting = []
        self._refuse_unpaired()
        if waiting or self.damaged:
            yield self._batch(waiting, delimiter, is_last=True)

    def _on_damaged(self, row: arrow_csv.InvalidRow) -> str:
        self.seen += 1
        if row.text.count("\n") > MOST_LINES_IN_A_RECORD or (row.text.count('"') % 2 and "\n" in row.text):
            self.unpaired = self.unpaired or row.number
        filled = [cell for cell in _split(row.text) if cell.strip(_END_OF_FILE)]
        self.damaged.append(DamagedRow(row.number, filled[0] if filled else "", len(filled), row.actual_columns))
        return "skip"

    def _refuse_unpaired(self) -> None:
        if self.unpaired:
            raise FileRejected(_UNPAIRED.format(row=self.unpaired))

    def _batch(self, blocks: list[pa.RecordBatch], delimiter: str, is_last: bool = False) -> RawBatch:
        cells = pl.DataFrame(pl.from_arrow(pa.Table.from_batches(blocks))) if blocks else pl.DataFrame()
        if delimiter == "，":
            cells = cells.with_columns(pl.all().str.replace_all(UNIT.decode(), "，", literal=True))
        missing = [row.row_no for row in self.damaged]
        numbers = pl.int_range(self.next_no, self.next_no + cells.height + len(missing), dtype=pl.Int32, eager=True)
        if missing:
            numbers = numbers.filter(~numbers.is_in(missing))
        numbers = numbers.head(cells.height)
        # The reader may be ahead: a damaged record beyond these rows belongs to the next batch.
        self.next_no = numbers[-1] + 1 if cells.height else self.next_no
        now = [row for row in self.damaged if is_last or row.row_no < self.next_no]
        self.damaged = self.damaged[len(now) :]
        return _below(RawBatch(cells, numbers, now), self.header_row)


def _split(text: str) -> list[str]:
    for delimiter in (*DELIMITERS, UNIT.decode()):
        if delimiter in text:
            try:
                return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), [])]
            except csv.Error:
                return [cell.strip(' "') for cell in text.split(delimiter)]
    return [text.strip(' "\r\n')]


def _below(batch: RawBatch, header_row: int) -> RawBatch:
    if batch.row_no.len() and batch.row_no[0] <= header_row:
        below = batch.row_no > header_row
        batch.cells, batch.row_no = batch.cells.filter(below), batch.row_no.filter(below)
    batch.damaged = [row for row in batch.damaged if row.row_no > header_row]
    return batch


def _prefetched(batches: Generator[RawBatch]) -> Iterator[RawBatch]:
    """Read the next batch while this one is being checked."""
    queue: Queue = Queue(maxsize=1)
    stop = threading.Event()

    def fill() -> None:
        try:
            for batch in batches:
                queue.put((batch, None))
                if stop.is_set():
                    return
            queue.put((None, None))
        except Exception as error:
            queue.put((None, error))
        finally:
            batches.close()

    thread = threading.Thread(target=fill, daemon=True)
    thread.start()
    try:
        while True:
            batch, error = queue.get()
            if error is not None:
                raise error
            if batch is None:
                return
            yield batch
    finally:
        stop.set()
        while thread.is_alive():
            # A reader that waits to hand over its batch must be let go before the file is closed.
            if not queue.empty():
                queue.get_nowait()
            thread.join(timeout=0.01)


def open_text(path: Path, access: Access) -> list[Sheet]:
    """Decide encoding and delimiter on the first megabyte; a wrong byte beyond restarts with the next encoding."""
    with path.open("rb") as file:
        prefix = file.read(PREFIX_BYTES)
    is_whole = len(prefix) < PREFIX_BYTES
    found = []
    for candidate in candidates(prefix, is_whole):
        text = candidate.text.replace("\x00", "")
        heads = [(each, _head(text, each, is_whole)) for each in DELIMITERS]
        scored = [(access.knows_most(head), _evenness(head), each, head) for each, head in heads]
        known, _, delimiter, head = max(scored, key=lambda item: item[:2])
        found.append(Dialect(candidate.encoding, delimiter, head, known, candidate.is_strict))
    # Most known headers, then strict; a stable sort leaves UTF-8 first.
    found.sort(key=lambda each: (-each.known, not each.is_strict))
    strict = [each for each in found if each.is_strict and each.known == found[0].known]
    if not strict:
        refuse_undecodable(path, [each.encoding for each in found])
    return [TextSheet(path, strict)]


def _evenness(head: Head) -> tuple[float, int]:
    """How alike in width the rows are, then how wide: what a delimiter makes of a text that has it only by chance."""
    widths = [len(cells) for _, cells in head if any(cells)]
    if not widths or max(widths) < 2:
        return 0.0, 0
    width, times = Counter(widths).most_common(1)[0]
    return (times / len(widths), width) if width > 1 else (0.0, 0)


def _head(text: str, delimiter: str, is_whole: bool) -> Head:
    one = _one(delimiter)
    source = text if one == delimiter else text.replace(delimiter, one)
    head: Head = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(source, newline=""), delimiter=one), start=1):
            head.append((number, cells if one == delimiter else [cell.replace(one, delimiter) for cell in cells]))
            if number == HEAD_ROWS:
                return head
    except csv.Error:
        return head
    # The last record of a cut prefix may be cut too.
    return head if is_whole else head[:-1]
