"""Time and memory of `benefit-audit run` on synthetic districts, against the least work there is on the same files,
and against what a user would write instead.

The least work (the floor) is DuckDB copying every CSV to Parquet as text: whatever judges the rows must at least
read them. Run by `make bench`; prints the tables, and writes docs/性能.md and its picture. The largest district takes
12 GB of disk for its files and as much again on the way.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks import compare, ingest, judge, measures, plot, report, workbook
from benchmarks.cost import Cost, cost_of
from benchmarks.report import GB18030, UTF8, Again, Result
from fixtures.demo import SETTINGS
from fixtures.synth import enterprises_for, generate

ROOT = Path(__file__).resolve().parent.parent
REPORT, PICTURE = ROOT / "docs" / "性能.md", ROOT / "docs" / "pictures" / "性能.svg"
SIZES = (1_000_000, 10_000_000, 100_000_000)
# Districts up to this size are also read as GB18030, run again with a month more, and given to the pandas script.
LARGEST_COMPARED = 10_000_000
# Of a larger one the plain copy is made once: it takes minutes, and varies little.
LARGEST_REPEATED = 20_000_000
LAST_MONTH = "202312"
_PUBLISHED = (0, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description="测一次审计的时间和内存")
    parser.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "benefit-audit-bench", help="数据存放处"
    )
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="输入行数，可以给几个")
    parser.add_argument("--no-report", action="store_true", help=f"不改写 {REPORT.name}")
    options = parser.parse_args()
    sizes = sorted(options.rows)
    compared = max((rows for rows in sizes if rows <= LARGEST_COMPARED), default=None)
    results = [measure(options.work, rows, UTF8) for rows in sizes]
    parts = []
    if compared:
        plain = next(result for rows, result in zip(sizes, results, strict=True) if rows == compared)
        results.insert(results.index(plain) + 1, measure(options.work, compared, GB18030, plain.floor))
        parts += report.render_again(a_month_more(options.work, compared, plain))
    scripts = [(result.rows, result.run, result.script) for result in results if result.script]
    smallest = district(options.work, sizes[0], UTF8)[0]
    parts += [
        *compare.render(scripts),
        *measures.render(measures.measure(smallest, options.work / "measures")),
        *judge.render(judge.measure()),
        *ingest.render(ingest.measure(options.work)),
        *workbook.render(*workbook.measure()),
    ]
    text = "\n".join([*report.render(results, f"pictures/{PICTURE.name}"), *parts])
    print(text)
    if not options.no_report:
        REPORT.write_text(text, encoding="utf-8")
        picture(results)


def picture(results: list[Result]) -> None:
    plain = [result for result in results if result.encoding == UTF8]
    lines = {
        "审计": [(result.rows, result.run.wall) for result in plain],
        "DuckDB 原样复制": [(result.rows, result.floor.wall) for result in plain],
        "pandas 脚本（七项）": [(result.rows, result.script.wall) for result in plain if result.script],
    }
    plot.draw(PICTURE, "用时与输入行数", {name: points for name, points in lines.items() if points})


def measure(work: Path, rows: int, encoding: str, least: Cost | None = None) -> Result:
    """`least` is the floor where it is known: for another encoding, that of the same rows as UTF-8."""
    world, about = district(work, rows, encoding)
    total = about["rows"]
    files = sorted(world.glob("*.csv"))
    if least is None:
        print(f"{total:,} 行：先测下限……", file=sys.stderr)
        least = floor(files, work / "floor", 3 if rows <= LARGEST_REPEATED else 1)
    print(f"{total:,} 行（{encoding}）：再跑审计……", file=sys.stderr)
    cost, stages = audit(world, work / "runs")
    script = None
    if encoding == UTF8 and rows <= LARGEST_COMPARED:
        print(f"{total:,} 行：再跑 pandas 脚本，核对两边结果……", file=sys.stderr)
        script = compare.measure(world, work / "runs" / "latest", work / "pandas")
    shutil.rmtree(work / "runs")
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    return Result(total, about["persons"], megabytes, encoding, least, cost, script, stages)


def district(work: Path, rows: int, encoding: str) -> tuple[Path, dict[str, int]]:
    """A synthetic district of about so many rows, made once; its generator's own speed goes to the log."""
    folder = work / f"rows-{rows}-{encoding}"
    note = folder.with_suffix(".json")
    if not note.exists():
        shutil.rmtree(folder, ignore_errors=True)
        summary = generate(folder, enterprises_for(rows), encoding=encoding.lower())
        about = {"rows": summary.total_rows, "persons": summary.rows["person"]}
        note.write_text(json.dumps(about), encoding="utf-8")
        pace = summary.total_rows / summary.seconds * 60 / 1e6
        print(f"已生成 {summary.total_rows:,} 行，每分钟 {pace:.0f} 百万行", file=sys.stderr)
    return folder, json.loads(note.read_text(encoding="utf-8"))


def floor(files: list[Path], scratch: Path, times: int) -> Cost:
    """The plain copy, the best of a few, with the files in the system's cache for both sides, as far as they fit."""
    for file in files:
        with file.open("rb") as content:
            while content.read(1 << 24):
                pass
    return min((_copy(files, scratch) for _ in range(times)), key=lambda cost: cost.wall)


def _copy(files: list[Path], scratch: Path) -> Cost:
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    wall, cpu = time.perf_counter(), time.process_time()
    with duckdb.connect() as connection:
        for number, file in enumerate(files):
            rows = connection.read_csv(str(file), all_varchar=True)
            rows.write_parquet(str(scratch / f"{number}.parquet"))
    cost = Cost(time.perf_counter() - wall, time.process_time() - cpu)
    shutil.rmtree(scratch)
    return cost


def audit(world: Path, runs: Path) -> tuple[Cost, dict[str, float]]:
    """Cost and seconds by stage of one run from nothing."""
    shutil.rmtree(runs, ignore_errors=True)
    cost = _run(world, runs)
    manifest = json.loads((runs / "latest" / "manifest.json").read_text(encoding="utf-8"))
    return cost, manifest["timings"]


def _run(world: Path, runs: Path) -> Cost:
    program = Path(sys.executable).with_name("benefit-audit")
    command = [str(program), "run", str(world), "--out", str(runs), "--settings", str(SETTINGS)]
    return cost_of(command, well=_PUBLISHED)


def a_month_more(work: Path, rows: int, full: Result) -> Again:
    """Eleven months audited, then the twelfth comes: what that second run costs."""
    world, _ = district(work, rows, UTF8)
    growing, runs = work / "growing", work / "runs"
    for folder in (growing, runs):
        shutil.rmtree(folder, ignore_errors=True)
    growing.mkdir(parents=True)
    for file in world.glob("*.csv"):
        if LAST_MONTH not in file.name:
            (growing / file.name).hardlink_to(file)
    print(f"{full.rows:,} 行：前十一个月，再加一个月……", file=sys.stderr)
    _run(growing, runs)
    for file in world.glob(f"*{LAST_MONTH}*.csv"):
        (growing / file.name).hardlink_to(file)
    again = _run(growing, runs)
    for folder in (growing, runs):
        shutil.rmtree(folder)
    return Again(full.rows, full.run, again)


if __name__ == "__main__":
    main()
