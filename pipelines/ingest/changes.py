"""What a later delivery changed of an earlier one: rows added, removed, changed, and the money.

Rows are held against each other by what tells them apart: the key, or else the codes, months and kinds in them.
"""

from pathlib import Path

import duckdb
import pandera.polars as pa
import polars as pl

from pipelines.ingest.parquet_files import delivered, names
from pipelines.ingest.report import DeliveryReport, rows_paths
from schemas.column import field_of

SCHEMA = {
    "source": pl.String,
    "delivery_no": pl.Int32,
    "file": pl.String,
    "measure": pl.String,
    "before_amount": pl.Decimal(38, 2),
    "after_amount": pl.Decimal(38, 2),
    "added_count": pl.Int64,
    "removed_count": pl.Int64,
    "changed_count": pl.Int64,
}
ROWS = "行数"
_TELLING = ("uscc", "person_id", "month", "enum")


def changes(
    con: duckdb.DuckDBPyConnection, schema: pa.DataFrameSchema, reports: list[DeliveryReport], read_dir: Path
) -> pl.DataFrame:
    """One row a replacing file and measure: its rows, then each column of money. Reads the temporary `replaced`."""
    orders = [order for (order,) in con.execute("select distinct by_order from replaced order by all").fetchall()]
    found = [_of_file(con, schema, reports, read_dir, order) for order in orders]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *found])


def telling(schema: pa.DataFrameSchema) -> tuple[str, ...]:
    key = schema.metadata["key"]
    return key or tuple(name for name, column in schema.columns.items() if field_of(column).type in _TELLING)


def _of_file(
    con: duckdb.DuckDBPyConnection,
    schema: pa.DataFrameSchema,
    reports: list[DeliveryReport],
    read_dir: Path,
    order: int,
) -> pl.DataFrame:
    mine = [report for report in reports if report.file_order == order]
    before = delivered(rows_paths([report for report in reports if report.file_order < order], read_dir))
    after = delivered(rows_paths(mine, read_dir))
    by = names(telling(schema))
    # A 更正 says everything of its months anew; any other file only what it has under a key that was there.
    again = "" if mine[0].is_replacement else f"semi join old_row using ({names(schema.metadata['key'])})"
    con.execute(
        f"create or replace temp table old_row as select r.* from {before} as r "
        f"semi join (select * from replaced where by_order = {order}) using (delivery_no, row_no)"
    )
    con.execute(
        f"create or replace temp table new_row as select r.* from {after} as r "
        f"anti join superseded using (delivery_no, row_no) {again}"
    )
    counts = con.execute(
        f"""
        with both_sides as (
            select {by}, content_hash, true as is_old from old_row
            union all
            select {by}, content_hash, false as is_old from new_row
        ),
        compared as (
            select
                count(*) filter (where is_old) as old_count,
                count(*) filter (where not is_old) as new_count,
                list_sort(list(content_hash) filter (where is_old)) as old_content,
                list_sort(list(content_hash) filter (where not is_old)) as new_content
            from both_sides group by {by}
        )
        select
            sum(old_count), sum(new_count),
            sum(case when old_count = 0 then new_count else 0 end),
            sum(case when new_count = 0 then old_count else 0 end),
            sum(case when old_count > 0 and new_count > 0 and old_content is distinct from new_content
                then greatest(old_count, new_count) else 0 end)
        from compared
        """
    ).fetchone()
    old, new, added, removed, changed = (int(count or 0) for count in counts)
    rows = [(ROWS, old, new, added, removed, changed)]
    for name, column in schema.columns.items():
        if field_of(column).type == "money":
            sums = [
                con.execute(f'select sum("{name}") from {side}').fetchone()[0] or 0 for side in ("old_row", "new_row")
            ]
            rows.append((str(column.title), *sums, None, None, None))
    return pl.DataFrame(
        [(schema.name, mine[0].delivery_no, mine[0].file, *row) for row in rows], schema=SCHEMA, orient="row"
    )
