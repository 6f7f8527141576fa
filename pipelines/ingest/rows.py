"""What stands in a table without being a row of it: blank lines, repeated headers, totals and notes."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

import pandera.polars as pa
import polars as pl

from pipelines.ingest.headers import Match, normalise
from pipelines.ingest.reading import DamagedRow
from schemas.column import field_of

_TOTAL = r"^[(（]?(?:合计|总计|共计|累计|总合计|全部合计)|^(?:本表|全部|以上)(?:合计|总计|共计)"
_SUBTOTAL = r"(?:小计|合计|总计|累计|共计)[)）]?[:：]?$|^小计"
_NOTE = (
    r"^(?:[*＊※]|注\d*[:：]|(?:备注|说明|附注|制表|填表|填报|审核|复核|经办|负责|主管|联系|打印|导出|数据来源|统计口径)"
    r".{0,8}[:：]|单位[(（]?(?:盖章|公章)|第\d+页|共\d+页|以下空白|以上)"
)
# A running number alone does not make a row of an empty line.
_RUNNING_NUMBER = {"序号", "行号", "no", "no.", "id"}
SUMMED = {"money", "decimal", "integer"}
KINDS = ("blank", "header", "total", "subtotal", "note")


@dataclass
class NotRows:
    """How many of each kind were met, and the last 合计 with its sums."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    total: dict[str, Decimal] = field(default_factory=dict)

    def add(self, kinds: pl.DataFrame, typed: pl.DataFrame, summed: list[str]) -> None:
        """`kinds`: index and kind of what is no row in this batch."""
        for kind, count in kinds.group_by("kind").len().iter_rows():
            self.counts[kind] += count
        totals = kinds.filter(pl.col("kind") == "total")["index"]
        if totals.len():
            last = typed.row(totals[-1], named=True)
            self.total = {name: last[name] for name in summed if last[name] is not None}

    def add_damaged(self, kind: str) -> None:
        self.counts[kind] += 1


def summed_columns(schema: pa.DataFrameSchema) -> list[str]:
    return [name for name, column in schema.columns.items() if field_of(column).type in SUMMED]


def _without_blanks(cell: str) -> pl.Expr:
    return pl.col(cell).str.replace_all(r"[\s\u{3000}\u{a0}]", "")


def not_rows(cells: pl.DataFrame, suspects: pl.Series, match: Match, header: list[str]) -> pl.DataFrame:
    """Index and kind of the suspects (rows that lack something required) that are no rows."""
    if not suspects.len():
        return pl.DataFrame(schema={"index": pl.UInt32, "kind": pl.String})
    counted = [
        str(place)
        for place in range(min(match.width, cells.width))
        if place >= len(header) or normalise(header[place]) not in _RUNNING_NUMBER
    ]
    texts = cells[suspects].select(
        pl.when(_without_blanks(cell).str.len_bytes() > 0).then(_without_blanks(cell)).alias(cell) for cell in counted
    )
    first = pl.coalesce(counted)
    mapped = [str(place.at) for place in match.places.values()]
    filled = pl.sum_horizontal(pl.col(cell).is_not_null() for cell in mapped)
    is_header = pl.all_horizontal(
        pl.col(str(place.at)).eq_missing(pl.lit(re.sub(r"\s", "", place.header))) for place in match.places.values()
    )
    kind = (
        pl.when(pl.all_horizontal(pl.col(cell).is_null() for cell in counted))
        .then(pl.lit("blank"))
        .when(is_header)
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


def control(
    schema: pa.DataFrameSchema, total: dict[str, Decimal], sums: dict[str, Decimal]
) -> tuple[Decimal | None, str | None]:
    """The 合计 row against the rows: its first amount, and whether every sum it carries agrees."""
    if not total:
        return None, None
    amounts = [name for name in total if field_of(schema.columns[name]).type == "money"]
    wrong = [name for name in total if total[name] != sums[name]]
    if not wrong:
        return (total[amounts[0]] if amounts else None), "相符"
    told = "；".join(f"{schema.columns[n].title}合计行为 {total[n]:f}，各行相加为 {sums[n]:f}" for n in wrong)
    return (total[amounts[0]] if amounts else None), f"不符：{told}"
