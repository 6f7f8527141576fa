"""From a path to its sheets, by what the file is, not by what it is called."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.ingest.csv_reader import open_text
from pipelines.ingest.reading import Access, Sheet
from pipelines.ingest.workbook_reader import open_workbook
from pipelines.readers.kinds import TEXT, ZIP, kind_of
from pipelines.readers.refusal import Refused


def open_sheets(path: Path, access: Access) -> Iterator[Sheet]:
    """Sheet after sheet. Here and while their batches are read, Refused may be raised: then the file is no table."""
    kind = kind_of(path)
    if kind == ZIP:
        raise Refused("nested")
    if kind == TEXT:
        yield open_text(path, access)
    else:
        yield from open_workbook(path, kind, access)
