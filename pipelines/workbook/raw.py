"""Rows of a write-only sheet as text.

openpyxl makes an XML element of every cell, which is most of the time a large list takes. The rows here are
plain: text, numbers and dates with the number of a style. All else of a sheet stays openpyxl's.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.xml.functions import fromstring

from pipelines.workbook.text import clean, looks_like_formula

# Day 0 of Excel's calendar, as openpyxl and Excel count after February 1900.
_DAY_ZERO = date(1899, 12, 30).toordinal()


def take_rows_as_text(sheet: Any) -> None:
    """Let `sheet.append([text])` write rows that are already XML."""
    sheet._get_writer()
    sheet._values_to_row = lambda row, _: row
    sheet._writer.write_row = _write_row


def _write_row(stream: Any, row: Sequence[str], _: int) -> None:
    if hasattr(stream, "_file"):
        stream._file(row[0])
    else:  # where lxml is installed openpyxl writes through it, and it takes elements only
        for element in fromstring(f"<rows>{row[0]}</rows>"):
            stream.write(element)


def row_text(
    number: int,
    letters: Sequence[str],
    values: Sequence[Any],
    styles: Sequence[int],
    quoted: Sequence[int],
    height: float = 0,
) -> str:
    """One row; `quoted` are the styles of text that begins as a formula would."""
    parts = [f'<row r="{number}" ht="{height:g}" customHeight="1">' if height else f'<row r="{number}">']
    for letter, value, style, quote in zip(letters, values, styles, quoted, strict=False):
        if value is None or value == "":
            parts.append(f'<c r="{letter}{number}" s="{style}"/>')
        elif isinstance(value, str):
            used = quote if looks_like_formula(value) else style
            text = escape(clean(value))
            parts.append(
                f'<c r="{letter}{number}" s="{used}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            )
        else:
            shown = value.toordinal() - _DAY_ZERO if isinstance(value, date) else value
            parts.append(f'<c r="{letter}{number}" s="{style}"><v>{shown}</v></c>')
    parts.append("</row>")
    return "".join(parts)
