"""Workbooks and web pages: parsed by the process of its own into the work folder, streamed from there."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from pipelines.ingest.reading import HEAD_ROWS, Access, RawBatch, Sheet
from pipelines.ingest.worker import WORKER

FORMS = {
    "xlsx": "Excel 工作簿",
    "xlsb": "Excel 二进制工作簿",
    "xls": "旧版 Excel 工作簿",
    "ods": "ODS 工作簿",
    "fods": "ODS 工作簿",
    "html": "网页表格",
    "spreadsheetml": "Excel 2003 XML 表格",
    "encrypted": "加密的 Excel 工作簿",
}
IRREGULAR = "文件结构不规范，已按 Excel 的方式读出，请核对行数"


class ParsedSheet:
    """One sheet in the work folder. Rows are numbered as Excel shows them."""

    def __init__(self, folder: Path, about: dict[str, Any], form: str) -> None:
        self.name: str | None = about["name"]
        self.form = form
        self.is_1904: bool = about["is_1904"]
        self.notes = _notes(about)
        self._folder = folder
        self._number = about["number"]
        first = next(itertools.chain(self._blocks(HEAD_ROWS), [pl.DataFrame()]))
        self.head = [(number, [cell or "" for cell in row]) for number, row in enumerate(first.rows(), start=1)]

    def _blocks(self, most_rows: int | None = None) -> Iterator[pl.DataFrame]:
        path = self._folder / f"{self._number}.arrow"
        with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
            for place in range(reader.num_record_batches):
                block = reader.get_batch(place)
                yield pl.DataFrame(pl.from_arrow(block.slice(0, most_rows) if most_rows else block))

    def batches(self, header_row: int, width: int) -> Iterator[RawBatch]:
        marks = pl.read_ipc(self._folder / f"{self._number}.marks.arrow")
        start = 0
        for block in self._blocks():
            above = min(max(header_row - start, 0), block.height)
            first = start + above
            cells = block.select(block.columns[:width]).slice(above)
            start += block.height
            if not cells.height:
                continue
            row_no = pl.int_range(first + 1, start + 1, dtype=pl.Int32, eager=True)
            mine = marks.filter(pl.col("row").is_between(first, start - 1)) if marks.height else marks
            here = mine.select((pl.col("row") - first).cast(pl.UInt32).alias("index"), "column", "kind")
            yield RawBatch(cells, row_no, marks=here)


def _notes(about: dict[str, Any]) -> list[str]:
    notes = []
    if about["state"] != "visible":
        notes.append("这是隐藏的工作表，也已读取")
    if about["hidden_rows"]:
        notes.append(f"有 {about['hidden_rows']} 行是隐藏的，也已读取")
    notes += [IRREGULAR for note in about["notes"] if note == "irregular"]
    return notes


def open_workbook(path: Path, kind: str, access: Access) -> Iterator[Sheet]:
    """Sheet after sheet. What was parsed is removed when the last has been read."""
    access.folder.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="parsed-", dir=access.folder))
    try:
        job = {
            "path": str(path.absolute()),
            "folder": str(folder.absolute()),
            "kind": kind,
            "passwords": list(access.passwords),
        }
        for about in WORKER.call(job, path.stat().st_size):
            yield ParsedSheet(folder, about, FORMS[kind])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
