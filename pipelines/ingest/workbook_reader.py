"""Workbooks and web pages: parsed by the process of its own, taken from it a block of rows at a time."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from pipelines.ingest.reading import HEAD_ROWS, Access, RawBatch, Sheet
from pipelines.ingest.worker import WORKERS
from pipelines.readers.wire import Message

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
    """One sheet, as its blocks of rows come in. Rows are numbered as Excel shows them."""

    def __init__(self, messages: Iterator[Message]) -> None:
        first = next(messages)
        about = first.about
        self.name: str | None = about["name"]
        self.form = FORMS[about["kind"]]
        self.is_1904: bool = about["is_1904"]
        self.notes = _notes(about)
        self._messages = chain([first], messages)
        self.head = [
            (number, [cell or "" for cell in row])
            for number, row in enumerate(RawBatch.of(first).cells.head(HEAD_ROWS).rows(), start=1)
        ]

    def batches(self, header_row: int, width: int) -> Iterator[RawBatch]:
        for message in self._messages:
            yield RawBatch.of(message).below(header_row, width)


def _notes(about: dict[str, Any]) -> list[str]:
    notes = []
    if about["state"] != "visible":
        notes.append("这是隐藏的工作表，也已读取")
    if about["hidden_rows"]:
        notes.append(f"有 {about['hidden_rows']} 行是隐藏的，也已读取")
    if about["hidden_columns"]:
        notes.append(f"有 {about['hidden_columns']} 列是隐藏的，也已读取")
    notes += [IRREGULAR for note in about["notes"] if note == "irregular"]
    return notes


def open_workbook(path: Path, kind: str, access: Access) -> Iterator[Sheet]:
    """Sheet after sheet; what is left unread of one is passed over."""
    access.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="opened-", dir=access.folder) as folder:
        job = {
            "path": str(path.absolute()),
            "folder": str(Path(folder).absolute()),
            "kind": kind,
            "passwords": list(access.passwords),
        }
        with closing(WORKERS.call(job, path.stat().st_size)) as messages:
            for _, sheet in groupby(messages, lambda message: message.about["sheet"]):
                yield ParsedSheet(sheet)
