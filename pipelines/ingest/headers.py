"""From the rows on top of a sheet to a source: where its header stands, and which delivered column is which."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.ingest.files import source_of_stem
from pipelines.ingest.header_names import (
    TEN_THOUSAND,
    HeaderCell,
    header_cell,
    known_headers,
    names_of,
    normalise,
    unit_above,
)
from pipelines.ingest.options import Confirmed
from pipelines.ingest.reading import FileRejected
from pipelines.ingest.suggestions import Suggestion, suggest
from schemas import SOURCES
from schemas.column import field_of

# Sheets of a template that explain or show how to fill it in.
EXPLAINING_SHEETS = {"填写说明", "示例"}
# A sheet of fewer rows in which no header is known is a cover or a list of choices; a longer one might be rows.
SHORT_SHEET = 20
# What stands further to the right is no table of ours; a forged workbook has sixteen thousand columns.
MOST_COLUMNS = 1000

Head = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Place:
    """Where a column of the schema stands in the file."""

    at: int
    header: str
    in_ten_thousand: bool = False
    has_unit: bool = False


@dataclass
class Match:
    """How one source fits a header of one or two rows, `row` being the last. `missing`: required columns not there."""

    source: str
    row: int
    width: int
    first_row: int = 0
    places: dict[str, Place] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        return not self.missing and not self.repeated


@dataclass(frozen=True)
class Header:
    """A row, or two of them laid over each other, as a header might be. A column has several names it may go by."""

    row: int
    first_row: int
    cells: list[list[HeaderCell]]


def layouts(head: Head) -> list[Header]:
    """Every row on top as a header, then every two neighbours as one of two rows."""
    rows = [(number, [header_cell(cell) for cell in cells[:MOST_COLUMNS]]) for number, cells in head]
    single = [Header(number, number, [[cell] for cell in cells]) for number, cells in rows]
    double = [
        Header(below, above, _laid_over(upper, lower))
        for (above, upper), (below, lower) in pairwise(rows)
        if any(cell.name for cell in upper) and sum(bool(cell.name) for cell in lower) > 1
    ]
    return single + double


def _laid_over(upper: list[HeaderCell], lower: list[HeaderCell]) -> list[list[HeaderCell]]:
    """A cell above that spans several columns stands over each: 单位 over 应缴 is 单位应缴."""
    blank = HeaderCell("", "")
    over = blank
    cells = []
    for at in range(max(len(upper), len(lower))):
        above = upper[at] if at < len(upper) else blank
        below = lower[at] if at < len(lower) else blank
        over = above if above.name else over
        if not below.name:
            cells.append([above])
            over = blank
        elif not over.name or over.name == below.name:
            cells.append([below])
        else:
            joined = HeaderCell(over.text + below.text, over.name + below.name, below.unit or over.unit)
            cells.append([joined, below])
    return cells


def match_header(source: str, header: Header, confirmed: dict[str, str]) -> Match:
    """Lay a source's columns over a header. Of two names of one column, the title wins, and the other is extra."""
    match = Match(source, header.row, len(header.cells), header.first_row)
    found: dict[str, list[tuple[int, Place]]] = {}
    for at, names in enumerate(header.cells):
        rank, column, cell = _column_of(source, names, confirmed)
        if column is None:
            if names[0].text:
                match.extra.append(names[0].text)
            continue
        place = Place(at, cell.text, cell.unit == TEN_THOUSAND, cell.unit is not None)
        found.setdefault(column, []).append((rank, place))
    for column, places in found.items():
        places.sort(key=lambda item: item[0])
        match.places[column] = places[0][1]
        if len(places) > 1 and places[0][0] == places[1][0]:
            match.repeated.append(places[0][1].header)
        match.extra.extend(place.header for _, place in places[1:])
    spec = SOURCES[source].columns
    match.missing = [str(spec[name].title) for name in spec if not spec[name].nullable and name not in match.places]
    return match


def _column_of(source: str, names: list[HeaderCell], confirmed: dict[str, str]) -> tuple[int, str | None, HeaderCell]:
    for cell in names:
        whole = normalise(cell.text)
        if whole in confirmed:
            return -1, confirmed[whole], cell
        rank, column = names_of(source).get(cell.name, (0, None))
        if column is not None and (cell.unit is None or field_of(SOURCES[source].columns[column]).type == "money"):
            return rank, column, cell
    return 0, None, names[0]


def _best(source: str, headers: list[Header], confirmed: Iterable[Confirmed], about: str) -> Match | None:
    """The first header that fits, else the one with the most columns of the source; none if no cell is known."""
    mine = {normalise(each.header): each.column for each in confirmed if each.source == source and each.sender in about}
    best: Match | None = None
    for header in headers:
        match = match_header(source, header, mine)
        if match.fits or best is None or len(match.places) > len(best.places):
            best = match
        if match.fits:
            break
    if best is None or not best.places:
        return None
    best.notes = [
        f"按设置把“{place.header}”读作“{SOURCES[source].columns[column].title}”"
        for column, place in best.places.items()
        if mine.get(normalise(place.header)) == column
    ]
    return best


