"""Writing the published tables: the columns of their schemas, in a fixed order of rows, validated as written."""

from pathlib import Path

import duckdb
import pandera.polars as pa
import polars as pl
import pyarrow.parquet as pq
from pandera.errors import SchemaErrors

from pipelines.errors import AuditError
from pipelines.job import FAILED
from schemas.outputs import OUTPUTS

BATCH_ROWS = 200_000
# With --only-proposed everything is judged together, and of the judgement only these rows are published.
PROPOSED = "payout_no in (select payout_no from staging.payout where status = '拟发放')"
OF_A_PAYOUT = ("payout_verdict", "finding", "recovery")


def write_table(con: duckdb.DuckDBPyConnection, folder: Path, name: str, only_proposed: bool) -> None:
    """One published table, held against its schema and its key as it stands in its file."""
    schema, path, cursor = OUTPUTS[name], folder / f"{name}.parquet", con.cursor()
    _write(cursor, name, schema, path, only_proposed and name in OF_A_PAYOUT)
    validate(path, name, schema)
    hold_key(cursor, path, name, schema.metadata["key"])


def _write(
    con: duckdb.DuckDBPyConnection, name: str, schema: pa.DataFrameSchema, path: Path, only_proposed: bool
) -> None:
    """Sorted by the key, or without one by all columns: equal rows alone can swap, and that shows nowhere."""
    relation = con.sql(f"select * from verdicts.{name}")
    if only_proposed:
        relation = relation.filter(PROPOSED)
    columns = ", ".join(f'"{column}"' for column in schema.columns)
    order = ", ".join(schema.metadata["key"]) or columns
    relation.project(columns).order(order).write_parquet(str(path), compression="zstd")


def validate(path: Path, name: str, schema: pa.DataFrameSchema) -> None:
    """Every published row passes its schema; what fails is named by column and rule, never by its value."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            try:
                schema.validate(pl.DataFrame(batch), lazy=True)
            except SchemaErrors as error:
                cases = error.failure_cases.select("column", "check").unique().sort("column", "check").rows()
                faults = "、".join(f"{column}（{check}）" for column, check in cases)
                raise broken(name, f"不符合自身的定义：{faults}") from None


def hold_key(con: duckdb.DuckDBPyConnection, path: Path, name: str, key: tuple[str, ...]) -> None:
    """No two rows with one key, over the whole table: a batch cannot see that."""
    if not key:
        return
    columns = ", ".join(key)
    twice = con.read_parquet(str(path)).aggregate(f"{columns}, count(*) as times", columns).filter("times > 1")
    count = twice.count("*").fetchone()[0]
    if count:
        raise broken(name, f"有 {count} 个主键（{columns}）出现多次")


def broken(name: str, fault: str) -> AuditError:
    return AuditError(f"结果表 {name} {fault}。没有发布任何结果，请联系维护人员。", FAILED)
