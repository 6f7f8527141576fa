"""From delivered text to typed values: each type's usual form at full speed, its other forms where that fails.

`usual_forms` types a whole batch, `read_other_forms` what it left of one column: the values, and the rows that could
not be read, each with its reason (a key of schemas.reasons.REASONS or of rejections.OWN_REASONS). Money never passes
through float.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from pipelines.identifiers import normalise_identifier, upgrade_person_id
from schemas.column import DTYPES, Field

# Blanks of every width, zero-width marks, and the apostrophe by which Excel marks a text.
BLANKS = " \t\r\n\v\f\u00a0\u3000\u2002\u2003\u2009\u200b\u202f\ufeff'"
CODES = {"uscc", "person_id"}
ERROR_CELLS = ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
_VALUE = pl.col("value")
_FULL_WIDTH = "０１２３４５６７８９．，－＋（）％：／＃"
_HALF_WIDTH = "0123456789.,-+()%:/#"
_SCIENTIFIC = r"^[+-]?[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+$"


@dataclass
class Read:
    """One column: its values, and which rows failed why (empty frames where all went well)."""

    values: pl.Series
    failed: pl.DataFrame


FAILED_SCHEMA = {"index": pl.UInt32, "reason": pl.String}
NO_FAILURES = pl.DataFrame(schema=FAILED_SCHEMA)


def clean(text: pl.Expr) -> pl.Expr:
    """The text without the blanks around it; nothing but blanks is null."""
    stripped = text.str.strip_chars(BLANKS)
    return pl.when(stripped.str.len_bytes() > 0).then(stripped)


# ---- the usual form of each type, as delivered: null where the value has another form ---------------


def _month(text: pl.Expr) -> pl.Expr:
    number = text.cast(pl.Int32, strict=False)
    is_month = (text.str.len_bytes() == 6) & number.is_between(100001, 999912) & (number % 100).is_between(1, 12)
    return pl.when(is_month).then(number)


def _date(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_bytes() == 10).then(text.str.to_date("%Y-%m-%d", strict=False))


def _number(pattern: str, dtype: pl.DataType) -> Callable[[pl.Expr], pl.Expr]:
    """Only what has the form: a cast alone would round 1.005 and take 1e3."""
    return lambda text: pl.when(text.str.contains(pattern)).then(text.cast(dtype, strict=False))


def _flag(text: pl.Expr) -> pl.Expr:
    return pl.when(text == "是").then(True).when(text == "否").then(False)


USUAL: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "month": _month,
    "date": _date,
    "money": _number(r"^-?[0-9]{1,16}(?:\.[0-9]{1,2})?$", pl.Decimal(18, 2)),
    "decimal": _number(r"^-?[0-9]{1,12}(?:\.[0-9]{1,6})?$", pl.Decimal(18, 6)),
    "integer": _number(r"^-?[0-9]{1,18}$", pl.Int64()),
    "flag": _flag,
}


def _is_plain(field: Field, text: pl.Expr) -> pl.Expr:
    """Whether a text is its own value: nothing to strip, nothing to spell otherwise."""
    if field.type in CODES:
        return text.str.contains(r"^[0-9A-Z]{18}$")
    if field.values:
        return text.is_in(field.values)
    is_stripped = text.str.strip_chars(BLANKS) == text
    return is_stripped & (text.str.len_bytes() > 0) & ~text.str.starts_with("#")


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


# ---- the other forms: each takes a frame of distinct values and adds "typed" and "reason" ----------


def _half(text: pl.Expr) -> pl.Expr:
    return text.str.replace_many(list(_FULL_WIDTH), list(_HALF_WIDTH)).str.replace_all(r"\s", "")


def _iso_day() -> pl.Expr:
    """2023-3-5, 2023/3/5, 2023.3.5, 2023年3月5日 or 20230305, with or without a time of day, as 2023-03-05."""
    text = _VALUE.str.replace_many(list(_FULL_WIDTH), list(_HALF_WIDTH))
    day = text.str.replace(r"[T\s]+[0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]+)?)?$", "").str.replace_all(r"\s", "")
    parts = day.str.extract_groups(r"^([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?$")
    packed = day.str.extract_groups(r"^([0-9]{4})([0-9]{2})([0-9]{2})$")

    def joined(found: pl.Expr) -> pl.Expr:
        year, month, date = (found.struct.field(str(place)) for place in (1, 2, 3))
        return year + "-" + month.str.zfill(2) + "-" + date.str.zfill(2)

    return pl.coalesce(joined(parts), joined(packed))


def _other_dates(values: pl.DataFrame) -> pl.DataFrame:
    written = _iso_day().str.to_date("%Y-%m-%d", strict=False)
    # The bare number of a day is what is left of an Excel date that lost its format (1970 to 2049 only:
    # a year and a month run together, 20235, must not become a day).
    number = _VALUE.str.extract(r"^([0-9]{5})(?:\.0+)?$").cast(pl.Int32, strict=False)
    days = pl.when(number.is_between(25569, 54788)).then(number - 25569)
    return values.with_columns(typed=pl.coalesce(written, days.cast(pl.Date)), reason=pl.lit("date_unreadable"))


def _other_months(values: pl.DataFrame) -> pl.DataFrame:
    text = _half(_VALUE)
    # After a point the month needs two digits: 2023.1 is what Excel leaves of 2023.10.
    parts = text.str.extract_groups(r"^([0-9]{4})(?:[-/]|年|\.([0-9]{2})$)([0-9]{1,2})?月?$")
    year = parts.struct.field("1")
    month = pl.coalesce(parts.struct.field("2"), parts.struct.field("3"))
    written = year + month.str.zfill(2)
    packed = text.str.extract(r"^([0-9]{6})$")
    day = _iso_day().str.to_date("%Y-%m-%d", strict=False).dt.strftime("%Y%m")
    typed = _month(pl.coalesce(written, packed, day))
    return values.with_columns(typed=typed, reason=pl.lit("month_unreadable"))


def _plain_number() -> pl.Expr:
    """The digits of ￥1,234.50元 or (1,234.50); null where thousands are not grouped by three."""
    text = _half(_VALUE).str.replace_all(r"^(?:人民币|RMB)|元整?$", "").str.replace_all(r"[￥¥]", "")
    text = text.str.replace(r"^\(([0-9.,]+)\)$", "-${1}").str.replace(r"^\+", "")
    grouped = text.str.contains(r"^-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?$")
    return pl.when(grouped).then(text.str.replace_all(",", "", literal=True)).otherwise(text)


def _number_reason(unreadable: str, too_precise: str) -> pl.Expr:
    digits = pl.col("digits")
    is_number = digits.str.contains(r"^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$")
    has_many_places = digits.str.contains(r"\.[0-9]*[1-9]") & pl.col("typed").is_null()
    too_long = digits.str.replace(r"\..*$", "").str.replace_all(r"^-?0*", "").str.len_chars()
    return (
        pl.when(~is_number.fill_null(False))
        .then(pl.lit(unreadable))
        .when(too_long > pl.col("most_digits"))
        .then(pl.lit("number_too_large"))
        .when(has_many_places)
        .then(pl.lit(too_precise))
        .otherwise(pl.lit(unreadable))
    )


def _typed_digits(
    values: pl.DataFrame, kind: str, places: int, most_digits: int, reasons: tuple[str, str]
) -> pl.DataFrame:
    """Cast `digits` after taking off what does not change the value: zeros at the end, a bare point."""
    digits = pl.col("digits")
    trimmed = digits.str.replace(r"^(-?)\.", "${1}0.").str.replace(r"^(-?)0+([0-9])", "${1}${2}")
    if places:
        trimmed = trimmed.str.replace(rf"(\.[0-9]{{{places}}})0+$", "${1}").str.replace(r"\.$", "")
    else:
        trimmed = trimmed.str.replace(r"\.0*$", "")
    typed = values.with_columns(typed=USUAL[kind](trimmed), most_digits=pl.lit(most_digits))
    return typed.with_columns(reason=_number_reason(*reasons)).select("delivered", "value", "typed", "reason")


def _other_money(values: pl.DataFrame) -> pl.DataFrame:
    plain = values.with_columns(digits=_plain_number())
    return _typed_digits(plain, "money", 2, 16, ("money_unreadable", "money_too_precise"))


def _money_in_ten_thousand(values: pl.DataFrame) -> pl.DataFrame:
    """The point moves four places to the right, in the text: exact."""
    plain = values.with_columns(plain=_plain_number().str.replace(r"万$", ""))
    parts = pl.col("plain").str.extract_groups(r"^(-?)([0-9]*)(?:\.([0-9]*))?$")
    sign, whole = (parts.struct.field(str(place)) for place in (1, 2))
    fraction = parts.struct.field("3").fill_null("").str.pad_end(6, "0")
    moved = sign + whole + fraction.str.slice(0, 4) + "." + fraction.str.slice(4)
    is_number = pl.col("plain").str.contains("[0-9]")
    digits = pl.when(is_number & parts.struct.field("2").is_not_null()).then(moved).otherwise(pl.col("plain"))
    return _typed_digits(plain.with_columns(digits=digits), "money", 2, 16, ("money_unreadable", "money_too_precise"))


def _other_decimals(values: pl.DataFrame) -> pl.DataFrame:
    """3% is 0.03: the point moves two places to the left, in the text."""
    plain = values.with_columns(plain=_plain_number())
    parts = pl.col("plain").str.extract_groups(r"^(-?)([0-9]+)(?:\.([0-9]*))?%$")
    whole = parts.struct.field("2").str.zfill(3)
    percent = (
        parts.struct.field("1") + whole.str.head(-2) + "." + whole.str.tail(2) + parts.struct.field("3").fill_null("")
    )
    digits = plain.with_columns(digits=pl.coalesce(percent, pl.col("plain")))
    return _typed_digits(digits, "decimal", 6, 12, ("decimal_unreadable", "decimal_too_precise"))


def _other_integers(values: pl.DataFrame) -> pl.DataFrame:
    plain = values.with_columns(digits=_plain_number())
    return _typed_digits(plain, "integer", 0, 18, ("integer_unreadable", "integer_unreadable"))


def _other_flags(values: pl.DataFrame) -> pl.DataFrame:
    """Excel's own true and false."""
    lower = _VALUE.str.to_lowercase()
    typed = pl.when(lower == "true").then(True).when(lower == "false").then(False)
    return values.with_columns(typed=typed, reason=pl.lit("flag_unreadable"))


