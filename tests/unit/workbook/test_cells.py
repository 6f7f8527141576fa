"""Rows put together by columns are what they are one by one."""

from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipelines.workbook.cells import CellStyle, rows_text
from pipelines.workbook.raw import row_text
from pipelines.workbook.text import HIGHEST_ROW, LINE_HEIGHT, lines_needed

ROOM = 12
PLAIN = CellStyle(usual=(1, 2), quoted=(3, 4))
TEXT = CellStyle(usual=(5, 6), quoted=(7, 8), tones={"符合": 9, "=否": 10}, room=ROOM)
LETTERS = ("A", "B", "C", "D")
SCHEMA = {"0": pl.String, "1": pl.Decimal(18, 2), "2": pl.Date, "3": pl.Int64}
# Of rarer characters one by one is exact, by columns a room of two is taken.
texts = st.text(alphabet=st.sampled_from("aZ9 <&>\"'=+-@\t\r\n\x01\x0b＝符合否姑苏"), max_size=60) | st.sampled_from(
    ["符合", "=否", "", "一" * 7, "a" * 12, "a" * 13, "\r\n", "x" * 40_000]
)
rows = st.tuples(
    st.none() | texts,
    st.none() | st.decimals(-(10**9), 10**9, places=2).map(lambda value: value.quantize(Decimal("0.01"))),
    st.none() | st.dates(date(1900, 3, 1), date(2199, 1, 1)),
    st.none() | st.integers(-(2**62), 2**62),
)


def one_by_one(values: tuple[object, ...], number: int, place: int) -> str:
    is_banded = place % 2
    styles = [TEXT.tones.get(str(values[0]), TEXT.usual[is_banded]), *[PLAIN.usual[is_banded]] * 3]
    quoted = [TEXT.quoted[is_banded], *[PLAIN.quoted[is_banded]] * 3]
    lines = lines_needed(values[0], ROOM) if isinstance(values[0], str) else 1
    height = 0 if lines == 1 else min(lines * LINE_HEIGHT + 4, HIGHEST_ROW)
    return row_text(number, LETTERS, values, styles, quoted, height)


@given(st.lists(rows, min_size=1, max_size=8))
def test_by_columns_as_one_by_one(found: list[tuple[object, ...]]) -> None:
    frame = pl.DataFrame(found, schema=SCHEMA, orient="row").with_columns(number_in_sheet=pl.int_range(1, pl.len() + 1))
    expected = "".join(one_by_one(values, number, number - 6) for number, values in enumerate(found, start=7))
    assert rows_text(frame, LETTERS, [TEXT, PLAIN, PLAIN, PLAIN], 7) == expected
