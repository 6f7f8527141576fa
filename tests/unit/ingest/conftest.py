"""A folder of deliveries that a test writes and ingests."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars as pl
import pytest

from pipelines.ingest import DeliveryReport, ingest_file, list_files, load_sources
from pipelines.ingest.worker import WORKERS
from pipelines.readers import text
from pipelines.readers.__main__ import answer
from pipelines.readers.refusal import Refused
from pipelines.readers.wire import Message

PERSON = "320508196001010009"
OTHER_PERSON = "320508199001010010"
FIRM = "91320508MA0000000G"
HEADERS = (
    "证件号码",
    "姓名",
    "统一社会信用代码",
    "险种",
    "费款所属期",
    "缴费基数",
    "单位缴费额",
    "个人缴费额",
    "缴费类型",
    "到账日期",
)


def insured(**changed: Any) -> list[Any]:
    """One row of 社会保险缴费明细 under HEADERS; `changed` by canonical name."""
    row = {
        "person_id": PERSON,
        "person_name": "张三",
        "uscc": FIRM,
        "insurance_type": "养老",
        "period": "202301",
        "contribution_base": "4000.00",
        "employer_amount": "640.00",
        "employee_amount": "320.00",
        "payment_kind": "正常",
        "paid_on": "2023-01-15",
    }
    return list((row | changed).values())


class Inbox:
    """Writes deliveries, ingests them all in their order, and loads them into a database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "in"
        self.out = folder / "out"
        self.folder.mkdir()
        self.con = duckdb.connect()

    def raw(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)

    def csv(
        self,
        name: str,
        rows: Sequence[Sequence[Any]],
        headers: Sequence[str] = HEADERS,
        encoding: str = "utf-8",
        newline: str = "\n",
    ) -> None:
        lines = [",".join(_quoted(cell) for cell in row) for row in (headers, *rows)]
        self.raw(name, "".join(line + newline for line in lines).encode(encoding))

    def xlsx(self, name: str, sheets: dict[str, Sequence[Sequence[Any]]]) -> None:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            for cell in (cell for cells in sheet for cell in cells if cell.data_type == "f"):
                # A text that begins with "=" is a text here, as Excel has it after an apostrophe.
                cell.data_type = "s"
        book.save(self.folder / name)

    def ingest(self) -> list[DeliveryReport]:
        return [
            report
            for order, path in enumerate(list_files(self.folder))
            for report in ingest_file(path, order, self.out / str(order))
        ]

    def one(self) -> DeliveryReport:
        (report,) = self.ingest()
        return report

    def load(self) -> list[DeliveryReport]:
        return load_sources(self.con, self.ingest(), self.out, self.out / "current")

    def accepted(self, report: DeliveryReport) -> pl.DataFrame:
        return pl.read_parquet(self.out / str(report.rows_path))

    def rejected(self, report: DeliveryReport) -> pl.DataFrame:
        return pl.read_parquet(self.out / str(report.rejected_path))

    def faults(self, report: DeliveryReport) -> list[tuple[int, str, str | None, str]]:
        return self.rejected(report).select("row", "column", "value", "reason").rows()


def _quoted(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n\r') else text


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Texts are parsed in the process of the test, in pieces of so many bytes and batches of so many rows."""

    def parse(job: dict[str, Any], size: int) -> Iterator[Message]:
        for message in answer(job):
            if "refused" in message.about:
                raise Refused(message.about["refused"], **message.about["facts"])
            if message.tables or "nuls" in message.about:
                yield message

    def cut(block_bytes: int = text.BLOCK_BYTES, batch_rows: int = text.BATCH_ROWS) -> None:
        monkeypatch.setattr(WORKERS, "call", parse)
        monkeypatch.setattr(text, "BLOCK_BYTES", block_bytes)
        monkeypatch.setattr(text, "BATCH_ROWS", batch_rows)

    return cut


@pytest.fixture
def write_insured(inbox: Inbox) -> Callable[..., DeliveryReport]:
    """Ingest one .csv of these 社会保险缴费明细 rows."""

    def write(*rows: Sequence[Any], name: str = "社会保险缴费明细_202301.csv", **options: Any) -> DeliveryReport:
        inbox.csv(name, rows, **options)
        return inbox.one()

    return write
