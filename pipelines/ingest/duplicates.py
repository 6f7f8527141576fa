"""Identical rows within one file of a source without a key: they stay, and are reported."""

import os
from pathlib import Path

import polars as pl

from pipelines.ingest.report import DeliveryReport, rows_paths
from schemas import SOURCES

# So many hashes are compared at a time: what more a file has is looked through in several passes.
HASHES_A_PASS = 4_000_000
SCHEMA = {
    "source": pl.String,
    "delivery_no": pl.Int32,
    "row_no": pl.Int32,
    "key_text": pl.String,
    "kind": pl.String,
}


def find_within_file(reports: list[DeliveryReport], out_dir: Path) -> None:
    """Write the identical rows of each source of a file beside its first delivery."""
    for source in {report.source for report in reports if report.source and not report.error}:
        mine = [report for report in reports if report.source == source and not report.error]
        if SOURCES[source].metadata["key"]:
            continue
        found = _identical(source, rows_paths(mine, out_dir), sum(report.accepted for report in mine))
        if found.height:
            path = out_dir / f"{mine[0].delivery_no:03d}_{source}.duplicates.parquet"
            partial = path.with_suffix(".partial")
            found.write_parquet(partial)
            os.replace(partial, path)
            mine[0].duplicates_path = path.name
            mine[0].notes.append(f"有 {found.height} 行与同一文件内的其他行完全相同，已保留，请核对是否重复报送")


def _identical(source: str, paths: dict[int, Path], height: int) -> pl.DataFrame:
    passes = height // HASHES_A_PASS + 1
    found = []
    for number in range(passes):
        mine = pl.col("content_hash") % passes == number
        hashes = pl.scan_parquet(list(paths.values())).select("content_hash").filter(mine).collect()
        if hashes["content_hash"].n_unique() < hashes.height:
            rows = pl.concat(
                pl.scan_parquet(path).select(pl.lit(number, pl.Int32).alias("delivery_no"), "row_no", "content_hash")
                for number, path in paths.items()
            ).filter(mine)
            found.append(rows.filter(pl.col("content_hash").is_duplicated()).collect())
    if not found:
        return pl.DataFrame(schema=SCHEMA)
    same = pl.concat(found).sort("delivery_no", "row_no")
    group = pl.col("row_no").first().over("content_hash")
    return same.select(
        pl.lit(source).alias("source"),
        "delivery_no",
        "row_no",
        pl.format("与第 {} 行相同", group).alias("key_text"),
        pl.lit("identical").alias("kind"),
    )
