"""What a header cell says: its name without blanks, brackets and remarks, and its unit."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from schemas import SOURCES
from schemas.column import field_of

TEN_THOUSAND = "万元"
_BRACKETED_UNIT = re.compile(r"[(\[【](?:金额)?(?:单位[:：]?)?(?:人民币)?(元|万元)(?:人民币)?[)\]】]")
# Remarks in brackets that do not change what a column means.
_REMARK = re.compile(
    r"[(\[【](?:必填|选填|必录|必填项|可空|文本|文本格式|文字|数字|数值|日期|\d+位|yyyy[-/年]?m*[-/月]?d*日?|格式.*|如.*|例.*)[)\]】]"
)
# A cell is looked at for every encoding, delimiter, row and source it may belong to.
_REMEMBERED = 10_000
# No header is longer; a note in its place may be.
_LONGEST = 200
_NUMBER = re.compile(r"^(?:\d{1,3}[.、)]|[(]\d{1,3}[)])(?=\D)")


@dataclass(frozen=True)
class HeaderCell:
    """`text` as delivered on one line, `name` for comparing, and whether its unit is ten thousand yuan, or yuan."""

    text: str
    name: str
    unit: str | None = None


def normalise(header: str) -> str:
    """Blanks, full-width forms, line ends and the mark of a required column do not matter."""
    text = unicodedata.normalize("NFKC", header).strip("\ufeff\"' \t\r\n")
    return re.sub(r"[\s\u200b\ufeff]+", "", text).strip("*").lower()


@lru_cache(_REMEMBERED)
def header_cell(header: str) -> HeaderCell:
    """`缴费基数(元)` is 缴费基数, `缴费基数（万元）` so in ten thousands. Another unit stays, and fits nothing."""
    name = normalise(header[:_LONGEST])
    unit = None
    if found := _BRACKETED_UNIT.search(name):
        unit = found.group(1)
        name = name[: found.start()] + name[found.end() :]
    name = _NUMBER.sub("", _REMARK.sub("", name)).strip("*:：_").removesuffix("[]")
    return HeaderCell(re.sub(r"\s+", "", header[:_LONGEST]), name, unit)


@cache
def names_of(source: str) -> dict[str, tuple[int, str]]:
    """Every name of every column of a source, with its rank: title, canonical name, then the aliases."""
    names: dict[str, tuple[int, str]] = {}
    for column, spec in SOURCES[source].columns.items():
        for rank, name in enumerate((str(spec.title), column, *field_of(spec).aliases)):
            names.setdefault(normalise(name), (rank, column))
    return names


@cache
def all_names() -> frozenset[str]:
    return frozenset(name for source in SOURCES for name in names_of(source))


def known_headers(cells: list[str]) -> int:
    """How many different cells of a row are a header of any source."""
    return len({name for name in (header_cell(cell).name for cell in cells if cell) if name in all_names()})


_UNIT_ABOVE = re.compile(
    r"(?:金额)?单位[:：](?:人民币)?(元|百元|千元|万元|十万元|百万元|千万元|亿元)(?![\u4e00-\u9fff])"
)


def unit_above(head: list[tuple[int, list[str]]], first_row: int) -> str | None:
    """The unit that a line above the header gives for all amounts (单位：万元)."""
    for row, cells in reversed(head):
        if row < first_row:
            for cell in cells:
                if found := _UNIT_ABOVE.search(normalise(cell)):
                    return found.group(1)
    return None
