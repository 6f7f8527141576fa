"""In which encoding a text is: decided on evidence, and where a byte fits none, its place."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from pipelines.ingest.reading import FileRejected

_PIECE = 1 << 20
ENCODINGS = ("utf-8", "gb18030")
TITLES = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
# The mark of UTF-32 begins with that of UTF-16.
_BOMS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# UTF-16 without a mark: of a table's bytes every second is nought where it is ASCII, and many times fewer of the others
# (一 and the like).
_LEAST_NULS = 0.2
_TIMES_FEWER = 6
# Control characters that no table has; more than a stray one, and the content is no text.
_BINARY = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1e\x7f]")
_MOST_BINARY = 0.002


@dataclass(frozen=True)
class Candidate:
    """An encoding in which the first megabyte reads, and whether it does so without a wrong byte."""

    encoding: str
    text: str
    is_strict: bool


def candidates(prefix: bytes, is_whole: bool) -> list[Candidate]:
    """What the bytes may be; a mark at their start or the bytes of UTF-16 decide alone."""
    for mark, encoding in _BOMS.items():
        if prefix.startswith(mark):
            return [_candidate(prefix, encoding, is_whole)]
    if encoding := _unmarked_utf16(prefix):
        return [_candidate(prefix, encoding, is_whole)]
    if len(_BINARY.findall(prefix)) > max(_MOST_BINARY * len(prefix), 1):
        raise FileRejected("不是文本，而是二进制内容。请从业务系统重新导出为 .csv 或 .xlsx 后报送")
    return [_candidate(prefix, encoding, is_whole) for encoding in ENCODINGS]


def _unmarked_utf16(prefix: bytes) -> str | None:
    pairs = len(prefix) // 2
    if pairs < 4:
        return None
    even, odd = prefix[0::2].count(0) / pairs, prefix[1::2].count(0) / pairs
    if odd >= _LEAST_NULS and even * _TIMES_FEWER <= odd:
        return "utf-16-le"
    if even >= _LEAST_NULS and odd * _TIMES_FEWER <= even:
        return "utf-16-be"
    return None


def _candidate(prefix: bytes, encoding: str, is_whole: bool) -> Candidate:
    """U+FFFD stands where a byte is wrong; a character cut off by the end of the prefix is left out."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(prefix, final=is_whole)
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(prefix, final=is_whole)
    except UnicodeDecodeError:
        return Candidate(encoding, text.removeprefix("\ufeff"), is_strict=False)
    return Candidate(encoding, text.removeprefix("\ufeff"), is_strict=True)


def refuse_undecodable(path: Path, tried: list[str]) -> None:
    """Reject the file with the place of its first wrong byte, in the encoding that comes furthest."""
    offset, line, encoding = max(_first_wrong(path, encoding) for encoding in tried)
    names = "、".join(dict.fromkeys(TITLES[each] for each in tried))
    raise FileRejected(
        f"文字编码有误：按 {names} 都不能完整读出；按 {TITLES[encoding]} 读到第 {line} 行、第 {offset} 个字节处出错。"
        "请核对该处文字（常见于姓名、单位名称被截断），用 UTF-8 或 GB18030 编码重新导出后报送"
    )


def _first_wrong(path: Path, encoding: str) -> tuple[int, int, str]:
    """Byte (from 1), line and encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done, line = 0, 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_PIECE)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                within = max(error.start - pending, 0)
                return done - pending + error.start + 1, line + chunk[:within].count(b"\n"), encoding
            if not chunk:
                return done, line, encoding
            done += len(chunk)
            line += chunk.count(b"\n")
