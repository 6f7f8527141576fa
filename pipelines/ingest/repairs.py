"""What was mended on the way in: never without a proof, never without being listed."""

import pandera.polars as pa
import polars as pl

from pipelines.ingest.rejections import ADDRESS, masked

REPAIRS = {
    "letter": "代码中的字母 O 改为 0、I 改为 1，校验码相符",
    "synonym": "按同义词换成规定的取值",
    "unit": "金额自带单位（万元等），已换算成元",
    "red": "红字表示负数",
    "day_number": "日期被存成了数值，已按 Excel 的日期序号还原",
}
SCHEMA = {
    **ADDRESS,
    "mended": pl.String(),
    "repair": pl.String(),
    "row_count": pl.Int64(),
}


def listed(
    schema: pa.DataFrameSchema, column: str, mended: pl.DataFrame, row_no: pl.Series, headers: dict[str, str]
) -> pl.DataFrame:
    """One entry for each value that was mended in a column: its first row, how often, before and after."""
    grouped = mended.group_by("delivered", "mended", "repair", maintain_order=True)
    found = grouped.agg(pl.col("index").first(), pl.len().cast(pl.Int64).alias("row_count"))
    return found.select(
        row_no.gather(found["index"]).cast(pl.Int32).alias("row"),
        pl.lit(headers[column]).alias("column"),
        masked(schema, column, pl.col("delivered")).alias("value"),
        masked(schema, column, pl.col("mended")).alias("mended"),
        pl.col("repair").replace(REPAIRS),
        "row_count",
    )
