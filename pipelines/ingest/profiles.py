"""What the accepted rows look like: each column of each source, and each month."""

import duckdb
import pandera.polars as pa
import polars as pl

from pipelines.ingest.report import DeliveryReport
from schemas import SOURCES
from schemas.column import field_of

# Of more rows different values are estimated: counting them costs more than reading the rows.
COUNTED_ROWS = 500_000
COLUMN_PROFILE = {
    "source": pl.String,
    "place": pl.Int32,
    "column_name": pl.String,
    "title": pl.String,
    "row_count": pl.Int64,
    "filled_count": pl.Int64,
    "distinct_count": pl.Int64,
    "is_estimated": pl.Boolean,
    "smallest": pl.String,
    "largest": pl.String,
    "fault_count": pl.Int64,
}
MONTH_TOTAL = {"source": pl.String, "month": pl.Int32, "row_count": pl.Int64, "amount": pl.Decimal(38, 2)}
# Of these the ends of the range say something; of texts they do not.
_RANGED = ("money", "decimal", "integer", "date", "month")


def column_profiles(con: duckdb.DuckDBPyConnection, reports: list[DeliveryReport]) -> pl.DataFrame:
    delivered = {report.source for report in reports if report.source and not report.error}
    parts = [_of_source(con, schema, reports) for name, schema in SOURCES.items() if name in delivered]
    return pl.concat([pl.DataFrame(schema=COLUMN_PROFILE), *parts])


def _of_source(
    con: duckdb.DuckDBPyConnection, schema: pa.DataFrameSchema, reports: list[DeliveryReport]
) -> pl.DataFrame:
    mine = [report for report in reports if report.source == schema.name]
    is_estimated = sum(report.accepted for report in mine) > COUNTED_ROWS
    distinct = "approx_count_distinct({})" if is_estimated else "count(distinct {})"
    wanted = ["count(*)"]
    for name, column in schema.columns.items():
        is_ranged = field_of(column).type in _RANGED and not field_of(column).personal
        wanted += [f'count("{name}")', distinct.format(f'"{name}"')]
        wanted += [f'cast({end}("{name}") as varchar)' if is_ranged else "null" for end in ("min", "max")]
    rows, *figures = con.execute(f'select {", ".join(wanted)} from source."{schema.name}"').fetchone()
    lines = []
    for place, (name, column) in enumerate(schema.columns.items()):
        faults = sum(
            count for report in mine for columns, count in report.faulty_columns.items() if name in columns.split(",")
        )
        figure = figures[4 * place : 4 * place + 4]
        lines.append((schema.name, place, name, column.title, rows, *figure[:2], is_estimated, *figure[2:], faults))
    return pl.DataFrame(lines, schema=COLUMN_PROFILE, orient="row")


def month_totals(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Rows and the first amount of each month, for sources that come month by month."""
    parts = [pl.DataFrame(schema=MONTH_TOTAL)]
    for name, schema in SOURCES.items():
        kinds = {column: field_of(spec).type for column, spec in schema.columns.items() if not spec.nullable}
        month = next((column for column, kind in kinds.items() if kind == "month"), None)
        amount = next((column for column, kind in kinds.items() if kind == "money"), None)
        if month and amount:
            found = con.execute(
                f"select '{name}' as source, \"{month}\" as month, count(*) as row_count, "
                f'cast(sum("{amount}") as decimal(38, 2)) as amount from source."{name}" group by all order by all'
            ).pl()
            parts.append(found.cast(MONTH_TOTAL))
    return pl.concat(parts)
