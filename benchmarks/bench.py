"""Time and memory of `benefit-audit run` on synthetic districts, against the least work there is on the same files.

The least work (the floor) is DuckDB copying every CSV to Parquet as text: whatever judges the rows must at least
read them. Run by `make bench`; prints the table and writes docs/性能.md.
"""

import argparse
import json
import math
import os
import platform
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from benchmarks import compare, ingest, judge, measures
from benchmarks.cost import Cost, cost_of
from fixtures.demo import SETTINGS
from fixtures.synth import enterprises_for, generate

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "性能.md"
SIZES = (1_000_000, 4_000_000)
_GIB = 1 << 30
_PUBLISHED = (0, 1)


@dataclass(frozen=True)
class Result:
    rows: int
    megabytes: float
    floor: Cost
    run: Cost
    script: Cost
    stages: dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description="测一次审计的时间和内存")
    parser.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "benefit-audit-bench", help="数据存放处"
    )
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="输入行数，可以给几个")
    parser.add_argument("--no-report", action="store_true", help=f"不改写 {REPORT.name}")
    options = parser.parse_args()
    results = [measure(options.work, rows) for rows in sorted(options.rows)]
    world, _ = district(options.work, min(options.rows))
    parts = [
        *compare.render([(result.rows, result.run, result.script) for result in results]),
        *measures.render(measures.measure(world, options.work / "measures")),
        *judge.render(judge.measure()),
        *ingest.render(ingest.measure(options.work)),
    ]
    text = render(results) + "\n" + "\n".join(parts)
    print(text)
    if not options.no_report:
        REPORT.write_text(text, encoding="utf-8")


def measure(work: Path, rows: int) -> Result:
    world, total = district(work, rows)
    files = sorted(world.glob("*.csv"))
    print(f"{total:,} 行：先测下限……", file=sys.stderr)
    least = floor(files, work / "floor")
    print(f"{total:,} 行：再跑审计……", file=sys.stderr)
    cost, stages = audit(world, work / "runs")
    print(f"{total:,} 行：再跑 pandas 脚本，核对两边结果……", file=sys.stderr)
    script = compare.measure(world, work / "runs" / "latest", work / "pandas")
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    return Result(total, megabytes, least, cost, script, stages)


def district(work: Path, rows: int) -> tuple[Path, int]:
    """A synthetic district of about so many rows, made once; its generator's own speed goes to the log."""
    folder, note = work / f"rows-{rows}", work / f"rows-{rows}.json"
    if not note.exists():
        shutil.rmtree(folder, ignore_errors=True)
        summary = generate(folder, enterprises_for(rows))
        note.write_text(json.dumps({"rows": summary.total_rows, "seconds": summary.seconds}), encoding="utf-8")
        pace = summary.total_rows / summary.seconds * 60 / 1e6
        print(f"已生成 {summary.total_rows:,} 行，每分钟 {pace:.0f} 百万行", file=sys.stderr)
    return folder, json.loads(note.read_text(encoding="utf-8"))["rows"]


def floor(files: list[Path], scratch: Path) -> Cost:
    """The plain copy, the best of three, with the files already in the system's cache for both sides."""
    for file in files:
        file.read_bytes()
    return min((_copy(files, scratch) for _ in range(3)), key=lambda cost: cost.wall)


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
    program = Path(sys.executable).with_name("benefit-audit")
    command = [str(program), "run", str(world), "--out", str(runs), "--settings", str(SETTINGS)]
    cost = cost_of(command, well=_PUBLISHED)
    manifest = json.loads((runs / "latest" / "manifest.json").read_text(encoding="utf-8"))
    return cost, manifest["timings"]


def exponent(results: list[Result]) -> float | None:
    """The power in time ~ rows^power, in processor time from the smallest to the largest: 1 is proportional."""
    if len(results) < 2:
        return None
    small, large = results[0], results[-1]
    return math.log(large.run.cpu / small.run.cpu) / math.log(large.rows / small.rows)


def render(results: list[Result]) -> str:
    power = exponent(results)
    lines = [
        "# 性能",
        "",
        "由 `make bench` 生成。下限是 DuckDB 把同样的文件原样（全部当文本）转成 Parquet 的时间；倍数是一次完整审计",
        "（从收件到发布工作簿）与下限之比。数据由合成区生成，缓存在系统内存里，两边同等对待；下限取三次中最快的一次。",
        "机器上有别的工作时，处理器时间比钟表时间可信。",
        "",
        "| 输入行数 | 文件大小 | 下限 | 审计 | 倍数 | 处理器时间：下限 | 审计 | 倍数 | 内存峰值 |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(_row(result) for result in results),
        "",
    ]
    if power is not None:
        lines += [f"审计的处理器时间随行数增长的指数：{power:.2f}（1 为正比）。", ""]
    lines += ["## 各步骤用时（秒）", "", *_stage_table(results), "", "## 机器", "", *_machine(), ""]
    return "\n".join(lines)


def _row(result: Result) -> str:
    floor, run = result.floor, result.run
    cells = [
        f"{result.rows:,}",
        f"{result.megabytes:,.0f} MB",
        *(f"{floor.wall:.1f} 秒", f"{run.wall:.1f} 秒", f"{run.wall / floor.wall:.1f}"),
        *(f"{floor.cpu:.1f} 秒", f"{run.cpu:.1f} 秒", f"{run.cpu / floor.cpu:.1f}"),
        f"{run.peak_gib:.2f} GiB",
    ]
    return f"| {' | '.join(cells)} |"


def _stage_table(results: list[Result]) -> list[str]:
    header = "| 步骤 | " + " | ".join(f"{r.rows:,} 行" for r in results) + " |"
    rule = "|---|" + "---:|" * len(results)
    stages = list(dict.fromkeys(stage for r in results for stage in r.stages))
    rows = [f"| {stage} | " + " | ".join(f"{r.stages.get(stage, 0):.1f}" for r in results) + " |" for stage in stages]
    return [header, rule, *rows]


def _machine() -> list[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    libraries = "、".join(f"{name} {version(name)}" for name in ("duckdb", "polars", "pandera"))
    return [
        f"- 处理器：{os.cpu_count()} 核（{platform.machine()}）",
        f"- 内存：{memory:.0f} GiB",
        f"- 系统：{platform.system()}，Python {platform.python_version()}",
        f"- 库：{libraries}",
    ]


if __name__ == "__main__":
    main()
