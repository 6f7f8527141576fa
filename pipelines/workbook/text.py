"""Text as a sheet shows it: how wide it is, which sheet names Excel takes, what must not run."""

import datetime
import re
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

SHEET_NAME_LENGTH = 31
LINE_HEIGHT = 14
# Excel cannot show a row higher than this.
HIGHEST_ROW = 400
# The control characters that an .xlsx file cannot hold.
ILLEGAL = r"[\x00-\x08\x0b-\x0c\x0e-\x1f]"
CELL_LENGTH = 32_767
# Characters that make a spreadsheet take the text after them for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")


def display_width(text: str) -> int:
    """Width in half-width characters of the widest line: a Chinese character takes the room of two.

    GB 18030 gives a half-width character one byte and a Chinese one two (a rare one four, which errs on the wide side).
    """
    return max(len(line.encode("gb18030", "replace")) for line in text.split("\n"))


def shown(value: Any, kind: str) -> str:
    """The text that Excel shows for a value of a column of this kind, for measuring it."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if kind == "money":
        return f"{value:,.2f}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def widest(texts: Iterable[str]) -> int:
    return max((display_width(text) for text in texts), default=0)


def clean(text: str) -> str:
    """The text without what an .xlsx file cannot hold; a line ends in one way."""
    return re.sub(ILLEGAL, "", text.replace("\r\n", "\n").replace("\r", "\n"))[:CELL_LENGTH]


def looks_like_formula(text: str) -> bool:
    return text.startswith(FORMULA_STARTS)


def sheet_name(wanted: str, taken: Collection[str] = ()) -> str:
    """A name Excel takes, that differs from those taken (Excel does not tell upper from lower case)."""
    base = _FORBIDDEN_IN_NAME.sub("_", wanted).strip("' ") or "表"
    used = {name.lower() for name in taken}
    name, number = base[:SHEET_NAME_LENGTH], 1
    while name.lower() in used:
        number += 1
        ending = f" ({number})"
        name = base[: SHEET_NAME_LENGTH - len(ending)] + ending
    return name


def lines_needed(text: str, width: float) -> int:
    """How many lines wrapped text takes in a cell of this width."""
    room = max(int(width), 1)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, -(-display_width(line) // room)) for line in text.split("\n"))
