"""Many rows of a list at once as the text of a sheet: the columns are put together, no row is looked at alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.workbook.text import CELL_LENGTH, FORMULA_STARTS, HIGHEST_ROW, ILLEGAL, LINE_HEIGHT

# Days of Excel's calendar before those that polars counts from.
_DAYS_BEFORE = date(1970, 1, 1).toordinal() - date(1899, 12, 30).toordinal()
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_IS_BANDED = pl.col("number_in_sheet") % 2 == 1


@dataclass(frozen=True)
class CellStyle:
    """The numbers of a column's styles: usual, and of text that begins as a formula would; each plain and banded.

    `tones` are the styles of single values; `room` is the width at which its text wraps, 0 where it does not.
    """

    usual: tuple[int, int]
    quoted: tuple[int, int]
    tones: Mapping[str, int] = field(default_factory=dict)
    room: int = 0


def rows_text(frame: pl.DataFrame, letters: Sequence[str], styles: Sequence[CellStyle], first_row: int) -> str:
    """The XML of these rows, the first of which is `first_row` of the sheet. Besides the cells, in the order of the
    letters, the frame has `number_in_sheet`, by which rows are banded.
    """
    names = [name for name in frame.columns if name != "number_in_sheet"]
    row = (pl.int_range(pl.len()) + first_row).cast(pl.String)
    parts = [_opening(frame, names, styles, row)]
    parts += [
        _cell(frame.schema[name], pl.col(name), letter, style, row)
        for name, letter, style in zip(names, letters, styles, strict=True)
    ]
    return "".join(frame.select(pl.concat_str(*parts, pl.lit("</row>"))).to_series().to_list())


def _opening(frame: pl.DataFrame, names: Sequence[str], styles: Sequence[CellStyle], row: pl.Expr) -> pl.Expr:
    wrapped = [
        _lines(pl.col(name), style.room)
        for name, style in zip(names, styles, strict=True)
        if style.room and frame.schema[name] == pl.String
    ]
    if not wrapped:
        return pl.concat_str(pl.lit('<row r="'), row, pl.lit('">'))
    lines = frame.select(pl.max_horizontal(*wrapped).alias("lines")).to_series()
    heights = {
        count: f' ht="{min(count * LINE_HEIGHT + 4, HIGHEST_ROW):g}" customHeight="1"'
        for count in lines.unique().to_list()
        if count is not None and count > 1
    }
    height = pl.lit(lines).replace_strict(heights, default="", return_dtype=pl.String)
    return pl.concat_str(pl.lit('<row r="'), row, pl.lit('"'), height, pl.lit(">"))


def _lines(text: pl.Expr, room: int) -> pl.Expr:
    """How many lines a wrapped text takes; what is no ASCII takes the room of two."""

    def lines(part: pl.Expr) -> pl.Expr:
        width = part.str.len_chars() + part.str.count_matches(r"[^\x00-\x7f]")
        return (-(-width.cast(pl.Int64) // room)).clip(lower_bound=1)

    broken = text.str.split("\n").list.eval(lines(pl.element())).list.sum()
    return pl.when(text.str.contains("\n", literal=True)).then(broken).otherwise(lines(text)).fill_null(1)


def _cell(dtype: pl.DataType, value: pl.Expr, letter: str, style: CellStyle, row: pl.Expr) -> pl.Expr:
    usual = _style(style.usual)
    if style.tones:
        tone = value.cast(pl.String).replace_strict(
            {shown: str(number) for shown, number in style.tones.items()}, default=None, return_dtype=pl.String
        )
        usual = pl.coalesce(tone, usual)
    start = pl.concat_str(pl.lit(f'<c r="{letter}'), row, pl.lit('" s="'))
    empty = pl.concat_str(start, usual, pl.lit('"/>'))
    if dtype == pl.Null:
        return empty
    if dtype == pl.String:
        is_formula = value.str.contains(f"^[{_IN_BRACKETS}]")
        used = pl.when(is_formula).then(_style(style.quoted)).otherwise(usual)
        text = pl.concat_str(
            *(start, used, pl.lit('" t="inlineStr"><is><t xml:space="preserve">'), _escaped(value)),
            pl.lit("</t></is></c>"),
        )
        return pl.when(value.str.len_bytes() > 0).then(text).otherwise(empty)
    number = value.cast(pl.Int32) + _DAYS_BEFORE if dtype == pl.Date else value
    shown = pl.concat_str(start, usual, pl.lit('"><v>'), number.cast(pl.String), pl.lit("</v></c>"))
    return pl.when(value.is_not_null()).then(shown).otherwise(empty)


_IN_BRACKETS = "".join(f"\\{start}" if start in "-+=@" else start for start in FORMULA_STARTS)


def _style(numbers: tuple[int, int]) -> pl.Expr:
    plain, banded = (pl.lit(str(number)) for number in numbers)
    return pl.when(_IS_BANDED).then(banded).otherwise(plain)


def _escaped(value: pl.Expr) -> pl.Expr:
    """What an .xlsx file can hold of the text, as XML."""
    text = value.str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True)
    text = text.str.replace_all(ILLEGAL, "").str.slice(0, CELL_LENGTH)
    return text.str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
