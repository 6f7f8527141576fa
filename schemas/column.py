"""The kinds of column a source can have, and the rules a row can be held to.

A factory a type gives a `pandera.polars.Column` with everything that is ever said about the column:
dtype, nullable, title (the Chinese header), description (its meaning), checks, and a `Field` in
`metadata["field"]` for what pandera has no place for. `field_of(column)` gives that Field back.

How a failure becomes a sentence: every check's name is a key of `schemas.reasons.REASONS`. From the
`schema_errors` of a lazy validation take `error.check.name`, the bad rows from `error.check_output`
(one boolean a row, false or null = bad), the column from `error.schema.name`; a failed row rule, whose
`schema.name` is the source, names the columns it looked at in `columns_of(error.check)`. A null in a
required column comes as `SchemaErrorReason.SERIES_CONTAINS_NULLS`: its key is "required".
`explain_check(check_name, column)` puts the column's title, unit and values into the text.
Validate a DataFrame: of a LazyFrame pandera looks at the names and types only.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pandera.polars as pa
import polars as pl

from pipelines.identifiers import person_id_is_valid, uscc_is_valid
from schemas.reasons import REASONS, Reason, explain
from schemas.synonyms import SYNONYMS

MONEY = pl.Decimal(18, 2)
DECIMAL = pl.Decimal(18, 6)

# A day before the first or after the second is a slip of the hand; 9999-12-31 is how some systems
# write "open", so that columns which may be open take any later day.
EARLIEST_DAY = datetime.date(1900, 1, 1)
LATEST_DAY = datetime.date(2100, 12, 31)

# Synthetic, with right check characters: region of Gusu, nobody's serial number.
EXAMPLE_USCC = "91320508000000000D"
EXAMPLE_PERSON_ID = "320508199001010010"


@dataclass(frozen=True)
class Field:
    """What a column is besides its dtype. `type` is one of TYPES."""

    type: str
    aliases: tuple[str, ...] = ()
    # Other spellings of a value, with the value that each stands for.
    synonyms: tuple[tuple[str, str], ...] = ()
    unit: str | None = None
    personal: bool = False
    tax_secret: bool = False
    health: bool = False
    optional: bool = False
    values: tuple[str, ...] = ()
    open_values: bool = False
    keep_invalid: bool = False
    mask: str | None = None
    example: str | None = None


DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "uscc": pl.String(),
    "person_id": pl.String(),
    "month": pl.Int32(),
    "date": pl.Date(),
    "money": MONEY,
    "decimal": DECIMAL,
    "integer": pl.Int64(),
    "enum": pl.String(),
    "flag": pl.Boolean(),
}
TYPES = tuple(DTYPES)


def field_of(column: pa.Column) -> Field:
    return column.metadata["field"]


def columns_of(check: pa.Check) -> tuple[str, ...]:
    """The columns a row rule looks at (none for a check of one column)."""
    return (check.statistics or {}).get("columns", ())


def explain_check(check_name: str, column: pa.Column) -> Reason:
    field = field_of(column)
    return explain(check_name, title=column.title, unit=field.unit, values=field.values)


# ---- columns -------------------------------------------------------------------------------------

# The name of a check and what it asks of a value.
Test = tuple[str, Callable[[pl.Expr], pl.Expr]]
NOT_NEGATIVE: Test = ("not_negative", lambda value: value >= 0)


def text(title: str, meaning: str, **about: object) -> pa.Column:
    is_written: Test = ("text_not_blank", lambda value: value.str.strip_chars().str.len_bytes() > 0)
    return _column("text", title, meaning, about, [is_written])


def industry_code(title: str, meaning: str, **about: object) -> pa.Column:
    is_code: Test = ("industry_code_form", lambda value: value.str.contains(r"^[A-T][0-9]{2,4}$"))
    return _column("text", title, meaning, {"example": "H6110"} | about, [is_code])


def division_code(title: str, meaning: str, **about: object) -> pa.Column:
    is_code: Test = ("division_code_form", lambda value: value.str.contains(r"^[0-9]{6}$"))
    return _column("text", title, meaning, {"example": "320508"} | about, [is_code])


def uscc(title: str, meaning: str, **about: object) -> pa.Column:
    """Unified social credit code. With keep_invalid the value is not held to its check character."""
    tests: list[Test] = [] if about.get("keep_invalid") else [("uscc_valid", uscc_is_valid)]
    return _column("uscc", title, meaning, {"example": EXAMPLE_USCC} | about, tests)


def person_id(title: str, meaning: str, **about: object) -> pa.Column:
    """Citizen identity number; keep_invalid as in `uscc`."""
    tests: list[Test] = [] if about.get("keep_invalid") else [("person_id_valid", person_id_is_valid)]
    defaults = {"personal": True, "mask": "person_id", "example": EXAMPLE_PERSON_ID}
    return _column("person_id", title, meaning, defaults | about, tests)


def person_name(title: str, meaning: str, **about: object) -> pa.Column:
    return text(title, meaning, **{"personal": True, "mask": "name", "example": "张示例"} | about)


def month(title: str, meaning: str, **about: object) -> pa.Column:
    def is_month(value: pl.Expr) -> pl.Expr:
        in_range = value.is_between(EARLIEST_DAY.year * 100, LATEST_DAY.year * 100 + 12)
        return in_range & (value % 100).is_between(1, 12)

    return _column("month", title, meaning, {"example": "202303"} | about, [("month_in_range", is_month)])


def date(title: str, meaning: str, *, may_be_open: bool = False, **about: object) -> pa.Column:
    latest = datetime.date.max if may_be_open else LATEST_DAY
    in_range: Test = ("date_in_range", lambda value: value.is_between(EARLIEST_DAY, latest))
    return _column("date", title, meaning, {"example": "2023-03-05"} | about, [in_range])


def money(title: str, meaning: str, *, may_be_negative: bool = False, **about: object) -> pa.Column:
    tests = [] if may_be_negative else [NOT_NEGATIVE]
    return _column("money", title, meaning, {"unit": "元", "example": "1234.56"} | about, tests)


def decimal(title: str, meaning: str, *, may_be_negative: bool = False, **about: object) -> pa.Column:
    tests = [] if may_be_negative else [NOT_NEGATIVE]
    return _column("decimal", title, meaning, {"example": "12"} | about, tests)


def integer(title: str, meaning: str, *, may_be_negative: bool = False, **about: object) -> pa.Column:
    tests = [] if may_be_negative else [NOT_NEGATIVE]
    return _column("integer", title, meaning, {"example": "12"} | about, tests)


def enum(title: str, meaning: str, values: tuple[str, ...], **about: object) -> pa.Column:
    """One of `values`. With open_values another value is no fault: its row is kept apart as out of scope."""
    is_known: Test = ("enum_known", lambda value: value.is_in(values))
    tests = [] if about.get("open_values") else [is_known]
    spelled = tuple(SYNONYMS.get(title, {}).items())
    return _column("enum", title, meaning, {"values": values, "example": values[0], "synonyms": spelled} | about, tests)


def flag(title: str, meaning: str, **about: object) -> pa.Column:
    return _column("flag", title, meaning, {"values": ("是", "否"), "example": "否"} | about, [])


def _column(kind: str, title: str, meaning: str, about: dict[str, object], tests: list[Test]) -> pa.Column:
    field = Field(type=kind, **about)
    checks = [_value_check(name, holds, title, field) for name, holds in tests]
    return pa.Column(
        DTYPES[kind],
        checks=checks,
        nullable=field.optional,
        title=title,
        description=meaning,
        metadata={"field": field},
    )


def _value_check(name: str, holds: Callable[[pl.Expr], pl.Expr], title: str, field: Field) -> pa.Check:
    reason = explain(name, title=title, unit=field.unit, values=field.values).reason
    test = _test_distinct if field.type in ("uscc", "person_id") else _test
    return pa.Check(lambda data: test(data, holds), name=name, error=reason)


def _test(data: pa.PolarsData, holds: Callable[[pl.Expr], pl.Expr]) -> pl.LazyFrame:
    return data.lazyframe.select(holds(pl.col(data.key)))


def _test_distinct(data: pa.PolarsData, holds: Callable[[pl.Expr], pl.Expr]) -> pl.LazyFrame:
    """The same, each value once: a check character is dear to work out, and codes come again and again."""
    code = pl.col(data.key)
    distinct = data.lazyframe.select(code.unique()).collect()
    wrong = distinct.filter(~holds(code)).to_series()
    return data.lazyframe.select(~code.is_in(wrong.implode()))


# ---- rows ----------------------------------------------------------------------------------------


def row_rule(name: str, columns: tuple[str, ...], holds: pl.Expr) -> pa.Check:
    """A rule over several columns of one row. What cannot be told because a column is empty passes."""
    return pa.Check(
        lambda data: data.lazyframe.select(holds.fill_null(True)),
        name=name,
        error=REASONS[name].reason,
        statistics={"columns": columns},
    )


def one_of(name: str, *columns: str) -> pa.Check:
    return row_rule(name, columns, pl.any_horizontal(pl.col(column).is_not_null() for column in columns))


def in_order(start: str, end: str) -> pa.Check:
    return row_rule("ends_after_it_starts", (start, end), pl.col(end) >= pl.col(start))


def negative_only_if(name: str, amounts: tuple[str, ...], condition: pl.Expr, *, because_of: str) -> pa.Check:
    is_negative = pl.any_horizontal((pl.col(amount) < 0).fill_null(False) for amount in amounts)
    return row_rule(name, (*amounts, because_of), ~is_negative | condition.fill_null(False))


# ---- tables --------------------------------------------------------------------------------------


def source(
    name: str,
    title: str,
    meaning: str,
    columns: dict[str, pa.Column],
    *,
    order: int,
    department: str,
    key: tuple[str, ...] = (),
    replace_by: tuple[str, ...] = (),
    rules: list[pa.Check] | None = None,
) -> pa.DataFrameSchema:
    """One kind of extract. `key` tells its rows apart (none: a key does not exist); `replace_by` (the key,
    where not given) is what a 更正 or 全量 file replaces; `order` is its place in lists for readers.
    """
    about = {"key": key, "replace_by": replace_by or key, "department": department, "order": order}
    return pa.DataFrameSchema(
        columns,
        checks=rules,
        name=name,
        title=title,
        description=meaning,
        metadata=about,
        strict=True,
        ordered=True,
    )
