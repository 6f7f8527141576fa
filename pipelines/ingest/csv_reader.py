"""Delimited text: encoding, delimiter and header are decided here, on its first megabyte, and passed on explicitly to
the process that parses.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipelines.ingest.encodings import TITLES, candidates, refuse_undecodable
from pipelines.ingest.reading import HEAD_ROWS, Access, RawBatch, Sheet, StartAgain
from pipelines.ingest.worker import WORKERS
from pipelines.readers.kinds import TEXT
from pipelines.readers.refusal import Refused
from pipelines.readers.text_stream import cut_at

PREFIX_BYTES = 1 << 20
DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线", "，": "全角逗号"}

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
        dialect = self._dialects[0]
        width = _width(dialect.head, header_row, width)
        manner = {"encoding": dialect.encoding, "delimiter": dialect.delimiter, "width": width}
        job = {"path": str(self.path.absolute()), "kind": TEXT, "manner": manner}
        try:
            with closing(WORKERS.call(job, self.path.stat().st_size)) as messages:
                for message in messages:
                    if message.tables:
                        yield RawBatch.of(message).below(header_row, width)
                    else:
                        self._note(message.about["nuls"])
        except Refused as reason:
            if reason.code != "wrong_encoding":
                raise
            self._try_next()

    def _note(self, nuls: int) -> None:
        self.notes = [f"含有 {nuls} 个空字符（NUL），已去掉"] if nuls else []

    def _try_next(self) -> None:
        """A wrong byte is met while streaming, when batches have been given already: they start again."""
        self._tried.append(self._dialects.pop(0).encoding)
        if not self._dialects:
            refuse_undecodable(self.path, self._tried)
        raise StartAgain


def _width(head: Head, header_row: int, width: int) -> int:
    """Rows may end in delimiters that the header lacks: as wide as most rows are, if what is beyond is empty."""
    below = [cells for row, cells in head if row > header_row and len(cells) >= width]
    surplus = [len(cells) for cells in below if not any(cell.strip() for cell in cells[width:])]
    return Counter(surplus).most_common(1)[0][0] if surplus else width


def open_text(path: Path, access: Access) -> Sheet:
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
    return TextSheet(path, strict)


def _evenness(head: Head) -> tuple[float, int]:
    """How alike in width the rows are, then how wide: what a delimiter makes of a text that has it only by chance."""
    widths = [len(cells) for _, cells in head if any(cells)]
    if not widths or max(widths) < 2:
        return 0.0, 0
    width, times = Counter(widths).most_common(1)[0]
    return (times / len(widths), width) if width > 1 else (0.0, 0)


def _head(text: str, delimiter: str, is_whole: bool) -> Head:
    one = cut_at(delimiter)
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
