"""Chinese identification codes as polars expressions: check characters, upgrading, masking.

Every function takes an expression of text and gives an expression; nothing loops over rows.
Null stays null. The `*_is_valid` functions judge the stored form (no blanks, capital letters):
bring what a department delivered into that form with `normalise_identifier` first.

Where this differs from python-stdnum, and why:

* `stdnum.cn.uscc` refuses a code that does not begin with eight digits. GB 32100-2015 lets the first
  two characters (registering department, kind of body) be letters, and such codes are issued
  (A1…, N2… for village collectives, Y1…): they are valid here.
* `stdnum.cn.ric` looks the first six digits up in a table of regions. Such tables are never complete
  (abolished counties, residence permits 81/82/83, foreigners' cards 9…): the region is not judged here.
* `stdnum.cn.ric` takes any date Python can hold; here a birth before `EARLIEST_BIRTH` or after
  `LATEST_BIRTH` is refused, as no living person has it.
* stdnum drops separators and folds case by itself; here `normalise_identifier` does, once, at ingest.
* stdnum knows no 15-digit identity number; `upgrade_person_id` turns one into its 18 characters.
"""

import datetime
from collections.abc import Callable

import polars as pl

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PERSON_CHECK_CHARACTERS = "10X98765432"
EARLIEST_BIRTH = datetime.date(1890, 1, 1)
LATEST_BIRTH = datetime.date(2099, 12, 31)

_LENGTH = 18
# Of neither kind: its last character is wrong by both rules.
_UNSOUND = "0" * 17 + "2"
_FULL_WIDTH = "０１２３４５６７８９ＸｘＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＴＵＷＹ－"
_HALF_WIDTH = "0123456789XxABCDEFGHJKLMNPQRTUWY-"


def normalise_identifier(code: pl.Expr) -> pl.Expr:
    """The stored form of a code: half-width capitals without blanks, dashes or a leading apostrophe."""
    half = code.str.replace_many(list(_FULL_WIDTH), list(_HALF_WIDTH))
    return half.str.replace_all(r"[\s\u{00a0}\u{3000}\u{200b}\u{feff}'’\-]", "").str.to_uppercase()


def _weighted_sum(code: pl.Expr, weights: tuple[int, ...], value: pl.Expr, product: pl.DataType) -> pl.Expr:
    """Sum over the 18 ASCII characters of their value times their weight, in one pass over the bytes.

    `product` is the smallest type that holds each product: the sum is of 64 bits.
    """
    kind = pl.Array(product, _LENGTH)
    values = code.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, _LENGTH)).arr.eval(value)
    return (values.cast(kind) * pl.lit(pl.Series([weights], dtype=kind))).arr.sum()


def _uscc_sum(code: pl.Expr) -> pl.Expr:
    byte = pl.element()
    # Letters follow the digits, then close up over the missing I, O, S and V (Z is the last anyway).
    gaps = sum((byte > ord(letter)).cast(pl.UInt8) for letter in "IOSV")
    skipped = (byte > ord("9")).cast(pl.UInt8) * (ord("A") - ord("9") - 1)
    return _weighted_sum(code, (*USCC_WEIGHTS, 1), byte - ord("0") - skipped - gaps, pl.UInt16())


def _person_sum(code: pl.Expr, check_weight: int) -> pl.Expr:
    byte = pl.element()
    # "X" stands for ten.
    excess = (byte == ord("X")).cast(pl.UInt8) * (ord("X") - ord("0") - 10)
    return _weighted_sum(code, (*PERSON_WEIGHTS, check_weight), byte - ord("0") - excess, pl.UInt8())


def _where_fits(code: pl.Expr, form: str) -> pl.Expr:
    """The code, or an unsound one of 18 bytes where it does not fit (the bytes of a column must be equally many)."""
    return pl.when(code.str.contains(form)).then(code).otherwise(pl.lit(_UNSOUND))


