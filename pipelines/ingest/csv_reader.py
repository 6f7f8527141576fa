"""CSV, streaming: UTF-8 (with or without BOM) and GB18030, told apart by strict decoding."""

import codecs
import csv
import io
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from queue import Queue

import polars as pl
import pyarrow as pa
from pyarrow import csv as arrow_csv

from pipelines.ingest.reading import HEAD_ROWS, DamagedRow, FileRejected, Knows, RawBatch, Sheet, StartAgain, reader

BLOCK_BYTES = 4 << 20
BATCH_ROWS = 120_000
PREFIX_BYTES = 1 << 20
ENCODINGS = ("utf-8", "gb18030")
# A record with this many line ends inside quotes is no record: a quotation mark has no partner.
MOST_LINES_IN_A_RECORD = 50
_UNPAIRED = "引号不成对，其后的行无法分开。请在第 {row} 行附近找出多余或缺少的双引号，改正后重新导出"
_UNPAIRED_SOMEWHERE = "引号不成对，其后的行无法分开。请找出多余或缺少的双引号，改正后重新导出"
_NO_TABLE = "不是可读取的 CSV 表格。请用 Excel 打开检查，另存为“CSV UTF-8（逗号分隔）”后重新报送"
_BINARY_STARTS = {
    b"PK\x03\x04": "内容其实是 Excel 文件（.xlsx）。请把扩展名改为 .xlsx 后重新报送",
    b"\xd0\xcf\x11\xe0": "内容其实是旧版 Excel 文件（.xls）。请用 Excel 打开，另存为 .xlsx 后重新报送",
    b"%PDF": "内容其实是 PDF。请导出为 .csv 或 .xlsx 后重新报送",
    b"<": "内容其实是网页（HTML 或 XML）。请用 Excel 打开，另存为 .xlsx 后重新报送",
    b"\xff\xfe": "编码是 UTF-16。请另存为“CSV UTF-8（逗号分隔）”后重新报送",
    b"\xfe\xff": "编码是 UTF-16。请另存为“CSV UTF-8（逗号分隔）”后重新报送",
}


class _Decoded(io.RawIOBase):
    """The file as UTF-8 bytes, whatever it is in, decoded as it is read. Wrong bytes raise, or become U+FFFD."""

    def __init__(self, path: Path, encoding: str, errors: str) -> None:
        self._file = path.open("rb")
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while True:
            raw = self._file.read(size)
            text = self._decoder.decode(raw, final=not raw)
            # A piece may end inside its first character; an empty answer would mean the end of the file.
            if text or not raw:
                return text.encode("utf-8")

    def close(self) -> None:
        self._file.close()
        super().close()


class CsvSheet:
    """The one table of a .csv."""

    name = None
    is_hidden = False

    def __init__(self, path: Path, encodings: list[str], head: list[tuple[int, list[str]]]) -> None:
        self.path = path
        self.encodings = encodings
        self.head = head

    def batches(self, header_row: int, width: int, number_columns: set[int]) -> Iterator[RawBatch]:
        """Strictly decoded if that goes to the end of the file; else what cannot be decoded shows as U+FFFD."""
        del number_columns  # A .csv does not say what is a number.
        return _prefetched(self._read(header_row, width))

    def _try_next_encoding(self) -> None:
        """A wrong byte is met while streaming, when batches have been given already: they start again."""
        self.encodings.pop(0)
        raise StartAgain

    def _open(self) -> pa.NativeFile:
        encoding, _, errors = self.encodings[0].partition("/")
        if encoding == "utf-8" and not errors:
            return pa.OSFile(str(self.path))
        return pa.PythonFile(_Decoded(self.path, encoding, errors or "strict"), mode="r")

    def _read(self, header_row: int, width: int) -> Generator[RawBatch]:
        with self._open() as source:
            is_lenient = self.encodings[0].endswith("/replace")
            try:
                for batch in _Records(header_row, width).stream(source):
                    batch.may_be_garbled = is_lenient
                    yield batch
            except UnicodeDecodeError:
                self._try_next_encoding()
            except pa.ArrowInvalid as error:
                if "UTF8" in str(error):
                    self._try_next_encoding()
                raise FileRejected(_UNPAIRED_SOMEWHERE if "straddling" in str(error) else _NO_TABLE) from None


