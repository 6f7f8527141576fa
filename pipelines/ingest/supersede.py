"""What a later delivery replaces of an earlier one, for any source, from its key and what it is replaced by.

A 更正 or 全量 file replaces what came before of the months (or keys) it holds. A key delivered again later
replaces the earlier one; delivered again unchanged, the first stays. A row that an earlier file has already, in
a source without a key, is superseded. Within one file the same row of a key counts once, another content under
the same key stays with its twin and is reported. Only rows that can meet another file's are looked at.
"""

import os
from collections import Counter
from pathlib import Path

import duckdb
import pandera.polars as pa
import polars as pl

from pipelines.ingest import duplicates
from pipelines.ingest.parquet_files import by_file, delivered, files, names
from pipelines.ingest.report import DeliveryReport, rows_paths


def supersede(
    con: duckdb.DuckDBPyConnection,
    schema: pa.DataFrameSchema,
    reports: list[DeliveryReport],
    read_dir: Path,
    current_dir: Path,
) -> tuple[dict[int, int], pl.DataFrame]:
    """How many rows of which delivery are superseded (what is left of these is in current_dir), and the
    duplicates that stay. Leaves the temporary table `replaced`: rows that a later file says anew, and its order.
    """
    scope = _scope(schema, reports, read_dir)
    con.execute("create or replace temp table superseded (delivery_no integer, row_no integer)")
    con.execute("create or replace temp table replaced (delivery_no integer, row_no integer, by_order integer)")
    keyed = pl.DataFrame(schema=duplicates.SCHEMA)
    if scope:
        _load_scope(con, scope, reports)
        _replace_generations(con, schema, reports)
        if schema.metadata["key"]:
            keyed = _replace_keys(con, schema)
        else:
            _drop_identical(con, schema, reports, read_dir)
    counts = dict(con.execute("select delivery_no, count(*) from superseded group by 1").fetchall())
    for report in reports:
        if counts.get(report.delivery_no):
            _write_current(con, report, read_dir, current_dir)
    found = pl.concat([keyed, _identical_that_stay(con, reports, read_dir)])
    return counts, found.sort("delivery_no", "row_no")


def _scope(schema: pa.DataFrameSchema, reports: list[DeliveryReport], read_dir: Path) -> str | None:
    """A select of the rows that can meet another one (address, hash, key, what they are replaced by); none if none."""
    key, by = schema.metadata["key"], schema.metadata["replace_by"]
    columns = names(tuple(dict.fromkeys((*key, *by))))
    rows = f"select delivery_no, row_no, content_hash, {columns} from"
    paths = rows_paths([report for report in reports if report.accepted], read_dir)
    if not paths:
        return None
    if key:
        twice = f"(select {names(key)} from {files(paths.values())} group by all having count(*) > 1)"
        return f"{rows} {delivered(paths)} semi join {twice} using ({names(key)})"
    if len({report.file_order for report in reports}) < 2:
        return None
    if any(report.partitions is None for report in reports):
        return f"{rows} {delivered(paths)}"
    months, orders = _shared_months(reports)
    paths = rows_paths([report for report in reports if report.file_order in orders], read_dir)
    # The months are integers that the reports have from typed rows.
    return f'{rows} {delivered(paths)} where "{by[0]}" in ({", ".join(map(str, months))})' if months else None


def _shared_months(reports: list[DeliveryReport]) -> tuple[list[int], set[int]]:
    """The months that more than one file holds, and those files."""
    held = {(month, report.file_order) for report in reports for month in report.partitions or ()}
    times = Counter(month for month, _ in held)
    shared = sorted(month for month, count in times.items() if count > 1)
    return shared, {order for month, order in held if times[month] > 1}


def _load_scope(con: duckdb.DuckDBPyConnection, scope: str, reports: list[DeliveryReport]) -> None:
    deliveries = pl.DataFrame(
        [(report.delivery_no, report.file_order, report.is_replacement) for report in reports],
        schema={"delivery_no": pl.Int32, "file_order": pl.Int32, "is_replacement": pl.Boolean},
        orient="row",
    )
    con.register("known_delivery", deliveries.to_arrow())
    con.execute(
        "create or replace temp table scope as select s.*, d.file_order, d.is_replacement "
        f"from ({scope}) as s inner join known_delivery as d on s.delivery_no = d.delivery_no"
    )
    con.unregister("known_delivery")


def _replace_generations(
    con: duckdb.DuckDBPyConnection, schema: pa.DataFrameSchema, reports: list[DeliveryReport]
) -> None:
    """What stands before the last 更正 of the same months or keys is superseded."""
    if not any(report.is_replacement for report in reports):
        return
    by = names(schema.metadata["replace_by"])
    con.execute(
        "insert into replaced select delivery_no, row_no, last_replacement from ("
        "select delivery_no, row_no, file_order, "
        f"max(file_order) filter (where is_replacement) over (partition by {by}) as last_replacement "
        "from scope) where file_order < last_replacement"
    )
    con.execute("insert into superseded select delivery_no, row_no from replaced")
    con.execute(
        "delete from scope using superseded as s where scope.delivery_no = s.delivery_no and scope.row_no = s.row_no"
    )


