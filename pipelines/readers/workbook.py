"""Any workbook or web page, sheet after sheet: in blocks of rows, each with the marks on its cells."""

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.readers.grid import BLOCK_ROWS, Grid, Sheet
from pipelines.readers.kinds import kind_of
from pipelines.readers.refusal import Refused
from pipelines.readers.unlock import unlock
from pipelines.readers.wire import Message

_READERS = {
    "xlsx": ("xlsx", "read_xlsx"),
    "xlsb": ("xlsx", "read_xlsb"),
    "xls": ("xls", "read_xls"),
    "ods": ("ods", "read_ods"),
    "fods": ("ods", "read_fods"),
    "html": ("html", "read_html"),
    "spreadsheetml": ("spreadsheetml", "read_spreadsheetml"),
}


def read_workbook(path: Path, kind: str, folder: Path, passwords: Sequence[str]) -> Iterator[Message]:
    locked = path
    if kind == "encrypted":
        path = unlock(locked, passwords, folder / "opened")
    try:
        yield from _messages(path, kind if path is locked else kind_of(path), kind)
    except Refused as reason:
        # Inside, an old workbook says by itself that it is locked.
        if reason.code != "password" or kind != "xls":
            raise
        path = unlock(locked, passwords, folder / "opened")
        yield from _messages(path, kind, kind)


def _messages(path: Path, kind: str, shown_kind: str) -> Iterator[Message]:
    for number, (facts, cells, marks) in enumerate(_sheets(path, kind)):
        about = asdict(facts) | {"sheet": number, "kind": shown_kind}
        # A sheet without a row is a sheet too.
        for start in range(0, max(cells.height, 1), BLOCK_ROWS):
            yield _block(about, cells.slice(start, BLOCK_ROWS), marks, start)


def _block(about: dict[str, Any], cells: pl.DataFrame, marks: pl.DataFrame, start: int) -> Message:
    """Rows from `start`, numbered in the last column as Excel shows them; the marks on them, rows from 0."""
    here = marks.filter(pl.col("row").is_between(start, start + cells.height - 1)) if marks.height else marks
    moved = here.select((pl.col("row") - start).cast(pl.UInt32).alias("index"), "column", "kind")
    named = cells.rename({name: str(place) for place, name in enumerate(cells.columns)})
    numbers = pl.int_range(start + 1, start + cells.height + 1, dtype=pl.Int32, eager=True)
    return Message(about, [named.with_columns(row=numbers).to_arrow(), moved.to_arrow()])


def _sheets(path: Path, kind: str) -> Iterator[Sheet]:
    module, name = _READERS[kind]
    # Loaded when it is needed, so that the process starts quickly.
    read = getattr(importlib.import_module(f"pipelines.readers.{module}"), name)
    for found in read(path):
        yield found.sheet() if isinstance(found, Grid) else found
