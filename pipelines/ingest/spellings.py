"""How departments spell values: each function takes a frame of distinct values and adds `typed` and `reason`, and
`repair` (a key of repairs.REPAIRS) where the value was mended rather than only read.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from pipelines.identifiers import normalise_identifier, person_id_is_valid, upgrade_person_id, uscc_is_valid
from schemas.column import Field

# Blanks of every width and zero-width marks.
BLANKS = " \t\r\n\v\f\u00a0\u3000\u2002\u2003\u2009\u200b\u202f\ufeff"
# By this Excel marks a text; it is no part of it.
APOSTROPHE = "'"
ERROR_CELLS = (
    "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#UNKNOWN!", "#CONNECT!",
)  # fmt: skip
_VALUE = pl.col("value")
_FULL_WIDTH = "０１２３４５６７８９．，－−–＋（）％：／＃［］＝"
_HALF_WIDTH = "0123456789.,---+()%:/#[]="
_SCIENTIFIC = r"^[+-]?[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+$"
_CODE_LETTERS = {"O": "0", "I": "1"}
_PLACES = {"百元": 2, "千元": 3, "万": 4, "万元": 4, "亿": 8, "亿元": 8}
# Bare numbers of days are taken for days from 1970 to 2049 only: 20235 is a year and a month run together.
_FIRST_DAY, _LAST_DAY, _DAYS_TO_1970, _DAYS_TO_1904 = 25569, 54788, 25569, 1462


@dataclass(frozen=True)
class Manner:
    """What the sheet says of a column: amounts in ten thousands, a unit in the header, days counted from 1904."""

    in_ten_thousand: bool = False
    has_unit: bool = False
    is_1904: bool = False


def clean(text: pl.Expr) -> pl.Expr:
    """The text without blanks around it and Excel's marks of a text ('0012, ="0012"); nothing but blanks is null."""
    stripped = text.str.strip_chars(BLANKS)
    quoted = stripped.str.extract(r'^="([^"]*)"$')
    bare = pl.coalesce(quoted, stripped).str.strip_prefix(APOSTROPHE).str.strip_chars(BLANKS)
    return pl.when(bare.str.len_bytes() > 0).then(bare)


def is_bare(text: pl.Expr) -> pl.Expr:
    """Whether `clean` would leave a text as it is, and it is no error value."""
    is_stripped = text.str.strip_chars(BLANKS) == text
    is_marked = text.str.starts_with("#") | text.str.starts_with(APOSTROPHE) | text.str.starts_with('="')
    return is_stripped & (text.str.len_bytes() > 0) & ~is_marked


def months(text: pl.Expr) -> pl.Expr:
    number = text.cast(pl.Int32, strict=False)
    is_month = (text.str.len_bytes() == 6) & number.is_between(100001, 999912) & (number % 100).is_between(1, 12)
    return pl.when(is_month).then(number)


def _half(text: pl.Expr) -> pl.Expr:
    return text.str.replace_many(list(_FULL_WIDTH), list(_HALF_WIDTH)).str.replace_all(r"\s", "")


# ---- days and months -------------------------------------------------------------------------------


def _iso_day() -> pl.Expr:
    """2023-3-5, 2023/3/5, 2023.3.5, 2023年3月5日 or 20230305, with or without a time of day, as 2023-03-05."""
    text = _VALUE.str.replace_many(list(_FULL_WIDTH), list(_HALF_WIDTH))
    time = r"(?:T|\s+)[0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?$"
    day = text.str.replace(time, "").str.replace_all(r"\s", "")
    parts = day.str.extract_groups(r"^([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?$")
    packed = day.str.extract_groups(r"^([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0+)?$")

    def joined(found: pl.Expr) -> pl.Expr:
        year, month, date = (found.struct.field(str(place)) for place in (1, 2, 3))
        return year + "-" + month.str.zfill(2) + "-" + date.str.zfill(2)

    return pl.coalesce(joined(parts), joined(packed))


def _numbered_day(manner: Manner) -> pl.Expr:
    """The bare number of a day is what is left of an Excel date that lost its format."""
    number = _VALUE.str.extract(r"^([0-9]{5})(?:\.[0-9]+)?$").cast(pl.Int32, strict=False)
    number = number + _DAYS_TO_1904 if manner.is_1904 else number
    return pl.when(number.is_between(_FIRST_DAY, _LAST_DAY)).then(number - _DAYS_TO_1970).cast(pl.Date)


def _dates(values: pl.DataFrame, field: Field, manner: Manner) -> pl.DataFrame:
    del field
    written = _iso_day().str.to_date("%Y-%m-%d", strict=False)
    numbered = _numbered_day(manner)
    return values.with_columns(
        typed=pl.coalesce(written, numbered),
        reason=pl.lit("date_unreadable"),
        repair=pl.when(written.is_null() & numbered.is_not_null()).then(pl.lit("day_number")),
    )


def _months(values: pl.DataFrame, field: Field, manner: Manner) -> pl.DataFrame:
    del field
    text = _half(_VALUE)
    # After a point the month needs two digits: 2023.1 is what Excel leaves of 2023.10.
    parts = text.str.extract_groups(r"^([0-9]{4})(?:[-/]|年|\.([0-9]{2})$)([0-9]{1,2})?月?份?$")
    year = parts.struct.field("1")
    month = pl.coalesce(parts.struct.field("2"), parts.struct.field("3"))
    packed = text.str.extract(r"^([0-9]{6})(?:\.0+)?$")
    day = _iso_day().str.to_date("%Y-%m-%d", strict=False).dt.strftime("%Y%m")
    written = months(pl.coalesce(year + month.str.zfill(2), packed, day))
    numbered = months(_numbered_day(manner).dt.strftime("%Y%m"))
    return values.with_columns(
        typed=pl.coalesce(written, numbered),
        reason=pl.lit("month_unreadable"),
        repair=pl.when(written.is_null() & numbered.is_not_null()).then(pl.lit("day_number")),
    )


# ---- numbers ---------------------------------------------------------------------------------------


def _signed_digits(text: pl.Expr) -> pl.Expr:
    """The digits of (1,234.50), 1234.50- or 红字1234.50; null where thousands are not grouped by three."""
    is_red = text.str.contains("红字")
    bare = text.str.replace_all(r"[(\[]?红字[)\]]?:?", "").str.replace(r"^负", "-")
    bare = bare.str.replace(r"^\(([0-9.,]+)\)$", "-${1}").str.replace(r"^([0-9.,]+)-$", "-${1}")
    bare = bare.str.replace(r"^\+", "")
    bare = pl.when(is_red & ~bare.str.starts_with("-")).then("-" + bare).otherwise(bare)
    grouped = bare.str.contains(r"^-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?$")
    return pl.when(grouped).then(bare.str.replace_all(",", "", literal=True)).otherwise(bare)


def _shifted(digits: pl.Expr, places: int) -> pl.Expr:
    """The point moves to the right, in the text: exact."""
    parts = digits.str.extract_groups(r"^(-?)([0-9]*)(?:\.([0-9]*))?$")
    fraction = parts.struct.field("3").fill_null("").str.pad_end(places, "0")
    moved = parts.struct.field("1") + parts.struct.field("2") + fraction.str.slice(0, places)
    moved = moved + "." + fraction.str.slice(places)
    is_number = digits.str.contains("[0-9]") & parts.struct.field("2").is_not_null()
    return pl.when(is_number).then(moved).otherwise(digits)


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
    values: pl.DataFrame, dtype: pl.DataType, places: int, most_digits: int, reasons: tuple[str, str]
) -> pl.DataFrame:
    """Cast `digits` after taking off what does not change the value: zeros at the end, a bare point."""
    digits = pl.col("digits")
    trimmed = digits.str.replace(r"^(-?)\.", "${1}0.").str.replace(r"^(-?)0+([0-9])", "${1}${2}")
    if places:
        trimmed = trimmed.str.replace(rf"(\.[0-9]{{{places}}})0+$", "${1}").str.replace(r"\.$", "")
        form = rf"^-?[0-9]{{1,{most_digits}}}(?:\.[0-9]{{1,{places}}})?$"
    else:
        trimmed = trimmed.str.replace(r"\.0*$", "")
        form = rf"^-?[0-9]{{1,{most_digits}}}$"
    typed = pl.when(trimmed.str.contains(form)).then(trimmed.cast(dtype, strict=False))
    return values.with_columns(typed=typed, most_digits=pl.lit(most_digits)).with_columns(
        reason=_number_reason(*reasons)
    )


def _money(values: pl.DataFrame, field: Field, manner: Manner) -> pl.DataFrame:
    """A unit that stands in the value holds, unless the header says another one."""
    del field
    text = _half(_VALUE).str.replace_all(r"(?i)人民币|RMB|CNY", "").str.replace_all(r"[￥¥]", "")
    text = text.str.replace(r"[整正]$", "")
    unit = text.str.extract(r"[(\[]?(百元|千元|万元|亿元|元|万|亿)[)\]]?$")
    digits = _signed_digits(text.str.replace(r"[(\[]?(?:百元|千元|万元|亿元|元|万|亿)[)\]]?$", ""))
    units = values.with_columns(digits=digits, unit=unit, is_red=_VALUE.str.contains("红字"))
    given = pl.col("unit")
    is_ten_thousand = given.is_in(["万", "万元"]).fill_null(False)
    is_conflict = given.is_not_null() & (
        ~is_ten_thousand if manner.in_ten_thousand else (given != "元") & pl.lit(manner.has_unit)
    )
    scaled = _shifted(pl.col("digits"), 4) if manner.in_ten_thousand else pl.col("digits")
    if not manner.in_ten_thousand:
        for name, places in _PLACES.items():
            scaled = pl.when(given == name).then(_shifted(pl.col("digits"), places)).otherwise(scaled)
    is_mended = given.is_not_null() & (given != "元") & (not manner.in_ten_thousand)
    typed = _typed_digits(
        units.with_columns(digits=scaled), pl.Decimal(18, 2), 2, 16, ("money_unreadable", "money_too_precise")
    )
    return typed.select(
        "delivered",
        "value",
        typed=pl.when(~is_conflict).then("typed"),
        reason=pl.when(is_conflict & pl.col("digits").str.contains("[0-9]"))
        .then(pl.lit("unit_conflict"))
        .otherwise("reason"),
        repair=pl.when(is_mended).then(pl.lit("unit")).when(pl.col("is_red")).then(pl.lit("red")),
    )


def _decimals(values: pl.DataFrame, field: Field, manner: Manner) -> pl.DataFrame:
    """3% is 0.03: the point moves two places to the left, in the text."""
    del field, manner
    plain = values.with_columns(plain=_signed_digits(_half(_VALUE).str.replace_all(r"[￥¥]|元整?$", "")))
    parts = pl.col("plain").str.extract_groups(r"^(-?)([0-9]+)(?:\.([0-9]*))?%$")
    whole = parts.struct.field("2").str.zfill(3)
    percent = (
        parts.struct.field("1") + whole.str.head(-2) + "." + whole.str.tail(2) + parts.struct.field("3").fill_null("")
    )
    digits = plain.with_columns(digits=pl.coalesce(percent, pl.col("plain")))
    read = _typed_digits(digits, pl.Decimal(18, 6), 6, 12, ("decimal_unreadable", "decimal_too_precise"))
    return read.select("delivered", "value", "typed", "reason")


def _integers(values: pl.DataFrame, field: Field, manner: Manner) -> pl.DataFrame:
    del field, manner
    plain = values.with_columns(digits=_signed_digits(_half(_VALUE)))
    read = _typed_digits(plain, pl.Int64(), 0, 18, ("integer_unreadable", "integer_unreadable"))
    return read.select("delivered", "value", "typed", "reason")


# ---- texts -----------------------------------------------------------------------------------------


def _flags(values: pl.DataFrame, field: Field, manner: Manner) -> pl.DataFrame:
    """Excel's own true and false."""
    del field, manner
    lower = _VALUE.str.to_lowercase()
    typed = pl.when(lower == "true").then(True).when(lower == "false").then(False)
    return values.with_columns(typed=typed, reason=pl.lit("flag_unreadable"))


