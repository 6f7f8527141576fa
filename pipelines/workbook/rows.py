"""Rows of a relation in bounded batches, with personal data masked on the way."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import polars as pl

from pipelines.identifiers import MASKS
from pipelines.workbook.column import Column, FillIn
from pipelines.workbook.sources import HIDDEN, header_titles, titles

BATCH = 1_600
# Which mask belongs to which kind of column.
_MASKED_KINDS = {"person_id": "person_id", "person_name": "name", "account": "account", "subject": "subject"}
_SPELLED = {"source": titles, "header_name": header_titles}
# An identity number inside a sentence: six digits of region, a birth date, three digits and a check character.
_NUMBER_IN_TEXT = r"([1-9][0-9]{5})(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])([0-9]{3}[0-9Xx])"


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def selection(relation: str, columns: Sequence[Column], where: Mapping[str, Any], only: str = "") -> str:
    """The query for a sheet's rows: the named columns of one relation, in the relation's own order.

    `only` is a condition, of the program's own words, on the rows that are shown.
    """
    names = ", ".join(quote(column.name) for column in columns if not isinstance(column, FillIn))
    shown = f"{'and' if where else 'where'} {only}" if only else ""
    return f"select {names} from {source_of(relation, where)} {shown} order by sort_no"


def source_of(relation: str, where: Mapping[str, Any]) -> str:
    """The relation and the filter, its values left to be bound."""
    schema, table = relation.split(".")
    conditions = " and ".join(f"{quote(name)} is not distinct from ?" for name in where)
    return f"{quote(schema)}.{quote(table)}" + (f" where {conditions}" if conditions else "")


def stream(
    con: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[Column],
    where: Mapping[str, Any],
    is_masked: bool,
    only: str = "",
) -> Iterator[pl.DataFrame]:
    """The rows of a sheet, some thousand at a time, a column for each of its own: what the auditor fills in is null.

    The columns are named after their places, as one may be shown twice.
    """
    cursor = con.cursor()
    reader = cursor.execute(selection(relation, columns, where, only), list(where.values())).to_arrow_reader(BATCH)
    shown = [column for column in columns if not isinstance(column, FillIn)]
    for batch in reader:
        frame = pl.DataFrame(pl.from_arrow(batch))
        if is_masked:
            frame = frame.with_columns(masked(column) for column in shown if frame.schema[column.name] == pl.String)
        frame = frame.with_columns(
            *(spelled_out(column) for column in shown if column.kind in _SPELLED),
            *(without_secrets(column) for column in shown if column.secret_names),
        )
        yield frame.select(_in_order(columns))


def _in_order(columns: Sequence[Column]) -> list[pl.Expr]:
    return [
        (pl.lit(None) if isinstance(column, FillIn) else pl.col(column.name)).alias(str(place))
        for place, column in enumerate(columns)
    ]


def spelled_out(column: Column) -> pl.Expr:
    """Sources and columns by the names that departments know."""
    return pl.col(column.name).replace(_SPELLED[column.kind]())


def without_secrets(column: Column) -> pl.Expr:
    """A delivered value, unless the column it was delivered in is a tax or health secret."""
    value = pl.col(column.name)
    is_secret = pl.col("column_name").fill_null("").str.contains_any(list(column.secret_names))
    return pl.when(is_secret & value.is_not_null()).then(pl.lit(HIDDEN)).otherwise(value).alias(column.name)


def masked(column: Column) -> pl.Expr:
    """Whole numbers, names and accounts by kind of column; in free text every identity number."""
    value = pl.col(column.name)
    if column.kind in _MASKED_KINDS:
        return MASKS[_MASKED_KINDS[column.kind]](value)
    if column.kind in {"id", "code"}:
        return value
    return value.str.replace_all(_NUMBER_IN_TEXT, "${1}********${2}")