def _other_codes(stored: Callable[[pl.Expr], pl.Expr]) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Any text is a code until its check character is looked at; 3.2E+17 has lost its digits for good."""

    def read(values: pl.DataFrame) -> pl.DataFrame:
        is_lost = _VALUE.str.contains(_SCIENTIFIC)
        code = stored(_VALUE)
        typed = pl.when(~is_lost & (code.str.len_bytes() > 0)).then(code)
        return values.with_columns(typed=typed, reason=pl.lit("digits_lost"))

    return read


def _other_texts(values: pl.DataFrame) -> pl.DataFrame:
    return values.with_columns(typed=_VALUE, reason=pl.lit(None, dtype=pl.String))


OTHER: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "text": _other_texts,
    "enum": _other_texts,
    "uscc": _other_codes(normalise_identifier),
    "person_id": _other_codes(upgrade_person_id),
    "month": _other_months,
    "date": _other_dates,
    "money": _other_money,
    "decimal": _other_decimals,
    "integer": _other_integers,
    "flag": _other_flags,
}


def read_other_forms(field: Field, delivered: pl.Series, usual: pl.Series, in_ten_thousand: bool) -> Read:
    """Fill in what the usual form left null. Distinct values only: a file writes its dates one way."""
    left = pl.DataFrame({"delivered": delivered, "typed": usual}).with_row_index("index")
    has_text = pl.col("delivered").str.len_bytes() > 0
    left = left.filter(has_text & (pl.lit(in_ten_thousand) | pl.col("typed").is_null())).select("index", "delivered")
    if left.is_empty():
        return Read(usual, NO_FAILURES)
    distinct = left.select(pl.col("delivered").unique())
    read = _read_distinct(field, distinct.with_columns(value=clean(pl.col("delivered"))), in_ten_thousand)
    found = left.join(read, on="delivered", how="left", maintain_order="left")
    values = usual.scatter(found["index"], found["typed"].cast(usual.dtype))
    failed = found.filter(pl.col("typed").is_null() & pl.col("reason").is_not_null()).select("index", "reason")
    return Read(values, failed)


def _read_distinct(field: Field, distinct: pl.DataFrame, in_ten_thousand: bool) -> pl.DataFrame:
    """delivered, typed, reason: the usual form once more without blanks, then the others; nothing where it is empty."""
    filled = distinct.filter(_VALUE.is_not_null())
    if in_ten_thousand:
        read = _money_in_ten_thousand(filled)
    else:
        read = OTHER[field.type](filled)
        if field.type in USUAL:
            read = read.with_columns(typed=pl.coalesce(USUAL[field.type](_VALUE), "typed"))
    is_error = _VALUE.is_in(ERROR_CELLS)
    return read.select(
        "delivered",
        typed=pl.when(~is_error).then("typed"),
        reason=pl.when(is_error).then(pl.lit("error_cell")).otherwise("reason"),
    )
