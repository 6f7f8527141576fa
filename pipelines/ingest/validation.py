"""Every row that was read goes through its pandera schema, a batch at a time, all checks at once."""

from dataclasses import dataclass

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from pipelines.ingest.rejections import rule_columns

# pandera collects dozens of small queries a batch: the streaming engine takes longer to start than to work.
pl.Config.set_engine_affinity("in-memory")


@dataclass
class Gate:
    """The schema of one delivery, counting the rows it has judged."""

    schema: pa.DataFrameSchema
    rows_judged: int = 0

    def judge(self, typed: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
        """What fails: column (several, comma-joined, for a row rule) with the rows' index and reason key."""
        self.rows_judged += typed.height
        try:
            self.schema.validate(typed, lazy=True)
        except SchemaErrors as errors:
            # Its own message holds the values of failed rows: it is neither shown nor kept.
            found = errors.schema_errors
        else:
            return []
        return [(_column(error), _rows(error)) for error in found]


def _column(error: pa.errors.SchemaError) -> str:
    if isinstance(error.schema, pa.DataFrameSchema):
        return rule_columns(error.check)
    return error.schema.name


def _rows(error: pa.errors.SchemaError) -> pl.DataFrame:
    if error.check_output is None:
        # Wrong columns or dtypes: a fault of this program, not of the delivery.
        raise TypeError(f"{error.schema.name}: {error.reason_code}")
    is_null_check = error.reason_code == pa.errors.SchemaErrorReason.SERIES_CONTAINS_NULLS
    reason = "required" if is_null_check else error.check.name
    passed = error.check_output.to_series().fill_null(False)
    index = (~passed).arg_true().cast(pl.UInt32)
    return pl.DataFrame({"index": index, "reason": pl.repeat(reason, index.len(), dtype=pl.String, eager=True)})
