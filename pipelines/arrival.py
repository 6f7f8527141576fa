"""Whether a month's data is there: asked by content, since file names are the departments' own."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from schemas import SOURCES
from schemas.column import field_of

# What an audit of a month cannot do without; a deployment may name others.
REQUIRED = ("social_insurance", "payroll", "individual_income_tax", "payout")


def missing(database: Path, month: int, sources: tuple[str, ...]) -> tuple[str, ...]:
    """Chinese titles of the sources that have no row of the month (of any time, where a source has no months)."""
    with duckdb.connect(str(database), read_only=True) as con:
        return titles(name for name in sources if not has_rows(con, name, month))


def has_rows(con: duckdb.DuckDBPyConnection, source: str, month: int) -> bool:
    relation = con.sql(f"select * from source.{source}")
    column = month_column(source)
    if column is not None:
        relation = relation.filter(duckdb.ColumnExpression(column) == duckdb.ConstantExpression(month))
    return relation.limit(1).fetchone() is not None


def month_column(source: str) -> str | None:
    """The column that says to which month a row belongs."""
    columns = SOURCES[source].columns.items()
    return next((name for name, column in columns if field_of(column).type == "month" and not column.nullable), None)


def titles(sources: Iterable[str]) -> tuple[str, ...]:
    return tuple(SOURCES[name].title for name in sources)
