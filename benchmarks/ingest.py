"""How fast deliveries are read, all checks on, against the least work there is on the same rows.

UTF-8 against DuckDB's plain copy, GB18030 against UTF-8, .xlsx against calamine's own reading. The best of a few
tries each, the file in the system's cache; printed and put into the report by `make bench`.
"""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import fastexcel
import openpyxl

from fixtures.synth import enterprises_for, generate
from pipelines.ingest import ingest_file

ROWS = 500_000
_TRIES = 3
_SOURCE = "社会保险缴费明细"
# So many rows of all sources hold enough of this one.
_DISTRICT_ROWS = 2 * ROWS
LIMITS = {"UTF-8 文本": 3.0, "GB18030 文本": 1.6, "Excel 工作簿": 1.5}


def measure(work: Path) -> list[tuple[str, float, str, float]]:
    """What, its seconds, against what, that one's seconds."""
    plain, chinese, book = deliveries(work)
    copied = best(lambda: copy(plain, work / "copy.parquet"))
    read = best(lambda: ingest(plain, work))
    read_chinese = best(lambda: ingest(chinese, work))
    parsed = best(lambda: fastexcel.read_excel(book).load_sheet(0, header_row=None, dtypes="string").to_polars())
    read_book = best(lambda: ingest(book, work))
    return [
        ("UTF-8 文本", read, "DuckDB 原样复制", copied),
        ("GB18030 文本", read_chinese, "UTF-8 文本", read),
        ("Excel 工作簿", read_book, "calamine 只读", parsed),
    ]


def deliveries(work: Path) -> tuple[Path, Path, Path]:
    """The same rows as UTF-8, as GB18030 and as a workbook, made once."""
    folder = work / f"ingest-{ROWS}"
    names = (f"{_SOURCE}_1.csv", f"{_SOURCE}_2.csv", f"{_SOURCE}_3.xlsx")
    plain, chinese, book = (folder / name for name in names)
    if not book.exists():
        shutil.rmtree(folder, ignore_errors=True)
        generate(folder / "district", enterprises_for(_DISTRICT_ROWS))
        lines = [
            line
            for file in sorted((folder / "district").glob(f"{_SOURCE}*.csv"))
            for line in file.read_text(encoding="utf-8-sig").splitlines()
        ]
        header, rows = lines[0], [line for line in lines if line != lines[0]][:ROWS]
        text = "\n".join([header, *rows]) + "\n"
        plain.write_text(text, encoding="utf-8")
        chinese.write_text(text, encoding="gb18030")
        _write_book(book, [header, *rows])
        shutil.rmtree(folder / "district")
    return plain, chinese, book


def _write_book(path: Path, lines: list[str]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_SOURCE)
    for line in lines:
        sheet.append([cell or None for cell in line.split(",")])
    book.save(path)


def best(work: Callable[[], object]) -> float:
    def once() -> float:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    return min(once() for _ in range(_TRIES))


def copy(file: Path, target: Path) -> None:
    with duckdb.connect() as connection:
        connection.read_csv(str(file), all_varchar=True).write_parquet(str(target))


def ingest(file: Path, work: Path) -> None:
    out = work / "ingested"
    shutil.rmtree(out, ignore_errors=True)
    (report,) = ingest_file(file, 0, out)
    if report.error:
        raise SystemExit(f"{file.name} 没有读入：{report.note}")


def render(found: list[tuple[str, float, str, float]]) -> list[str]:
    """The table of the report."""
    lines = [
        f"## 读入收件（{ROWS:,} 行社会保险缴费明细，全部校验）",
        "",
        "| 读入 | 用时 | 对照 | 用时 | 倍数 | 上限 |",
        "|---|---:|---|---:|---:|---:|",
    ]
    for what, seconds, against, least in found:
        cells = [what, f"{seconds:.2f} 秒", against, f"{least:.2f} 秒", f"{seconds / least:.2f}", f"{LIMITS[what]:.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]
