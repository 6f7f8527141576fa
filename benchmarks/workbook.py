"""A list of 50,000 rows and 20 columns as a workbook: seconds, and the memory it takes beyond what is loaded anyway.

python -m benchmarks.workbook      prints both, with one row and with all; run by `make bench`
"""

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from pipelines.paths import ROOT
from pipelines.workbook.book import Book
from pipelines.workbook.column import Column
from pipelines.workbook.info import RunInfo
from pipelines.workbook.listing import Listing

ROWS = 50_000
KINDS = ("id", "text", "person_id", "person_name", "money", "integer", "date", "short", "money", "text")
COLUMNS = tuple(
    Column(f"c{place}", f"第{place + 1}列", KINDS[place % len(KINDS)], has_total=KINDS[place % len(KINDS)] == "money")
    for place in range(20)
)
VALUES = {
    "id": "'NO' || i",
    "text": "'苏州示例餐饮有限公司第' || i || '分公司'",
    "person_id": "'320508199001' || lpad(cast(i % 1000000 as varchar), 6, '0')",
    "person_name": "'张示例'",
    "money": "cast(i * 12.34 as decimal(18, 2))",
    "integer": "i % 1000",
    "date": "date '2023-01-01' + cast(i % 365 as integer)",
    "short": "'符合'",
}
INFO = RunInfo("示例政策", "demo", "2023-01-01 至 2023-12-31", date(2023, 12, 31), "demo-1", mask=True)


def main() -> None:
    rows = int(sys.argv[1])
    with duckdb.connect() as con, tempfile.TemporaryDirectory() as folder:
        chosen = ", ".join(f"{VALUES[column.kind]} as {column.name}" for column in COLUMNS)
        con.execute("create schema lists")
        con.execute(f"create table lists.whole as select i as sort_no, {chosen} from range({ROWS}) as t (i)")
        con.execute(f"create view lists.long as select * from lists.whole where sort_no < {rows}")
        started = time.perf_counter()
        with Book(con, INFO, "名单") as book:
            book.write(Listing("名单", "名单", "lists.long", COLUMNS))
            book.save(Path(folder) / "list.xlsx")
        print(time.perf_counter() - started, most_memory())


def most_memory() -> int:
    """KiB that this program has held at most (Linux); the system's own count begins with what its parent held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def measure() -> tuple[float, float]:
    """Seconds, and MB beyond those of a list of one row."""
    (_, least), (seconds, most) = _written(1), _written(ROWS)
    return seconds, (most - least) * 1024 / 1e6


def _written(rows: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.workbook", str(rows)]
    seconds, peak = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(peak)


def render(seconds: float, megabytes: float) -> list[str]:
    text = f"{ROWS:,} 行 {len(COLUMNS)} 列的名单：{seconds:.1f} 秒，另占内存 {megabytes:.0f} MB。"
    return ["## 写出工作簿", "", text, ""]


if __name__ == "__main__":
    main()
