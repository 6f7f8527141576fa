"""The accepted rows of all deliveries as the schema `source` of a run's database.

Here, and in supersede.py, SQL is composed: of the identifiers and types that `schemas` states, of nothing a
department delivered.
"""

import dataclasses
from pathlib import Path

import duckdb
import pandera.polars as pa
import polars as pl

from pipelines.ingest import duplicates, rejections
from pipelines.ingest.report import DeliveryReport
from pipelines.ingest.supersede import supersede
from schemas import SOURCES
from schemas.column import field_of

SQL_TYPES = {
    "text": "varchar",
    "uscc": "varchar",
    "person_id": "varchar",
    "month": "integer",
    "date": "date",
    "money": "decimal(18, 2)",
    "decimal": "decimal(18, 6)",
    "integer": "bigint",
    "enum": "varchar",
    "flag": "boolean",
}
ADDRESS = {"delivery_no": "integer", "row_no": "integer", "content_hash": "ubigint"}
DELIVERY = {
    "delivery_no": pl.Int32,
    "source": pl.String,
    "file": pl.String,
    "sheet": pl.String,
    "delivered_order": pl.Int32,
    "is_replacement": pl.Boolean,
    "rows_read": pl.Int64,
    "accepted": pl.Int64,
    "rejected": pl.Int64,
    "superseded": pl.Int64,
    "out_of_scope": pl.Int64,
    "control_total": pl.Decimal(18, 2),
    "control_check": pl.String,
    "note": pl.String,
    "error": pl.Boolean,
}


def load_sources(con: duckdb.DuckDBPyConnection, reports: list[DeliveryReport], out_dir: Path) -> list[DeliveryReport]:
    """Make schema `source`. Gives the reports as they stand after later deliveries have replaced earlier ones."""
    con.execute("create schema if not exists source")
    settled: list[DeliveryReport] = []
    repeated = [pl.DataFrame(schema=duplicates.SCHEMA)]
    for source, schema in SOURCES.items():
        mine = [report for report in reports if report.source == source and not report.error]
        replaced, found = supersede(con, schema, mine, out_dir)
        settled += [_less(report, replaced.get(report.delivery_no, 0)) for report in mine]
        repeated.append(found)
        _create_view(con, source, _columns(schema), _paths(mine, replaced, out_dir))
    settled += [report for report in reports if report.error]
    settled.sort(key=lambda report: report.delivery_no)
    _check_views(con, settled)
    _create_table(con, "delivery", _deliveries(settled))
    _create_table(con, "duplicate_key", pl.concat(repeated))
    _create_table(con, "availability", _availability(settled))
    _create_rejected_rows(con, settled, out_dir)
    return settled


def _columns(schema: pa.DataFrameSchema) -> dict[str, str]:
    columns = {name: SQL_TYPES[field_of(column).type] for name, column in schema.columns.items()}
    kept = [name for name, column in schema.columns.items() if field_of(column).keep_invalid]
    return columns | {f"{name}_fault": "varchar" for name in kept} | ADDRESS


def _less(report: DeliveryReport, replaced: int) -> DeliveryReport:
    """The delivery after later ones came: rows replaced are no longer accepted, and everything still adds up."""
    settled = dataclasses.replace(report, accepted=report.accepted - replaced, superseded=replaced)
    settled.balance()
    return settled


def _paths(mine: list[DeliveryReport], replaced: dict[int, int], out_dir: Path) -> list[Path]:
    """What is current of each delivery: all it brought, or what supersede() has left of it."""
    return [
        out_dir / ("current" if replaced.get(report.delivery_no) else "") / str(report.rows_path) for report in mine
    ]


def _create_view(con: duckdb.DuckDBPyConnection, source: str, columns: dict[str, str], paths: list[Path]) -> None:
    name = f'source."{source}"'
    if paths:
        chosen = ", ".join(f'"{column}"' for column in columns)
        con.execute(f"create or replace view {name} as select {chosen} from {parquet(paths)}")
    else:
        typed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        con.execute(f"create or replace table {name} ({typed})")


def parquet(paths: list[Path]) -> str:
    """A table function over these files; a quotation mark in a folder's name is doubled."""
    quoted = ", ".join("'" + path.resolve().as_posix().replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{quoted}])"


def _check_views(con: duckdb.DuckDBPyConnection, settled: list[DeliveryReport]) -> None:
    """What the views show is what the reports count."""
    for source in SOURCES:
        shown = dict(con.execute(f'select delivery_no, count(*) from source."{source}" group by all').fetchall())
        for report in settled:
            if report.source == source and not report.error:
                dataclasses.replace(report, accepted=shown.get(report.delivery_no, 0)).balance()


def _create_table(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    con.register("incoming", frame.to_arrow())
    con.execute(f"create or replace table source.{name} as select * from incoming")
    con.unregister("incoming")


def _deliveries(settled: list[DeliveryReport]) -> pl.DataFrame:
    rows = [{name: getattr(report, name) for name in DELIVERY} for report in settled]
    return pl.DataFrame(rows, schema=DELIVERY)


def _availability(settled: list[DeliveryReport]) -> pl.DataFrame:
    """A source is there if one file of it could be read, be it without a row."""
    read = {report.source for report in settled if not report.error}
    return pl.DataFrame({"source": list(SOURCES), "is_delivered": [source in read for source in SOURCES]})


def _create_rejected_rows(con: duckdb.DuckDBPyConnection, settled: list[DeliveryReport], out_dir: Path) -> None:
    paths = [out_dir / str(report.rejected_path) for report in settled if report.faults]
    if paths:
        chosen = ", ".join(f'"{name}"' for name in rejections.SCHEMA)
        con.execute(f"create or replace table source.rejected_row as select {chosen} from {parquet(paths)}")
    else:
        _create_table(con, "rejected_row", pl.DataFrame(schema=rejections.SCHEMA))
