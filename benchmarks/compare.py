"""A run beside what a user would write instead: the same measures in a pandas script, equal row by row, and its cost.

pandas stays out of the environment that the program runs in (where it can be imported, pandera imports it in every
process: a second and 90 MiB each); `make` puts it into a folder of its own, which only the script's process sees.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.paths import ROOT

LIBRARY = Path(sys.prefix) / "pandas"
MEASURES = ("GS23-16A", "GS23-16B", "GS23-16C", "GS23-16D", "GS23-17A", "GS23-17B", "GS23-18B")
_PARTS = ("compliant", "over_cap", "over_entitlement", "ineligible", "duplicate", "unverifiable", "returned")
# Both sides write yuan, one as DECIMAL, the other as floating point: as DECIMAL they are compared.
_COLUMNS = {
    "entitlement": ("benefit_code", "subject_id", "verdict", "cast(amount as decimal(18, 2)) as amount"),
    "payout_verdict": (
        *("payout_no", "benefit_code", "verdict"),
        *(f"cast({part}_amount as decimal(18, 2)) as {part}_amount" for part in _PARTS),
    ),
}
_GIB = 1 << 30


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, seconds of all processors, and the most memory that one process held."""

    wall: float
    cpu: float
    peak_gib: float


def measured(command: list[str], published: tuple[int, ...] = (0,), **environment: str) -> Cost:
    """What a command costs; none of these exit codes, and the measurement ends here."""
    started = time.perf_counter()
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=log, cwd=ROOT, env={**os.environ, **environment}
        ) as process,
    ):
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in published:
            log.seek(0)
            raise SystemExit(f"{Path(command[0]).name} 没有完成（退出码 {process.returncode}）：\n{log.read()[-2000:]}")
    # ru_maxrss is in KiB on Linux, in bytes on macOS.
    unit = 1 if platform.system() == "Darwin" else 1024
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / _GIB)


def pandas_audit(world: Path, out: Path) -> Cost:
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.pandas_audit", str(world), str(out)]
    return measured(command, PYTHONPATH=str(LIBRARY))


def differences(run: Path, script: Path) -> Mapping[str, int]:
    """Rows of each table that stand on one side only (or more often there), of the measures both sides know."""
    return {
        table: _difference(run / "tables" / f"{table}.parquet", script / f"{table}.parquet", table)
        for table in _COLUMNS
    }


def _difference(ours: Path, theirs: Path, table: str) -> int:
    with duckdb.connect() as connection:
        for name, path in (("ours", ours), ("theirs", theirs)):
            rows = connection.read_parquet(str(path)).filter(f"benefit_code in {MEASURES}")
            rows.project(", ".join(_COLUMNS[table])).create(name)
        (count,) = connection.execute(
            "select count(*) from ((from ours except all from theirs) union all (from theirs except all from ours))"
        ).fetchone()
    return count