def recognise(stem: str, sheet: str | None, head: Head, confirmed: Iterable[Confirmed] = (), file: str = "") -> Match:
    """The source of a sheet: by the sheet's name, by the file's, else the only one whose columns are all there."""
    headers = layouts(head)
    first = next((row for row, cells in head if known_headers(cells)), 0)
    titles = [cell for row, cells in head if row < first for cell in cells if cell]
    about = "\n".join([file or stem, sheet or "", *titles])
    named = [source for source in (source_of_stem(sheet or ""), source_of_stem(stem)) if source]
    matches = [match for match in (_best(source, headers, confirmed, about) for source in named) if match]
    for match in matches:
        _suggest(match, headers, head)
        if match.fits:
            return _with_unit_above(match, head)
    if named:
        raise FileRejected(_why_not(matches[-1] if matches else None, named[-1]))
    fitting = [
        match for match in (_best(source, headers, confirmed, about) for source in SOURCES) if match and match.fits
    ]
    widest = [match for match in fitting if not any(_covers(other, match) for other in fitting)]
    if len(widest) != 1:
        raise FileRejected(_unrecognised(widest))
    _suggest(widest[0], headers, head)
    return _with_unit_above(widest[0], head)


def _suggest(match: Match, headers: list[Header], head: Head) -> None:
    """Add near misses for what was not found; those that their values prove are taken, and it is said so."""
    spec = SOURCES[match.source].columns
    absent = [name for name in spec if name not in match.places]
    taken = {place.at for place in match.places.values()}
    header = next(each for each in headers if (each.row, each.first_row) == (match.row, match.first_row))
    free = [(at, names[0]) for at, names in enumerate(header.cells) if at not in taken and names[0].name]
    sample = [cells for row, cells in head if row > match.row]
    match.suggestions = suggest(match.source, absent, free, sample)
    for each in match.suggestions:
        if each.is_certain:
            match.places[each.column] = Place(each.at, each.header)
            match.missing = [title for title in match.missing if title != each.title]
            match.extra = [text for text in match.extra if text != each.header]
            match.notes.append(f"“{each.header}”一列的校验码证明它就是“{each.title}”，已按此读取，请核对")
    match.suggestions = [each for each in match.suggestions if not each.is_certain]
    if match.fits:
        match.notes += [f"没有读取的列中，{each.say()}；{_confirm(match.source, each)}" for each in match.suggestions]


def _with_unit_above(match: Match, head: Head) -> Match:
    """单位：万元 above the header holds for every amount whose own header gives no unit."""
    unit = unit_above(head, match.first_row)
    if unit in (None, "元"):
        return match
    spec = SOURCES[match.source].columns
    money = [
        name for name, place in match.places.items() if field_of(spec[name]).type == "money" and not place.has_unit
    ]
    if not money:
        return match
    if unit != TEN_THOUSAND:
        raise FileRejected(f"表头上方写明金额单位是“{unit}”，只能读取以元或万元为单位的金额。请换算成元后重新报送")
    for name in money:
        place = match.places[name]
        match.places[name] = Place(place.at, place.header, in_ten_thousand=True, has_unit=True)
    match.notes.append("表头上方写明单位是万元，金额已换算成元")
    return match


def _covers(wider: Match, match: Match) -> bool:
    """All that fits the one fits the other, and more: 证件号码 and 姓名 alone make no 人员信息 of a payroll."""
    mine = {place.at for place in match.places.values()}
    return mine < {place.at for place in wider.places.values()}


def _confirm(source: str, each: Suggestion) -> str:
    line = f"{{sender: 报送单位, source: {source}, header: {each.header}, column: {each.column}}}"
    return f"确认无误的，可在设置的 headers 下写一行 {line}"


def _why_not(match: Match | None, source: str) -> str:
    title = SOURCES[source].title
    if match is None:
        return f"没有找到“{title}”的表头。请使用本系统的模板，表头写在数据上方的一行"
    if match.missing:
        near = [each for each in match.suggestions if each.title in match.missing]
        hint = "".join(f"；文件中的{each.say()}，{_confirm(source, each)}" for each in near)
        return f"缺少“{title}”的必需列：{'、'.join(match.missing)}。请补上这些列（列名与模板一致）后重新报送{hint}"
    return f"列名重复：{'、'.join(match.repeated)}。请只保留一列后重新报送"


def _unrecognised(fitting: list[Match]) -> str:
    advice = "请把文件名改为以数据表名称开头（如“社会保险缴费明细_202301”）"
    if fitting:
        titles = "、".join(f"“{SOURCES[match.source].title}”" for match in fitting)
        return f"无法识别：表头同时符合 {titles}。{advice}后重新报送"
    return f"无法识别：文件名和表头都对不上任何一种数据表。{advice}，并按模板填写表头"


def is_empty(head: Head) -> bool:
    return not any(cell.strip() for _, cells in head for cell in cells)


def is_aside(head: Head) -> bool:
    """A short sheet in which no cell is a header of anything. A long one might be rows, and is refused aloud."""
    return len(head) < SHORT_SHEET and not any(known_headers(cells) for _, cells in head)
