"""The accepted rows of all deliveries as the schema `source` of a run's database.

Here, and in supersede.py, SQL is composed: of the identifiers and types that `schemas` states, of nothing a
department delivered.
"""

import dataclasses
from decimal import Decimal
from pathlib import Path

import duckdb
import pandera.polars as pa
import polars as pl

from pipelines.ingest import changes, duplicates, profiles, rejections, repairs
from pipelines.ingest.options import Reading
from pipelines.ingest.parquet_files import delivered, files, names
from pipelines.ingest.report import DeliveryReport, rows_paths
from pipelines.ingest.supersede import current_path, supersede
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
    "form": pl.String,
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
WHOLE_FILE = "（整份文件）"
SEE_REASON = "请按原因中写明的办法处理后重新报送"


def load_sources(
    con: duckdb.DuckDBPyConnection,
    reports: list[DeliveryReport],
    read_dir: Path,
    current_dir: Path,
    reading: Reading | None = None,
) -> list[DeliveryReport]:
    """Make schema `source` of what was read into read_dir; what others replaced in part is left in current_dir.

    Gives the reports as they stand after later deliveries have replaced earlier ones.
    """
    con.execute("create schema if not exists source")
    limits = reading or Reading()
    settled: list[DeliveryReport] = []
    repeated = [pl.DataFrame(schema=duplicates.SCHEMA)]
    changed = [pl.DataFrame(schema=changes.SCHEMA)]
    for source, schema in SOURCES.items():
        mine = [report for report in reports if report.source == source and not report.error]
        replaced, found = supersede(con, schema, mine, read_dir, current_dir)
        changed.append(changes.changes(con, schema, mine, read_dir))
        settled += [_less(report, replaced.get(report.delivery_no, 0)) for report in mine]
        repeated.append(found)
        _create_view(con, source, _columns(schema), _paths(mine, replaced, read_dir, current_dir))
    settled += [report for report in reports if report.error]
    settled.sort(key=lambda report: report.delivery_no)
    _check_views(con, settled)
    _create_table(con, "delivery", _deliveries(settled))
    _create_table(con, "duplicate_key", pl.concat(repeated))
    _create_table(con, "availability", _availability(settled, limits.brake_share))
    _create_table(con, "change", pl.concat(changed))
    _create_table(con, "column_profile", profiles.column_profiles(con, settled))
    _create_table(con, "month_total", profiles.month_totals(con))
    _create_table(con, "reading_limit", _limits(limits))
    _create_rejected_rows(con, settled, read_dir)
    _create_repairs(con, settled, read_dir)
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


def _paths(mine: list[DeliveryReport], replaced: dict[int, int], read_dir: Path, current_dir: Path) -> dict[int, Path]:
    """What is current of each delivery: all it brought, or what supersede() has left of it."""
    touched = [report for report in mine if replaced.get(report.delivery_no)]
    left = {report.delivery_no: current_path(report, current_dir) for report in touched}
    return rows_paths(mine, read_dir) | left


def _create_view(con: duckdb.DuckDBPyConnection, source: str, columns: dict[str, str], paths: dict[int, Path]) -> None:
    name = f'source."{source}"'
    if paths:
        chosen = ", ".join(f'"{column}"' for column in columns)
        con.execute(f"create or replace view {name} as select {chosen} from {delivered(paths)}")
    else:
        typed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        con.execute(f"create or replace table {name} ({typed})")


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
    first: dict[tuple[str | None, str | None], str] = {}
    rows = []
    for report in settled:
        row = {name: getattr(report, name) for name in DELIVERY}
        earlier = first.setdefault((report.digest, report.sheet), report.file)
        if report.digest and earlier != report.file:
            said = f"与“{earlier}”的内容逐字节相同，是重复报送"
            row["note"] = f"{said}；{report.note}" if report.note else said
        rows.append(row)
    return pl.DataFrame(rows, schema=DELIVERY)


def _availability(settled: list[DeliveryReport], brake_share: Decimal | None) -> pl.DataFrame:
    """A source is there if one file of it could be read, be it without a row, and not too much of it was rejected."""
    read = {report.source for report in settled if not report.error}
    braked = {name for name in SOURCES if brake_share is not None and _is_over(settled, name, brake_share)}
    return pl.DataFrame(
        {
            "source": list(SOURCES),
            "is_delivered": [name in read and name not in braked for name in SOURCES],
            "is_braked": [name in braked for name in SOURCES],
        }
    )


def _is_over(settled: list[DeliveryReport], source: str, share: Decimal) -> bool:
    """Whether more than this share of the rows that still count was rejected, alone or with the whole of its file."""
    mine = [report for report in settled if report.source == source]
    last = max((report.file_order for report in mine if report.is_replacement and not report.error), default=-1)
    # Of what a later 更正 or 全量 has replaced whole, the rejected rows and refused files count no more.
    standing = [report for report in mine if report.accepted or report.file_order >= last]
    tables = [report for report in standing if not report.error]
    rejected = sum(report.rejected for report in tables)
    read = sum(report.rows_read - report.superseded - report.out_of_scope for report in tables)
    unread = _rows_unread([report for report in standing if report.error], tables, read)
    return rejected + unread > share * (read + unread)


def _rows_unread(refused: list[DeliveryReport], tables: list[DeliveryReport], read: int) -> Decimal:
    """How many rows the refused files hold nobody knows: as many as those that were read do on average, a sheet as
    many as a sheet. The same file sent twice is one.
    """
    if not tables:
        return Decimal(0)
    rows = Decimal(max(read, len(tables)))
    files = len({report.file_order for report in tables})
    different = {(report.digest or report.file, report.sheet) for report in refused}
    return sum((rows / (files if sheet is None else len(tables)) for _, sheet in different), Decimal(0))


def _limits(limits: Reading) -> pl.DataFrame:
    return pl.DataFrame({"month_jump_share": [limits.month_jump_share]}, schema={"month_jump_share": pl.Decimal(18, 6)})


def _create_rejected_rows(con: duckdb.DuckDBPyConnection, settled: list[DeliveryReport], read_dir: Path) -> None:
    """The rows that were rejected, and one row without a number for a whole file."""
    whole = []
    for report in settled:
        if report.error:
            reason, _, advice = str(report.refusal).partition("。请")
            where = {"source": report.source, "file": report.file, "sheet": report.sheet, "column": WHOLE_FILE}
            whole.append(where | {"reason": reason, "advice": f"请{advice}" if advice else SEE_REASON})
    _create_table(con, "rejected_row", pl.DataFrame(whole, schema=rejections.SCHEMA))
    paths = [read_dir / str(report.rejected_path) for report in settled if report.faults]
    if paths:
        con.execute(f"insert into source.rejected_row select {names(rejections.SCHEMA)} from {files(paths)}")


def _create_repairs(con: duckdb.DuckDBPyConnection, settled: list[DeliveryReport], read_dir: Path) -> None:
    _create_table(con, "repair", pl.DataFrame(schema=repairs.SCHEMA))
    paths = [read_dir / str(report.repairs_path) for report in settled if report.repairs]
    if paths:
        con.execute(f"insert into source.repair select {names(repairs.SCHEMA)} from {files(paths)}")
