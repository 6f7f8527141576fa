"""Writing the workbooks of a district and reading them back: sheets as rows, totals and links."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.workbook import RunInfo, write_data_quality, write_eligibility, write_feedback, write_findings

NAMES = ("eligibility", "findings", "data_quality", "feedback/enterprise", "feedback/payout", "feedback/tax_filing")


def write_all(con: duckdb.DuckDBPyConnection, folder: Path, info: RunInfo) -> dict[str, Workbook]:
    write_eligibility(con, folder / "eligibility.xlsx", info)
    write_findings(con, folder / "findings.xlsx", info)
    write_data_quality(con, folder / "data_quality.xlsx", info)
    write_feedback(con, folder / "feedback", info)
    return {name: load_workbook(folder / f"{name}.xlsx") for name in NAMES}


def texts(book: Workbook) -> Iterator[str]:
    for sheet in book:
        for row in sheet.iter_rows():
            yield from (str(cell.value) for cell in row if cell.value is not None)


def links(sheet: Worksheet) -> list[str]:
    """Where the cells of a sheet lead, inside the workbook."""
    return [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def header_row(sheet: Worksheet) -> int:
    return int(sheet.print_title_rows.split(":")[0].strip("$"))


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows below the header, up to the first total."""
    first = header_row(sheet)
    titles = [cell.value for cell in sheet[first]]
    rows = []
    for row in sheet.iter_rows(min_row=first + 1, values_only=True):
        if not isinstance(row[0], int):
            break
        rows.append(dict(zip(titles, row, strict=True)))
    return rows


def total(sheet: Worksheet, label: str = "合计") -> dict[str, object]:
    titles = [cell.value for cell in sheet[header_row(sheet)]]
    found = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith(label)]
    return dict(zip(titles, found[0], strict=True))


def yuan(rows: list[dict[str, object]], title: str) -> Decimal:
    return sum((Decimal(str(row[title] or 0)).quantize(Decimal("0.01")) for row in rows), Decimal(0))
