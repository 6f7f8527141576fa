"""Which files are deliveries, in which order, and what their names say."""

import os
import re
import unicodedata
from pathlib import Path

from schemas import SOURCES

_REPLACES = re.compile(r"(?:更正|全量)(?:[_\-\s（(]?\d+[)）]?)?$")
_TEMPORARY = ("~$", ".", "._")
_LEFTOVER = {"thumbs.db", "desktop.ini", "icon\r"}


def list_files(input_dir: Path) -> list[Path]:
    """The delivered files in their natural order. A file of an unknown kind is listed too: it is rejected aloud."""
    files = [path for path in Path(input_dir).iterdir() if path.is_file() and not is_leftover(path.name)]
    return sorted(files, key=natural_order)


def is_leftover(name: str) -> bool:
    """What systems and editors leave lying about (.DS_Store, ~$open.xlsx, Thumbs.db, copy.tmp)."""
    return name.startswith(_TEMPORARY) or name.lower() in _LEFTOVER or name.lower().endswith((".tmp", ".crdownload"))


def shown_name(path: Path) -> str:
    """The name as it can be written down: one whose bytes are GBK, as old archives leave them, is read as such."""
    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError:
        raw = os.fsencode(path.name)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "replace")
    return path.name


def natural_order(path: Path) -> tuple[list[tuple[int, int, str]], str]:
    """Digits count as numbers (2月 before 10月), and `a.csv` comes before `a_更正.csv`: stem first, then extension."""
    parts = re.findall(r"\d+|\D+", unicodedata.normalize("NFC", path.stem))
    return [(0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts], path.suffix.lower()


def is_replacement(stem: str) -> bool:
    """`…_更正` and `…_全量` replace what came before of the same months or keys; all else adds."""
    return bool(_REPLACES.search(stem.strip()))


def source_of_stem(stem: str) -> str | None:
    """The source whose Chinese title or canonical name the stem starts with: the longest such name wins."""
    stem = unicodedata.normalize("NFKC", stem).strip().lower()
    names = [(schema.title, name) for name, schema in SOURCES.items()] + [(name, name) for name in SOURCES]
    fitting = [(len(start), name) for start, name in names if _starts_with(stem, start)]
    return max(fitting)[1] if fitting else None


def _starts_with(stem: str, start: str) -> bool:
    """A canonical name must end there: `personnel` is no `person`."""
    rest = stem[len(start) :]
    return stem.startswith(start) and not (start.isascii() and re.match(r"[a-z]", rest))
