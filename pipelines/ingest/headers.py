"""From a header row to a source: which delivered column is which column of the schema."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from pipelines.ingest.files import source_of_stem
from pipelines.ingest.reading import HEAD_ROWS, FileRejected
from schemas import SOURCES
from schemas.column import field_of

# Sheets of a template that explain or show how to fill it in.
EXPLAINING_SHEETS = {"填写说明", "示例"}
TEN_THOUSAND = "万元"


@dataclass(frozen=True)
class Place:
    """Where a column of the schema stands in the file."""

    at: int
    header: str
    in_ten_thousand: bool = False


@dataclass
class Match:
    """How one source fits a header row. `missing` are required columns that are not there."""

    source: str
    row: int
    width: int
    places: dict[str, Place] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        return not self.missing and not self.repeated


def normalise(header: str) -> str:
    """Blanks, full-width forms, line ends and the mark of a required column do not matter."""
    text = unicodedata.normalize("NFKC", header).strip("\ufeff\"' \t\r\n")
    return re.sub(r"[\s\u200b]+", "", text).strip("*").lower()


def _split_unit(header: str) -> tuple[str, bool]:
    """`缴费基数(元)` is 缴费基数, `缴费基数（万元）` so in ten thousands. Another unit stays, and fits nothing."""
    unit = re.search(r"[(\[【](?:单位[::]?)?(人民币)?(元|万元)[)\]】]$", header)
    return (header[: unit.start()], unit.group(2) == TEN_THOUSAND) if unit else (header, False)


@cache
def _names(source: str) -> dict[str, tuple[int, str]]:
    """Every name of every column of a source, with its rank: title, canonical name, then the aliases."""
    names: dict[str, tuple[int, str]] = {}
    for column, spec in SOURCES[source].columns.items():
        for rank, name in enumerate((spec.title, column, *field_of(spec).aliases)):
            names.setdefault(normalise(name), (rank, column))
    return names


@cache
def _all_names() -> frozenset[str]:
    return frozenset(name for source in SOURCES for name in _names(source))


def known_headers(cells: list[str]) -> int:
    """How many different cells of a row are a header of any source."""
    return len({name for name in (_split_unit(normalise(cell))[0] for cell in cells) if name in _all_names()})


def match_row(source: str, row: int, cells: list[str]) -> Match:
    """Lay a source's columns over a row. Of two names of one column, the title wins, and the other is extra."""
    found: dict[str, list[tuple[int, Place]]] = {}
    match = Match(source, row, len(cells))
    for at, cell in enumerate(cells):
        name, in_ten_thousand = _split_unit(normalise(cell))
        rank, column = _names(source).get(name, (0, None))
        if column is None or (in_ten_thousand and field_of(SOURCES[source].columns[column]).type != "money"):
            if cell.strip():
                match.extra.append(cell.strip())
            continue
        found.setdefault(column, []).append((rank, Place(at, cell.strip(), in_ten_thousand)))
    for column, places in found.items():
        places.sort(key=lambda item: item[0])
        match.places[column] = places[0][1]
        if len(places) > 1 and places[0][0] == places[1][0]:
            match.repeated.append(places[0][1].header)
        match.extra.extend(place.header for _, place in places[1:])
    spec = SOURCES[source].columns
    match.missing = [spec[name].title for name in spec if not spec[name].nullable and name not in match.places]
    return match


def _best_row(source: str, head: list[tuple[int, list[str]]]) -> Match | None:
    """The first row that fits, else the one with the most columns of the source; none if no cell is known."""
    matches = [match_row(source, row, cells) for row, cells in head]
    fitting = [match for match in matches if match.fits]
    if fitting:
        return fitting[0]
    best = max(matches, key=lambda match: len(match.places), default=None)
    return best if best and best.places else None


def recognise(stem: str, sheet: str | None, head: list[tuple[int, list[str]]]) -> Match:
    """The source of a sheet: by the file's name, by the sheet's, else the only one whose columns are all there."""
    named = [source for source in (source_of_stem(sheet or ""), source_of_stem(stem)) if source]
    matches = [match for match in (_best_row(source, head) for source in named) if match]
    for match in matches:
        if match.fits:
            return match
    if named:
        raise FileRejected(_why_not(matches[-1] if matches else None, named[-1]))
    fitting = [match for match in (_best_row(source, head) for source in SOURCES) if match and match.fits]
    widest = [match for match in fitting if not any(_covers(other, match) for other in fitting)]
    if len(widest) != 1:
        raise FileRejected(_unrecognised(widest))
    return widest[0]


def _covers(wider: Match, match: Match) -> bool:
    """All that fits the one fits the other, and more: 证件号码 and 姓名 alone make no 人员信息 of a payroll."""
    mine = {place.at for place in match.places.values()}
    return mine < {place.at for place in wider.places.values()}


def _why_not(match: Match | None, source: str) -> str:
    title = SOURCES[source].title
    if match is None:
        return f"没有找到“{title}”的表头。请使用本系统的模板，表头写在数据上方的一行"
    if match.missing:
        return f"缺少“{title}”的必需列：{'、'.join(match.missing)}。请补上这些列（列名与模板一致）后重新报送"
    return f"列名重复：{'、'.join(match.repeated)}。请只保留一列后重新报送"


def _unrecognised(fitting: list[Match]) -> str:
    advice = "请把文件名改为以数据表名称开头（如“社会保险缴费明细_202301”）"
    if fitting:
        titles = "、".join(f"“{SOURCES[match.source].title}”" for match in fitting)
        return f"无法识别：表头同时符合 {titles}。{advice}后重新报送"
    return f"无法识别：文件名和表头都对不上任何一种数据表。{advice}，并按模板填写表头"


def is_empty(head: list[tuple[int, list[str]]]) -> bool:
    return not any(cell.strip() for _, cells in head for cell in cells)


def is_aside(head: list[tuple[int, list[str]]]) -> bool:
    """A short sheet in which no cell is a header of anything. A long one might be rows, and is refused aloud."""
    return len(head) < HEAD_ROWS and not any(known_headers(cells) for _, cells in head)