def _replace_keys(con: duckdb.DuckDBPyConnection, schema: pa.DataFrameSchema) -> pl.DataFrame:
    """The last file that says something new of a key has it; the duplicates that its own rows leave."""
    key = names(schema.metadata["key"])
    con.execute(
        f"""
        create or replace temp table kept_file as
        with said as (
            select {key}, file_order, list_sort(list(distinct content_hash)) as content from scope group by all
        ),
        compared as (
            select *, lag(content) over (partition by {key} order by file_order) as before from said
        )
        select {key}, max(file_order) as file_order from compared
        where content is distinct from before group by all
        """
    )
    con.execute(
        f"""
        create or replace temp table standing as
        select s.*, row_number() over (
            partition by {names(tuple(f"{c}" for c in schema.metadata["key"]))}, s.content_hash
            order by s.delivery_no, s.row_no
        ) as copy_no
        from scope as s semi join kept_file as k using ({key}, file_order)
        """
    )
    con.execute(
        "insert into superseded select s.delivery_no, s.row_no from scope as s anti join "
        "(select delivery_no, row_no from standing where copy_no = 1) as k using (delivery_no, row_no)"
    )
    con.execute(
        "insert into replaced select s.delivery_no, s.row_no, k.file_order from scope as s "
        f"inner join kept_file as k using ({key}) where s.file_order < k.file_order"
    )
    text = " || '，' || ".join(f'cast("{column}" as varchar)' for column in schema.metadata["key"])
    return con.execute(
        f"""
        select '{schema.name}' as source, delivery_no, row_no, {text} as key_text, 'key' as kind
        from (select *, count(*) over (partition by {key}) as times from standing where copy_no = 1)
        where times > 1
        """
    ).pl()


def _drop_identical(
    con: duckdb.DuckDBPyConnection, schema: pa.DataFrameSchema, reports: list[DeliveryReport], read_dir: Path
) -> None:
    """A row that an earlier file has already. Equal hashes only name the candidates; the columns decide."""
    con.execute(
        "create or replace temp table candidate as select delivery_no, row_no, file_order from ("
        "select *, min(file_order) over (partition by content_hash) as first_order, "
        "max(file_order) over (partition by content_hash) as last_order from scope) where first_order < last_order"
    )
    involved = {no for (no,) in con.execute("select distinct delivery_no from candidate").fetchall()}
    paths = rows_paths([report for report in reports if report.delivery_no in involved], read_dir)
    if not paths:
        return
    con.execute(
        f"""
        insert into superseded select delivery_no, row_no from (
            select r.delivery_no, r.row_no, c.file_order,
                min(c.file_order) over (partition by r.content_hash, {names(tuple(schema.columns))}) as first_order
            from {delivered(paths)} as r inner join candidate as c
                on r.delivery_no = c.delivery_no and r.row_no = c.row_no
        ) where file_order > first_order
        """
    )


def current_path(report: DeliveryReport, current_dir: Path) -> Path:
    return current_dir / f"{report.delivery_no:08d}_{report.source}.parquet"


def _write_current(con: duckdb.DuckDBPyConnection, report: DeliveryReport, read_dir: Path, current_dir: Path) -> None:
    current_dir.mkdir(parents=True, exist_ok=True)
    path = current_path(report, current_dir)
    partial = path.with_suffix(".partial")
    target = partial.resolve().as_posix().replace("'", "''")
    con.execute(
        f"copy (select r.* from {files([read_dir / str(report.rows_path)])} as r anti join "
        f"(select row_no from superseded where delivery_no = {report.delivery_no}) as s on r.row_no = s.row_no) "
        f"to '{target}' (format parquet, compression lz4)"
    )
    os.replace(partial, path)


def _identical_that_stay(con: duckdb.DuckDBPyConnection, reports: list[DeliveryReport], read_dir: Path) -> pl.DataFrame:
    """The identical rows found within files, less those that a later delivery has replaced since."""
    found = [report for report in reports if report.duplicates_path]
    if not found:
        return pl.DataFrame(schema=duplicates.SCHEMA)
    paths = files([read_dir / str(report.duplicates_path) for report in found])
    # Within its file a delivery is counted from 1.
    number = f"delivery_no + {by_file(report.first_no for report in found)}"
    rows = f"select * replace ({number} as delivery_no) from {paths}"
    return con.execute(f"select * from ({rows}) anti join superseded using (delivery_no, row_no)").pl()