def _codes(
    stored: Callable[[pl.Expr], pl.Expr], is_valid: Callable[[pl.Expr], pl.Expr]
) -> Callable[[pl.DataFrame, Field, Manner], pl.DataFrame]:
    """Any text is a code until its check character is looked at; 3.2E+17 has lost its digits for good. An O for 0 or
    an I for 1 is mended where the check character proves it.
    """

    def read(values: pl.DataFrame, field: Field, manner: Manner) -> pl.DataFrame:
        del field, manner
        code = stored(_VALUE)
        meant = code.str.replace_many(list(_CODE_LETTERS), list(_CODE_LETTERS.values()))
        coded = values.with_columns(code=code, meant=meant, is_lost=_VALUE.str.contains(_SCIENTIFIC))
        is_mended = (pl.col("meant") != pl.col("code")) & is_valid(pl.col("meant")).fill_null(False)
        is_code = ~pl.col("is_lost") & (pl.col("code").str.len_bytes() > 0)
        return coded.select(
            "delivered",
            "value",
            typed=pl.when(is_code).then(pl.when(is_mended).then("meant").otherwise("code")),
            reason=pl.lit("digits_lost"),
            repair=pl.when(is_code & is_mended).then(pl.lit("letter")),
        )

    return read


def _enums(values: pl.DataFrame, field: Field, manner: Manner) -> pl.DataFrame:
    """One of the values, however wide it is written, or a synonym of one; what is neither stays as it is."""
    del manner
    synonyms = {unicodedata.normalize("NFKC", name): value for name, value in field.synonyms}
    plain = _VALUE.str.normalize("NFKC").str.replace_all(r"\s", "")
    meant = plain.replace(synonyms) if synonyms else plain
    is_known = meant.is_in(field.values)
    return values.with_columns(
        typed=pl.when(is_known).then(meant).otherwise(_VALUE),
        reason=pl.lit(None, dtype=pl.String),
        repair=pl.when(is_known & (meant != plain)).then(pl.lit("synonym")),
    )


def _texts(values: pl.DataFrame, field: Field, manner: Manner) -> pl.DataFrame:
    del manner
    typed = _VALUE
    if field.mask == "subject":  # a unit, a person or a school: a person's old number is that person's
        upgraded = upgrade_person_id(_VALUE)
        is_old = _VALUE.str.contains(r"^[0-9]{15}$") & person_id_is_valid(upgraded)
        typed = pl.when(is_old).then(upgraded).otherwise(_VALUE)
    return values.with_columns(typed=typed, reason=pl.lit(None, dtype=pl.String))


OTHER: dict[str, Callable[[pl.DataFrame, Field, Manner], pl.DataFrame]] = {
    "text": _texts,
    "enum": _enums,
    "uscc": _codes(normalise_identifier, uscc_is_valid),
    "person_id": _codes(upgrade_person_id, person_id_is_valid),
    "month": _months,
    "date": _dates,
    "money": _money,
    "decimal": _decimals,
    "integer": _integers,
    "flag": _flags,
}
