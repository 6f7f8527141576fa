"""How much room a list's columns need, and which of them hold nothing, before its first row is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from pipelines.workbook.column import Column, FillIn
from pipelines.workbook.rows import quote, source_of

NUMBERS = {"money", "integer", "quantity"}


@dataclass(frozen=True)
class Extent:
    """Of one column: whether anything stands in it, and its widest numbers (a total among them)."""

    is_empty: bool
    numbers: tuple[Decimal | int, ...] = ()

    def with_total(self, total: Decimal | None) -> "Extent":
        """The same where a total of more than these rows stands below them."""
        return self if total is None else Extent(self.is_empty and not total, (*self.numbers, total))


def extents(
    con: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[Column], where: Mapping[str, Any]
) -> list[Extent]:
    """One pass over the list, so that no number further down is wider than its column."""
    asked = [column for column in columns if not isinstance(column, FillIn)]
    selected: list[str] = []
    for column in asked:
        name = quote(column.name)
        if column.kind in NUMBERS:
            selected += [f"count(nullif({name}, 0))", f"min({name})", f"max({name})", f"sum({name})"]
        else:
            selected += [f"count({name})", "null", "null", "null"]
    query = f"select {', '.join(selected)} from {source_of(relation, where)}"
    found = con.cursor().execute(query, list(where.values())).fetchone() or ()
    parts = {column.name: found[4 * place : 4 * place + 4] for place, column in enumerate(asked)}
    return [_extent(column, parts) for column in columns]


def totals_by_group(
    con: duckdb.DuckDBPyConnection, relation: str, names: Sequence[str], where: Mapping[str, Any], group: str
) -> list[tuple[Any, ...]]:
    """Of a relation that holds totals (row_count, and sums under the names of the columns): those of each group."""
    wanted = ", ".join(map(quote, [group, "row_count", *names]))
    query = f"select {wanted} from {source_of(relation, where)} order by sort_no"
    return con.cursor().execute(query, list(where.values())).fetchall()


def _extent(column: Column, parts: Mapping[str, tuple[Any, ...]]) -> Extent:
    if isinstance(column, FillIn):
        return Extent(is_empty=False)
    count, least, most, total = parts[column.name]
    numbers = (least, most, total if column.has_total else None)
    return Extent(is_empty=not count, numbers=tuple(number for number in numbers if number is not None))
