"""A list as sheets: header, rows, totals, continued on the next sheet where Excel has no more rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.errors import AuditError
from pipelines.workbook.cells import CellStyle
from pipelines.workbook.column import Column, FillIn, column_widths
from pipelines.workbook.measure import extents, totals_by_group
from pipelines.workbook.page import Page
from pipelines.workbook.rows import stream
from pipelines.workbook.style import Look

if TYPE_CHECKING:
    from pipelines.workbook.book import Book

# Widths are measured on the first rows: lists come with the highest amounts first.
SAMPLE = 1_000
ORDER = Column(name="", title="序号", kind="order")
ORDER_WIDTH = 7.0
# Kinds whose cells show on one line: the column is as wide as its widest value.
WHOLE = {"money", "integer", "quantity", "date", "id", "person_id", "order", "row", "trail"}
TITLE_ROWS = 4
# Below the rows: totals of each group, of the sheet and of the list, and the signature lines.
FOOT_ROWS = 12


@dataclass(frozen=True)
class Listing:
    """One relation, filtered by columns it has, as one sheet (or several)."""

    name: str
    title: str
    relation: str
    columns: tuple[Column, ...]
    where: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    # The column by whose values totals are also given apart.
    group: str = ""
    has_signatures: bool = False
    is_numbered: bool = True
    has_filter: bool = True
    fixed_columns: int = 0
    # The last columns, that are there for the screen alone.
    unprinted_columns: int = 0
    empty: str = "（无）"
    # A condition on the rows that are shown.
    only: str = ""
    # Where not all rows are shown: the relation that has the totals of all, group by group.
    totals: str = ""
    # What the index says of the sheet besides its rows, under which heading; the colour of its tab.
    part: str = ""
    facts: tuple[Any, ...] = ()
    tab: str = ""


@dataclass
class Totals:
    """Rows and sums of a list or a part of it."""

    rows: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)

    def add(self, rows: int, sums: Mapping[str, Decimal | None]) -> None:
        self.rows += rows
        for name, value in sums.items():
            if value is not None:
                self.sums[name] = self.sums.get(name, Decimal(0)) + value

    @classmethod
    def of(cls, parts: Iterable["Totals"]) -> "Totals":
        whole = cls()
        for part in parts:
            whole.add(part.rows, part.sums)
        return whole


@dataclass
class Written:
    """What a list became: its sheets and its totals, in all and by group."""

    sheets: list[str]
    totals: Totals
    groups: dict[str, Totals]
    page: Page
    first_row: int
    last_row: int
    titles: list[str]
    # The rows in which the groups' totals stand.
    group_rows: list[int] = field(default_factory=list)

    def place(self, title: str) -> int:
        """The number of the column with this header, the first being 1."""
        return self.titles.index(title) + 1


def untied(what: str, outer: Decimal, inner: Decimal) -> AuditError:
    """A summary is computed apart from its sheets: what does not tie is not published."""
    return AuditError(f"{what}为 {outer:,.2f} 元，各表合计为 {inner:,.2f} 元，对不上，不予发布。请告知维护人员。", 3)


class ListingWriter:
    """Writes one list; keeps the running totals that its last rows show."""

    def __init__(self, book: "Book", listing: Listing) -> None:
        self._book = book
        found = extents(book.con, listing.relation, listing.columns, listing.where)
        self._all = self._totals_of_all(listing) if listing.totals else {}
        self._whole = Totals.of(self._all.values())
        if self._all:
            found = [
                extent.with_total(self._whole.sums.get(column.name))
                for column, extent in zip(listing.columns, found, strict=True)
            ]
        is_blank = all(extent.is_empty for extent in found)
        kept = [
            (column, extent)
            for column, extent in zip(listing.columns, found, strict=True)
            if is_blank or not (column.is_optional and extent.is_empty)
        ]
        listing = replace(listing, columns=tuple(column for column, _ in kept))
        self._listing = listing
        self._extents = [extent for _, extent in kept]
        self._columns = (*((ORDER,) if listing.is_numbered else ()), *listing.columns)
        self._offset = len(self._columns) - len(listing.columns)
        # The columns of a frame are named after their places.
        self._places = {column.name: place for place, column in enumerate(listing.columns) if column.has_total}
        self._group_place = next(
            (place for place, column in enumerate(listing.columns) if listing.group and column.name == listing.group),
            None,
        )
        self._totals = Totals()
        self._groups: dict[str, Totals] = {}
        self._group_rows: list[int] = []

    def _totals_of_all(self, listing: Listing) -> dict[str, Totals]:
        names = [column.name for column in listing.columns if column.has_total]
        found = totals_by_group(self._book.con, listing.totals, names, listing.where, listing.group)
        totals: dict[str, Totals] = {}
        for group, rows, *sums in found:
            totals.setdefault(str(group), Totals()).add(rows, dict(zip(names, sums, strict=True)))
        return totals

    def write(self) -> Written:
        listing = self._listing
        frames = stream(
            self._book.con, listing.relation, listing.columns, listing.where, self._book.info.mask, listing.only
        )
        rows = _Rows(frames)
        numbers = [extent.numbers for extent in self._extents]
        widths = column_widths(listing.columns, rows.head(SAMPLE), numbers)
        if self._offset:
            widths.insert(0, ORDER_WIDTH)
        styles = self._styles(widths)
        sheets: list[str] = []
        while True:
            page, header_row = self._open(widths, len(sheets))
            sheets.append(page.sheet.title)
            part = self._write_rows(page, rows, self._room(header_row), styles)
            last_row = page.row if part.rows else header_row
            self._close(page, header_row, part, continues=rows.has_more or len(sheets) > 1, is_last=not rows.has_more)
            if not rows.has_more:
                titles = [column.title for column in self._columns]
                return Written(
                    sheets, self._totals, self._groups, page, header_row + 1, last_row, titles, self._group_rows
                )

    def _open(self, widths: Sequence[float], number: int) -> tuple[Page, int]:
        listing = self._listing
        title = listing.title if number == 0 else f"{listing.title}（续 {number}）"
        header_row = TITLE_ROWS if listing.note else TITLE_ROWS - 1
        page = self._book.page(
            listing.name, title, widths, listing.part, listing.facts if number == 0 else (), listing.tab
        )
        page.freeze_below(header_row + 1, listing.fixed_columns)
        page.put_title_block(title, listing.note)
        page.put_header(self._columns)
        return page, page.row

    def _room(self, header_row: int) -> int:
        return max(self._book.info.row_limit - header_row - FOOT_ROWS - len(self._groups), 1)

    # rows ---------------------------------------------------------------------------------------------

    def _styles(self, widths: Sequence[float]) -> list[CellStyle]:
        return [self._style(column, width) for column, width in zip(self._columns, widths, strict=True)]

    def _style(self, column: Column, width: float) -> CellStyle:
        number = self._book.styles.number
        look = Look("fill" if isinstance(column, FillIn) else "body", column.kind)
        quoted = replace(look, is_quoted=True)
        is_wrapped = column.kind not in WHOLE and not isinstance(column, FillIn)
        return CellStyle(
            usual=(number(look), number(replace(look, is_banded=True))),
            quoted=(number(quoted), number(replace(quoted, is_banded=True))),
            tones={shown: number(Look("body", column.kind, tone=tone)) for shown, tone in column.tones.items()},
            room=max(int(width - 1), 1) if is_wrapped else 0,
        )

    def _write_rows(self, page: Page, rows: "_Rows", room: int, styles: list[CellStyle]) -> Totals:
        part = Totals()
        while part.rows < room and rows.has_more:
            frame = rows.take(room - part.rows)
            counted = pl.int_range(1, pl.len() + 1)
            order = [(counted + self._totals.rows).alias("order")] if self._offset else []
            page.put_rows(frame.select(*order, pl.all(), (counted + part.rows).alias("number_in_sheet")), styles)
            self._add(frame, part)
        return part

    def _add(self, frame: pl.DataFrame, part: Totals) -> None:
        sums = [pl.col(str(place)).sum().alias(name) for name, place in self._places.items()]
        found = frame.select(*sums).row(0, named=True) if sums else {}
        for totals in (self._totals, part):
            totals.add(frame.height, found)
        if self._group_place is None:
            return
        grouped = frame.group_by(pl.col(str(self._group_place)).alias(""), maintain_order=True)
        for group, rows, *values in grouped.agg(pl.len().alias("rows"), *sums).iter_rows():
            self._groups.setdefault(str(group), Totals()).add(rows, dict(zip(self._places, values, strict=True)))

    # foot ---------------------------------------------------------------------------------------------

    def _close(self, page: Page, header_row: int, part: Totals, *, continues: bool, is_last: bool) -> None:
        listing = self._listing
        if part.rows:
            if listing.has_filter:
                page.filter_rows(header_row, page.row)
            page.add_choices(self._columns, header_row + 1, page.row)
        else:
            page.put_line(listing.empty, "note")
        if continues and self._places:
            self._put_total(page, "本表小计", part)
        if is_last:
            if listing.totals:
                self._totals, self._groups = self._whole, self._all
            for name, totals in self._groups.items():
                self._put_total(page, f"{name}　小计", totals)
                self._group_rows.append(page.row)
            if (self._places or self._groups) and self._totals.rows:
                self._put_total(page, "合计", self._totals)
        if listing.has_signatures:
            page.put_signatures()
        if listing.unprinted_columns:
            page.print_columns(len(self._columns) - listing.unprinted_columns)
        self._book.describe(page.sheet.title, part.rows)

    def _put_total(self, page: Page, label: str, totals: Totals) -> None:
        values: list[Any] = [None] * len(self._columns)
        for name, place in self._places.items():
            values[place + self._offset] = totals.sums.get(name, Decimal(0))
        looks = [
            Look("total", column.kind if value is not None else "text")
            for column, value in zip(self._columns, values, strict=True)
        ]
        text = f"{label}（{totals.rows:,} 行）" if self._listing.has_filter else label
        room = next((place for place, value in enumerate(values) if value is not None), len(values))
        values[0] = text if room else values[0]
        page.put_looks(values, looks, height=20)
        if room > 1:
            page.merge(room)


class _Rows:
    """The rows of a list in frames, of which one part after the other is taken; knows whether anything is left."""

    def __init__(self, frames: Iterator[pl.DataFrame]) -> None:
        self._frames = (frame for frame in frames if frame.height)
        self._next = next(self._frames, None)

    @property
    def has_more(self) -> bool:
        return self._next is not None

    def head(self, rows: int) -> list[tuple[Any, ...]]:
        return [] if self._next is None else self._next.head(rows).rows()

    def take(self, most: int) -> pl.DataFrame:
        """What comes next, at most so many rows."""
        taken, rest = self._next.head(most), self._next.slice(most)
        self._next = rest if rest.height else next(self._frames, None)
        return taken
