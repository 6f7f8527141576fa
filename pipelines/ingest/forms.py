"""From delivered text to typed values: each type's usual form at full speed, its other spellings where that fails.

`usual_forms` types a whole batch, `read_other_forms` what it left of one column: the values, the rows that could
not be read, each with its reason (a key of schemas.reasons.REASONS or of rejections.OWN_REASONS), and the values
that were mended on the way. Money never passes through float.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from pipelines.ingest.spellings import ERROR_CELLS, OTHER, Manner, clean, is_bare, months
from schemas.column import DTYPES, Field

CODES = {"uscc", "person_id"}


@dataclass
class Read:
    """One column: its values, which rows failed why, and which were mended how (empty frames where all went well)."""

    values: pl.Series
    failed: pl.DataFrame
    mended: pl.DataFrame


NO_FAILURES = pl.DataFrame(schema={"index": pl.UInt32, "reason": pl.String})
NO_REPAIRS = pl.DataFrame(schema={"index": pl.UInt32, "delivered": pl.String, "mended": pl.String, "repair": pl.String})


# ---- the usual form of each type, as delivered: null where the value has another form ---------------


def _date(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_bytes() == 10).then(text.str.to_date("%Y-%m-%d", strict=False))


def _number(pattern: str, dtype: pl.DataType) -> Callable[[pl.Expr], pl.Expr]:
    """Only what has the form: a cast alone would round 1.005 and take 1e3."""
    return lambda text: pl.when(text.str.contains(pattern)).then(text.cast(dtype, strict=False))


def _flag(text: pl.Expr) -> pl.Expr:
    return pl.when(text == "是").then(True).when(text == "否").then(False)


USUAL: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "month": months,
    "date": _date,
    "money": _number(r"^-?[0-9]{1,16}(?:\.[0-9]{1,2})?$", pl.Decimal(18, 2)),
    "decimal": _number(r"^-?[0-9]{1,12}(?:\.[0-9]{1,6})?$", pl.Decimal(18, 6)),
    "integer": _number(r"^-?[0-9]{1,18}$", pl.Int64()),
    "flag": _flag,
}


def _is_plain(field: Field, text: pl.Expr) -> pl.Expr:
    """Whether a text is its own value: nothing to strip, nothing to spell otherwise."""
    if field.type in CODES:
        # O and I are letters of no code: where they stand, 0 and 1 were meant.
        return text.str.contains(r"^[0-9A-HJ-NP-Z]{18}$")
    if field.values:
        return text.is_in(field.values)
    if field.mask == "subject":
        # May be a person's number of fifteen digits.
        return is_bare(text) & ~text.str.contains(r"^[0-9]{15}$")
    return is_bare(text)


def usual_forms(fields: dict[str, Field], delivered: pl.DataFrame) -> pl.DataFrame:
    """Every column at once. A column of texts that are all plain is handed on as it is: copying texts is dear."""
    first = delivered.select(
        USUAL[field.type](pl.col(name)).alias(name)
        if field.type in USUAL
        else _is_plain(field, pl.col(name)).alias(name)
        for name, field in fields.items()
    )
    columns = []
    for name, field in fields.items():
        column = first[name]
        if field.type not in USUAL:
            text = delivered[name]
            column = text if column.null_count() == 0 and column.all() else _where(column, text)
        columns.append(column.cast(DTYPES[field.type]).alias(name))
    return pl.DataFrame(columns)


def _where(is_plain: pl.Series, text: pl.Series) -> pl.Series:
    if not is_plain.any():
        return pl.repeat(None, text.len(), dtype=pl.String, eager=True)
    return pl.DataFrame([is_plain.alias("is"), text.alias("text")]).select(pl.when("is").then("text")).to_series()


# ---- the other spellings ---------------------------------------------------------------------------


def read_other_forms(field: Field, delivered: pl.Series, usual: pl.Series, manner: Manner) -> Read:
    """Fill in what the usual form left null. Distinct values only: a file writes its dates one way."""
    left = pl.DataFrame({"delivered": delivered, "typed": usual}).with_row_index("index")
    has_text = pl.col("delivered").str.len_bytes() > 0
    is_left = pl.lit(manner.in_ten_thousand) | pl.col("typed").is_null()
    left = left.filter(has_text & is_left).select("index", "delivered")
    if left.is_empty():
        return Read(usual, NO_FAILURES, NO_REPAIRS)
    distinct = left.select(pl.col("delivered").unique())
    read = _read_distinct(field, distinct.with_columns(value=clean(pl.col("delivered"))), manner)
    found = left.join(read, on="delivered", how="left", maintain_order="left")
    values = usual.scatter(found["index"], found["typed"].cast(usual.dtype))
    failed = found.filter(pl.col("typed").is_null() & pl.col("reason").is_not_null()).select("index", "reason")
    mended = found.filter(pl.col("typed").is_not_null() & pl.col("repair").is_not_null())
    shown = mended.select("index", "delivered", pl.col("typed").cast(pl.String).alias("mended"), "repair")
    return Read(values, failed, shown)


def _read_distinct(field: Field, distinct: pl.DataFrame, manner: Manner) -> pl.DataFrame:
    """delivered, typed, reason, repair: the usual form once more without blanks, then the others; empty is nothing."""
    filled = distinct.filter(pl.col("value").is_not_null())
    read = OTHER[field.type](filled, field, manner)
    if "repair" not in read.columns:
        read = read.with_columns(repair=pl.lit(None, dtype=pl.String))
    if field.type in USUAL and not manner.in_ten_thousand:
        usual = USUAL[field.type](pl.col("value"))
        read = read.with_columns(
            typed=pl.coalesce(usual, "typed"), repair=pl.when(usual.is_null()).then(pl.col("repair"))
        )
    is_error = pl.col("value").is_in(ERROR_CELLS)
    return read.select(
        "delivered",
        typed=pl.when(~is_error).then("typed"),
        reason=pl.when(is_error).then(pl.lit("error_cell")).otherwise("reason"),
        repair="repair",
    )
