"""A text file as a stream of UTF-8: decoded, counted, cleared of NUL characters on the way, in one pass."""

import codecs
import io
import re
from dataclasses import dataclass
from pathlib import Path

# What a wrong decoding has left in the text: the replacement character, and its bytes taken for Chinese.
_GARBLED = ("\ufffd".encode(), "锟斤拷".encode())
WIDE = "，"
# Stands for a delimiter of several bytes while the text is cut into fields.
UNIT = "\x1f"


def cut_at(delimiter: str) -> str:
    """The one byte at which a parser cuts."""
    return UNIT if delimiter == WIDE else delimiter


@dataclass
class Counted:
    """What went by: records as counted here, apart from the parser; NULs; whether something is garbled."""

    line_ends: int = 0
    is_in_quotes: bool = False
    # A quotation mark in the middle of a field: lines cannot be told from records by counting.
    is_unsure: bool = False
    nuls: int = 0
    is_garbled: bool = False
    last: bytes = b""

    @property
    def records(self) -> int:
        """Lines ended outside quotes, and the last one without an end."""
        return self.line_ends + (self.last not in (b"", b"\n", b"\r"))

    def add(self, text: bytes, delimiter: bytes) -> None:
        outside = text
        if self.is_in_quotes or b'"' in text:
            outside = self._outside_quotes(text, delimiter)
        self.line_ends += outside.count(b"\n")
        # To find none takes a fraction of the time that counting takes.
        if b"\r" in outside:
            self.line_ends += outside.count(b"\r") - outside.count(b"\r\n")
        if self.last == b"\r" and text.startswith(b"\n"):
            self.line_ends -= 1
        if text:
            self.last = text[-1:]

    def _outside_quotes(self, text: bytes, delimiter: bytes) -> bytes:
        parts = text.split(b'"')
        outside = b'"'.join(parts[1 if self.is_in_quotes else 0 :: 2])
        if len(parts) % 2 == 0:
            self.is_in_quotes = not self.is_in_quotes
        edge = b'[^\r\n"' + re.escape(delimiter) + b"]"
        self.is_unsure = self.is_unsure or re.search(edge + b'"|"' + edge, outside) is not None
        return outside


class TextStream(io.RawIOBase):
    """The file as UTF-8 bytes, whatever it is in, decoded as it is read; a wrong byte raises."""

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        self.counted = Counted()
        self._file = path.open("rb")
        self._is_wide = delimiter == WIDE
        is_plain = encoding == "utf-8" and not self._is_wide
        self._decoder = None if is_plain else codecs.getincrementaldecoder(encoding)("strict")
        self._delimiter = cut_at(delimiter).encode()
        self._is_first = True

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while True:
            raw = self._file.read(size)
            text = raw if self._decoder is None else self._decoder.decode(raw, final=not raw).encode("utf-8")
            text = self._prepared(text)
            # A piece may end inside its first character; an empty answer would mean the end of the file.
            if text or not raw:
                return text

    def readinto(self, buffer: memoryview) -> int:
        # As UTF-8 a text grows to one and a half of its bytes at most.
        text = self.read(max(len(buffer) // 2 - 8, 1))
        buffer[: len(text)] = text
        return len(text)

    def _prepared(self, text: bytes) -> bytes:
        if self._is_first and text:
            text = text.removeprefix(codecs.BOM_UTF8)
            self._is_first = False
        if b"\x00" in text:
            self.counted.nuls += text.count(b"\x00")
            text = text.replace(b"\x00", b"")
        if not self.counted.is_garbled:
            # From the end, as a search goes by the rarer byte then: the first of a mark, not its last.
            self.counted.is_garbled = any(text.rfind(mark) >= 0 for mark in _GARBLED)
        if self._is_wide:
            # A character of three bytes is never cut: a piece that was decoded ends with a whole one.
            text = text.replace(WIDE.encode(), UNIT.encode())
        self.counted.add(text, self._delimiter)
        return text

    def close(self) -> None:
        self._file.close()
        super().close()