def uscc_is_valid(code: pl.Expr) -> pl.Expr:
    """GB 32100-2015: alphabet, six digits of region in third place, and the check character."""
    fitting = _where_fits(code, r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$")
    return pl.when(code.is_not_null()).then(_uscc_sum(fitting) % 31 == 0)


def uscc_check_character(body: pl.Expr) -> pl.Expr:
    """The 18th character that belongs to 17 well-formed ones."""
    return _character((31 - _uscc_sum(body + "0") % 31) % 31, USCC_ALPHABET)


def is_legacy_registration(code: pl.Expr) -> pl.Expr:
    """A registration number of the time before the unified code: 13 or 15 digits."""
    return code.str.contains(r"^(?:[0-9]{13}|[0-9]{15})$")


def person_id_is_valid(code: pl.Expr) -> pl.Expr:
    """GB 11643-1999: 17 digits and a check character, with a real birth date (the region is not judged)."""
    fitting = _where_fits(code, r"^[0-9]{17}[0-9X]$")
    # A lookup in the cache takes longer than eight digits take to read.
    birth = code.str.slice(6, 8).str.to_date("%Y%m%d", strict=False, cache=False)
    is_born = birth.is_between(EARLIEST_BIRTH, LATEST_BIRTH).fill_null(False)
    return pl.when(code.is_not_null()).then(is_born & (_person_sum(fitting, 1) % 11 == 1))


def person_check_character(body: pl.Expr) -> pl.Expr:
    """The 18th character that belongs to 17 digits."""
    return _character(_person_sum(body + "0", 0) % 11, PERSON_CHECK_CHARACTERS)


def upgrade_person_id(code: pl.Expr) -> pl.Expr:
    """The stored form of an identity number: normalised, and a 15-digit one made 18.

    15 digits were only given to people born in 19yy; the few centenarians' numbers (ending 996 to 999)
    cannot be told apart any more and are read as 19yy too.
    """
    stored = normalise_identifier(code)
    body = stored.str.slice(0, 6) + "19" + stored.str.slice(6, 9)
    is_old = stored.str.contains(r"^[0-9]{15}$")
    safe_body = pl.when(is_old).then(body).otherwise(pl.lit("0" * (_LENGTH - 1)))
    return pl.when(is_old).then(body + person_check_character(safe_body)).otherwise(stored)


def _character(place: pl.Expr, alphabet: str) -> pl.Expr:
    return place.replace_strict(list(range(len(alphabet))), list(alphabet), return_dtype=pl.String)


def mask_person_id(code: pl.Expr) -> pl.Expr:
    """Region and last four stay (320508********0019); of what is too short only the ends do."""
    whole = code.str.slice(0, 6) + "********" + code.str.slice(-4)
    return pl.when(code.str.len_chars() >= 15).then(whole).otherwise(_ends(code))


def mask_name(name: pl.Expr) -> pl.Expr:
    """The first character stays: 张**."""
    return (
        pl.when(name.str.len_chars() > 1)
        .then(name.str.head(1) + name.str.tail(-1).str.replace_all(r"(?s).", "*"))
        .otherwise(name.str.replace_all(r"(?s).", "*"))
    )


def mask_account(account: pl.Expr) -> pl.Expr:
    """The last four stay, if they are less than half of it."""
    return (
        pl.when(account.str.len_chars() > 8)
        .then("****" + account.str.tail(4))
        .otherwise(account.str.replace_all(r"(?s).", "*"))
    )


def mask_all(value: pl.Expr) -> pl.Expr:
    """Nothing stays but that there was something (dates of death)."""
    return pl.when(value.is_not_null()).then(pl.lit("****"))


def mask_subject(code: pl.Expr) -> pl.Expr:
    """Mask the identity numbers in a column that holds codes of enterprises, persons and schools alike.

    What follows a number (`person_id:YYYYMM`) stays; a unified code, which has no birth date, stays whole.
    """
    number = r"^([1-9][0-9]{5})(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])([0-9]{3}[0-9Xx])"
    return code.str.replace(number, "${1}********${2}").str.replace(r"^([0-9]{6})[0-9]{5}([0-9]{4})$", "${1}*****${2}")


def _ends(text: pl.Expr) -> pl.Expr:
    return (
        pl.when(text.str.len_chars() > 2)
        .then(text.str.head(1) + "****" + text.str.tail(1))
        .otherwise(text.str.replace_all(r"(?s).", "*"))
    )


# The masks a schema can name (schemas.column.Field.mask).
MASKS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "person_id": mask_person_id,
    "name": mask_name,
    "account": mask_account,
    "subject": mask_subject,
    "all": mask_all,
}