class _Records:
    """Numbers the records as Excel would: the first line is 1, blank lines and damaged records count."""

    def __init__(self, header_row: int, width: int) -> None:
        self.header_row = header_row
        self.width = width
        self.next_no = 1
        self.damaged: list[DamagedRow] = []
        self.unpaired: int | None = None

    def stream(self, source: pa.NativeFile) -> Iterator[RawBatch]:
        names = [str(place) for place in range(self.width)]
        table = arrow_csv.open_csv(
            source,
            # One thread: only then does the reader know the number of a damaged record.
            read_options=arrow_csv.ReadOptions(block_size=BLOCK_BYTES, use_threads=False, column_names=names),
            parse_options=arrow_csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=self._on_damaged
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=True
            ),
        )
        waiting: list[pa.RecordBatch] = []
        for block in table:
            self._refuse_unpaired()
            waiting.append(block)
            if sum(part.num_rows for part in waiting) >= BATCH_ROWS:
                yield self._batch(waiting)
                waiting = []
        self._refuse_unpaired()
        if waiting or self.damaged:
            yield self._batch(waiting, is_last=True)

    def _on_damaged(self, row: arrow_csv.InvalidRow) -> str:
        if row.text.count("\n") > MOST_LINES_IN_A_RECORD or (row.text.count('"') % 2 and "\n" in row.text):
            self.unpaired = self.unpaired or row.number
        filled = [cell for cell in _split(row.text) if cell]
        self.damaged.append(DamagedRow(row.number, filled[0] if filled else "", len(filled), row.actual_columns))
        return "skip"

    def _refuse_unpaired(self) -> None:
        if self.unpaired:
            raise FileRejected(_UNPAIRED.format(row=self.unpaired))

    def _batch(self, blocks: list[pa.RecordBatch], is_last: bool = False) -> RawBatch:
        cells = pl.from_arrow(pa.Table.from_batches(blocks)) if blocks else pl.DataFrame()
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
    try:
        return [cell.strip() for cell in next(csv.reader([text]), [])]
    except csv.Error:
        return [cell.strip(' "') for cell in text.split(",")]


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


@reader(".csv")
def open_csv(path: Path, knows: Knows) -> list[Sheet]:
    """Decide the encoding on the evidence of the first megabyte; what contradicts it later restarts the reading."""
    with path.open("rb") as file:
        prefix = file.read(PREFIX_BYTES)
    for start, advice in _BINARY_STARTS.items():
        if prefix.startswith(start):
            raise FileRejected(advice)
    if b"\x00" in prefix:
        raise FileRejected("不是文本，而是二进制内容。请从业务系统重新导出为 .csv 或 .xlsx 后报送")
    candidates = []
    for encoding in ENCODINGS:
        text = _decode_prefix(prefix, encoding)
        head = _head(text, len(prefix) < PREFIX_BYTES)
        has_replaced = "\ufffd" in text
        candidates.append((max((knows(cells) for _, cells in head), default=0), not has_replaced, encoding, head))
    # Most known headers, then strict; a stable sort leaves UTF-8 first.
    candidates.sort(key=lambda item: (-item[0], not item[1]))
    strict = [encoding for known, is_strict, encoding, _ in candidates if is_strict and known == candidates[0][0]]
    chosen = candidates[0][2]
    return [CsvSheet(path, [*strict, f"{chosen}/replace"], candidates[0][3])]


def _decode_prefix(prefix: bytes, encoding: str) -> str:
    """The text, U+FFFD where a byte is wrong; a character cut off by the end of the prefix is left out."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return decoder.decode(prefix, final=len(prefix) < PREFIX_BYTES).removeprefix("\ufeff")


def _head(text: str, is_whole: bool) -> list[tuple[int, list[str]]]:
    records = csv.reader(io.StringIO(text, newline=""))
    head = []
    try:
        for number, cells in enumerate(records, start=1):
            head.append((number, cells))
            if number == HEAD_ROWS:
                return head
    except csv.Error:
        return head
    # The last record of a cut prefix may be cut too.
    return head if is_whole else head[:-1]
