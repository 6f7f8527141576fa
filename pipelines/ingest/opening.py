"""From a path to its sheets, by what the file is, not by what it is called."""

from collections.abc import Iterable
from pathlib import Path

from pipelines.ingest.csv_reader import open_text
from pipelines.ingest.reading import Access, FileRejected, Sheet
from pipelines.ingest.refusals import explain_refusal
from pipelines.ingest.workbook_reader import open_workbook
from pipelines.readers.kinds import TEXT, ZIP, kind_of
from pipelines.readers.refusal import Refused


def kind_or_reject(path: Path) -> str:
    try:
        return kind_of(path)
    except Refused as reason:
        raise FileRejected(explain_refusal(reason)) from None


def open_sheets(path: Path, access: Access) -> Iterable[Sheet]:
    """Sheet after sheet; a file that is no table is rejected with what to do."""
    try:
        kind = kind_of(path)
        if kind == ZIP:
            raise Refused("nested")
        if kind == TEXT:
            yield from open_text(path, access)
        else:
            yield from open_workbook(path, kind, access)
    except Refused as reason:
        raise FileRejected(explain_refusal(reason)) from None
