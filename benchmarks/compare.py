"""A run beside what a user would write instead: the same measures in a pandas script, equal row by row, and its cost.

pandas stays out of the environment that the program runs in (wherever it can be imported, pandera imports it in every
process: a second and 90 MiB each); `make` puts it into a folder of its own, which only the script's process sees.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

from benchmarks.cost import Cost, cost_of
from pipelines.paths import ROOT

LIBRARY = Path(sys.prefix) / "pandas"
MEASURES = ("GS23-16A", "GS23-16B", "GS23-16C", "GS23-16D", "GS23-17A", "GS23-17B", "GS23-18B")
_PARTS = ("compliant", "over_cap", "over_entitlement", "ineligible", "duplicate", "unverifiable", "returned")
# Yuan on both sides, DECIMAL in a run and floating point in the script: compared as DECIMAL.
_COLUMNS = {
    "entitlement": ("benefit_code", "subject_id", "verdict", "cast(amount as decimal(18, 2))"),
    "payout_verdict": (
        *("payout_no", "benefit_code", "verdict"),
        *(f"cast({part}_amount as decimal(18, 2))" for part in _PARTS),
    ),
}


def measure(world: Path, run: Path, out: Path) -> Cost:
    """What the script costs on a district, once it has said the same as the run."""
    cost = pandas_audit(world, out)
    found = differences(run, out)
    if any(found.values()):
        raise SystemExit(f"pandas 脚本与审计结果不一致，各表相差行数：{found}（{out} 与 {run / 'tables'}）")
    return cost


def pandas_audit(world: Path, out: Path) -> Cost:
    shutil.rmtree(out, ignore_errors=True)
    script = [sys.executable, "-m", "benchmarks.pandas_audit"]
    return cost_of([*script, str(world), str(out)], PYTHONPATH=os.pathsep.join((str(ROOT), str(LIBRARY))))


def differences(run: Path, script: Path) -> dict[str, int]:
    """By table, the rows of the script's measures that one side has and the other has not, or not as often."""
    return {
        name: _difference(run / "tables" / f"{name}.parquet", script / f"{name}.parquet", name) for name in _COLUMNS
    }


def _difference(ours: Path, theirs: Path, name: str) -> int:
    with duckdb.connect() as connection:
        for side, path in (("ours", ours), ("theirs", theirs)):
            rows = connection.read_parquet(str(path)).filter(f"benefit_code in {MEASURES}")
            rows.project(", ".join(_COLUMNS[name])).create(side)
        (count,) = connection.execute(
            "select count(*) from ((from ours except all from theirs) union all (from theirs except all from ours))"
        ).fetchone()
    return count


def render(found: Sequence[tuple[int, Cost, Cost]]) -> list[str]:
    """Rows, the run's cost, the script's."""
    lines = [
        "## 与自己写的 pandas 脚本相比",
        "",
        f"`benchmarks/pandas_audit.py` 读同样的文件，核对代码，只认定和判定合成区发放的 {len(MEASURES)} 项措施；"
        "审计还算其余措施，写疑点和工作簿。",
        "两边的资格表、发放判定表逐行相同，否则不出此表。倍数是脚本与审计之比；内存是各进程同时占用的最大值。",
        "",
        "| 输入行数 | 用时：脚本 | 审计 | 倍数 | 处理器时间：脚本 | 审计 | 倍数 | 内存：脚本 | 审计 | 倍数 |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for rows, run, script in found:
        cells = [
            f"{rows:,}",
            *(f"{script.wall:.1f} 秒", f"{run.wall:.1f} 秒", f"{script.wall / run.wall:.1f}"),
            *(f"{script.cpu:.1f} 秒", f"{run.cpu:.1f} 秒", f"{script.cpu / run.cpu:.1f}"),
            *(f"{script.peak_gib:.2f} GiB", f"{run.peak_gib:.2f} GiB", f"{script.peak_gib / run.peak_gib:.1f}"),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]
