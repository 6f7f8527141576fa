"""What more measures cost: deciding and judging all of the package against its six employment measures alone.

Both over the same sources, read once: cost is to grow with rows, not with measures times rows.
"""

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from fixtures.demo import SETTINGS
from pipelines import run, steps
from pipelines.job import Job, Request
from pipelines.policy import Package, to_tables

SIX = ("GS23-16A", "GS23-16B", "GS23-16C", "GS23-16D", "GS23-17A", "GS23-17B")
STEPS = ("decide", "judge")


class Silent:
    def step(self, number: int, total: int, title: str) -> None: ...
    def progress(self, done: int, total: int, detail: str) -> None: ...
    def note(self, text: str) -> None: ...


@dataclass(frozen=True)
class Result:
    measures: int
    reading: float
    all: Mapping[str, float]
    six: Mapping[str, float]

    @property
    def ratio(self) -> float:
        return sum(self.all.values()) / sum(self.six.values())

    @property
    def whole_ratio(self) -> float:
        return (self.reading + sum(self.all.values())) / (self.reading + sum(self.six.values()))


def measure(world: Path, runs: Path) -> Result:
    """Seconds of each step, over one district (a folder of extracts)."""
    shutil.rmtree(runs, ignore_errors=True)
    job = run.open_job(Request(world, runs, settings_path=SETTINGS), Silent())
    started = time.perf_counter()
    for step in (steps.receive, steps.ingest, steps.load):
        step(job)
    reading = time.perf_counter() - started
    fresh = job.database.with_suffix(".fresh")
    shutil.copyfile(job.database, fresh)
    measures, found = len(job.package.benefits), {}
    for name, package in (("all", job.package), ("six", only(job.package, SIX))):
        shutil.copyfile(fresh, job.database)
        job.package = package
        found[name] = timed(job)
    return Result(measures, reading, found["all"], found["six"])


def only(package: Package, codes: tuple[str, ...]) -> Package:
    """The package with these measures alone."""
    return replace(
        package,
        benefits={code: package.benefits[code] for code in codes},
        pairs=tuple(pair for pair in package.pairs if {pair.benefit_a, pair.benefit_b} <= set(codes)),
    )


def timed(job: Job) -> dict[str, float]:
    with steps.open_engine(job) as engine:
        for name, table in to_tables(job.package).items():
            engine.load_table(*name.split("."), table)
    seconds = {}
    for name in STEPS:
        started = time.perf_counter()
        getattr(steps, name)(job)
        seconds[name] = time.perf_counter() - started
    return seconds


def render(result: Result) -> list[str]:
    rows = [f"| {name} | {result.six[name]:.1f} | {result.all[name]:.1f} |" for name in STEPS]
    return [
        "## 措施多了要多久",
        "",
        f"同一批数据，读入一次（{result.reading:.1f} 秒），再认定和判定："
        f"只算六项就业措施，与算全部 {result.measures} 项措施相比。",
        "",
        "| 步骤（秒） | 六项 | 全部 |",
        "|---|---:|---:|",
        *rows,
        "",
        f"认定和判定 {result.ratio:.1f} 倍；连读入在内 {result.whole_ratio:.2f} 倍。",
        "",
    ]
