"""What stands in a table without being a row of it: blank lines, repeated headers, totals and notes."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

import pandera.polars as pa
import polars as pl

from pipelines.ingest.header_names import normalise
from pipelines.ingest.headers import Head, Match
from pipelines.ingest.reading import DamagedRow
from schemas.column import field_of

_TOTAL = r"^[(（]?(?:合计|总计|共计|累计|总合计|全部合计)|^(?:本表|全部|以上)(?:合计|总计|共计)"
_SUBTOTAL = r"(?:小计|合计|总计|累计|共计)[)）]?[:：]?$|^小计|^本页"
_NOTE = (
    r"^(?:[*＊※]|注\d*[:：]|(?:备注|说明|附注|制表|制单|填表|填报|编制|报送|审核|复核|经办|负责|主管|联系|打印|导出|报表|数据来源|统计口径)"
    r".{0,8}[:：]|单位[(（]?(?:盖章|公章)|(?:金额)?单位[:：](?:人民币)?[百千万亿]*元|第\d+页|共\d+页|以下空白|以上)"
)
# A running number alone does not make a row of an empty line.
_RUNNING_NUMBER = {"序号", "行号", "no", "no.", "id"}
SUMMED = {"money", "decimal", "integer"}
KINDS = ("blank", "header", "total", "subtotal", "note")
# So many columns are looked at for what tells a note from a row.
_LOOKED_AT = 64


@dataclass(frozen=True)
class Heading:
    """What stands at the head of the table, and again on every printed page: its header rows, the lines above."""

    rows: tuple[tuple[str, ...], ...]
    titles: frozenset[str]

    @classmethod
    def of(cls, head: Head, match: Match) -> "Heading":
        rows = [cells for row, cells in head if match.first_row <= row <= match.row]
        above = [cells for row, cells in head if row < match.first_row]
        titles = {"".join(map(_squeezed, cells)) for cells in above}
        return cls(tuple(tuple(map(_squeezed, cells)) for cells in rows), frozenset(titles - {""}))


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@dataclass
class NotRows:
    """How many of each kind were met, and how the sums that totals carry agree with the rows above them."""

    summed: list[str]
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    total: dict[str, Decimal] = field(default_factory=dict)
    is_total_right: bool = True
    subtotals_checked: int = 0
    subtotals_wrong: int = 0
    first_wrong: int | None = None
    # Sums of the rows above the last total or subtotal, and above the last total.
    _at_mark: dict[str, Decimal] = field(default_factory=dict)
    _at_total: dict[str, Decimal] = field(default_factory=dict)

    def add(self, kinds: pl.DataFrame, typed: pl.DataFrame, row_no: pl.Series, before: dict[str, Decimal]) -> None:
        """`kinds`: index and kind of what is no row here; `typed` all rows of the batch; `before` the sums above it."""
        for kind, count in kinds.group_by("kind").len().iter_rows():
            self.counts[kind] += count
        marks = kinds.filter(pl.col("kind").is_in(["total", "subtotal"])).sort("index")
        if marks.is_empty() or not self.summed:
            return
        is_row = pl.repeat(True, typed.height, eager=True).scatter(kinds["index"], False)
        wide = [pl.col(name).cast(pl.Decimal(38, 6)).fill_null(0) for name in self.summed]
        rows = typed.select(pl.when(is_row).then(column).otherwise(0).cum_sum() for column in wide)
        self._compare(marks, typed[marks["index"]], rows[marks["index"]], row_no, before)

    def _compare(
        self, marks: pl.DataFrame, told: pl.DataFrame, sums: pl.DataFrame, row_no: pl.Series, before: dict[str, Decimal]
    ) -> None:
        """A total agrees with all rows above it, or with those since the one before."""
        for place, (index, kind) in enumerate(marks.select("index", "kind").iter_rows()):
            said = {n: v for n, v in told.select(self.summed).row(place, named=True).items() if v is not None}
            so_far = sums.row(place, named=True)
            now = {name: before[name] + so_far[name] for name in self.summed}
            starts = ({}, self._at_mark, self._at_total)
            is_right = any(all(said[n] == now[n] - start.get(n, Decimal(0)) for n in said) for start in starts)
            if kind == "total":
                self.total, self.is_total_right, self._at_total = said, is_right, now
            elif said:
                self.subtotals_checked += 1
                if not is_right:
                    self.subtotals_wrong += 1
                    self.first_wrong = self.first_wrong or row_no[index]
            self._at_mark = now

    def add_damaged(self, kind: str) -> None:
        self.counts[kind] += 1


def summed_columns(schema: pa.DataFrameSchema) -> list[str]:
    return [name for name, column in schema.columns.items() if field_of(column).type in SUMMED]


def _without_blanks(cell: str) -> pl.Expr:
    return pl.col(cell).str.replace_all(r"[\s\u{3000}\u{a0}]", "")


def not_rows(cells: pl.DataFrame, suspects: pl.Series, match: Match, heading: Heading) -> pl.DataFrame:
    """Index and kind of the suspects (rows that lack something required) that are no rows."""
    if not suspects.len():
        return pl.DataFrame(schema={"index": pl.UInt32, "kind": pl.String})
    mapped = [str(place.at) for place in match.places.values() if str(place.at) in cells.columns]
    names = heading.rows[-1] if heading.rows else ()
    counted = [
        name
        for name in dict.fromkeys([*cells.columns[:_LOOKED_AT], *mapped])
        if int(name) >= len(names) or normalise(names[int(name)]) not in _RUNNING_NUMBER
    ]
    texts = cells[suspects].select(
        pl.when(_without_blanks(cell).str.len_bytes() > 0).then(_without_blanks(cell)).alias(cell) for cell in counted
    )
    first = pl.coalesce(counted)
    filled = pl.sum_horizontal(pl.col(cell).is_not_null() for cell in mapped)
    whole = pl.concat_str(counted, ignore_nulls=True)
    kind = (
        pl.when(pl.all_horizontal(pl.col(cell).is_null() for cell in counted))
        .then(pl.lit("blank"))
        .when(_is_heading(mapped, heading) | whole.is_in(list(heading.titles)))
        .then(pl.lit("header"))
        .when(first.str.contains(_TOTAL))
        .then(pl.lit("total"))
        .when(first.str.contains(_SUBTOTAL))
        .then(pl.lit("subtotal"))
        .when(first.str.contains(_NOTE) & (filled * 2 <= len(mapped)))
        .then(pl.lit("note"))
    )
    found = texts.select(index=suspects.cast(pl.UInt32), kind=kind)
    return found.filter(pl.col("kind").is_not_null())


def _is_heading(mapped: list[str], heading: Heading) -> pl.Expr:
    """A row that says again what a row of the header says, in every column that is read."""
    alike = [
        pl.all_horizontal(
            pl.col(cell).fill_null("") == (row[int(cell)] if int(cell) < len(row) else "") for cell in mapped
        )
        for row in heading.rows
    ]
    return pl.any_horizontal(alike) if alike else pl.lit(False)


def kind_of_damaged(row: DamagedRow) -> str | None:
    """The same for a record with another number of fields than the header: its first filled field tells."""
    if not row.filled:
        return "blank"
    first = re.sub(r"\s", "", row.first)
    if re.search(_TOTAL, first):
        return "total"
    if re.search(_SUBTOTAL, first):
        return "subtotal"
    return "note" if re.search(_NOTE, first) else None


def control(schema: pa.DataFrameSchema, found: NotRows, sums: dict[str, Decimal]) -> tuple[Decimal | None, str | None]:
    """The 合计 row against the rows: its first amount, and whether every sum it and the 小计 rows carry agrees."""
    told = []
    total = found.total
    wrong = [] if found.is_total_right else [name for name in total if total[name] != sums[name]]
    told += [f"{schema.columns[n].title}合计行为 {total[n]:f}，各行相加为 {sums[n]:f}" for n in wrong]
    if found.subtotals_wrong:
        told.append(
            f"{found.subtotals_checked} 个小计行中有 {found.subtotals_wrong} 个与其上各行之和不符"
            f"（首个在第 {found.first_wrong} 行）"
        )
    amounts = [name for name in total if field_of(schema.columns[name]).type == "money"]
    first = total[amounts[0]] if amounts else None
    if told:
        return first, "不符：" + "；".join(told)
    return first, "相符" if total or found.subtotals_checked else None
