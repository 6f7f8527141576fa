"""What was accepted, written out in any dialect that is read, comes back the same: every value of every row."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from schemas import SOURCES
from schemas.column import DTYPES, field_of
from tests.unit.ingest import corpus
from tests.unit.ingest.conftest import Inbox
from tests.unit.ingest.test_round_trip import as_text, tables

Write = Callable[[list[list[Any]]], bytes]


def delimited(**options: Any) -> Write:
    return lambda rows: corpus.text(rows, **options)


DIALECTS: dict[str, Write] = {
    "tabs": delimited(delimiter="\t"),
    "semicolons": delimited(delimiter=";"),
    "bars": delimited(delimiter="|"),
    "full-width commas": delimited(delimiter="，"),
    "carriage returns": delimited(newline="\r"),
    "both line ends": delimited(newline="\r\n", quotes_all=True),
    "a mark of UTF-8": delimited(encoding="utf-8-sig"),
    "gb18030 in quotes": delimited(encoding="gb18030", quotes_all=True),
    "utf-16 with a mark": delimited(encoding="utf-16"),
    "utf-16 without a mark": lambda rows: corpus.text(rows, encoding="utf-16-le"),
    "titles and a total": lambda rows: corpus.text([["明细表"], ["单位：元"], *rows, ["制表人：甲"]]),
    "a delimiter at every line's end": lambda rows: corpus.text([rows[0], *([*row, ""] for row in rows[1:])]),
    "xls": lambda rows: corpus.xls(_blank_as_none(rows)),
    "ods": lambda rows: corpus.ods(_blank_as_none(rows)),
    "html": corpus.html,
    "html in gb18030": lambda rows: corpus.html(rows, "gb18030"),
    "xml": lambda rows: corpus.spreadsheetml(_blank_as_none(rows)),
    "strict xlsx": lambda rows: corpus.xlsx(_blank_as_none(rows), is_strict=True),
    "xlsx without addresses": lambda rows: corpus.xlsx(rows, has_addresses=False),
    "columns and rows of nothing": lambda rows: corpus.xlsx(
        [[], *([None, None, *row] for row in _blank_as_none(rows))]
    ),
}


def _blank_as_none(rows: list[list[Any]]) -> list[list[Any]]:
    return [[cell or None for cell in row] for row in rows]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_written_comes_back(dialect: str) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(tables())
    def holds(table: tuple[str, list[dict[str, Any]]]) -> None:
        source, rows = table
        schema = SOURCES[source]
        headers = [str(column.title) for column in schema.columns.values()]
        cells = [[as_text(row[name]) for name in schema.columns] for row in rows]
        with tempfile.TemporaryDirectory() as folder:
            inbox = Inbox(Path(folder))
            inbox.raw(f"{source}.dat", DIALECTS[dialect]([headers, *cells]))
            report = inbox.one()
            assert (report.error, inbox.faults(report) if not report.error else report.note) == (False, [])
            dtypes = {name: DTYPES[field_of(column).type] for name, column in schema.columns.items()}
            assert inbox.accepted(report).select(list(dtypes)).rows() == pl.DataFrame(rows, schema=dtypes).rows()

    holds()
