"""The report of the benchmark: what was measured, in words and tables."""

import math
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from benchmarks.cost import Cost

_GIB = 1 << 30
UTF8, GB18030 = "UTF-8", "GB18030"


@dataclass(frozen=True)
class Result:
    """One district: its files, the plain copy of them, the audit, and the pandas script where it was run."""

    rows: int
    persons: int
    megabytes: float
    encoding: str
    floor: Cost
    run: Cost
    script: Cost | None
    stages: dict[str, float]


@dataclass(frozen=True)
class Again:
    """A run of the year but for its last month, and the run that this month brings."""

    rows: int
    full: Cost
    again: Cost


def exponent(results: Sequence[Result]) -> float | None:
    """The power in time ~ rows^power, from the smallest to the largest: 1 is proportional."""
    plain = [result for result in results if result.encoding == UTF8]
    if len(plain) < 2:
        return None
    small, large = plain[0], plain[-1]
    return math.log(large.run.wall / small.run.wall) / math.log(large.rows / small.rows)


def render(results: Sequence[Result], picture: str) -> list[str]:
    power = exponent(results)
    said = f"审计用时随行数增长的指数：{power:.2f}（1 为正比）。" if power is not None else ""
    return [
        "# 性能",
        "",
        "由 `make bench` 生成。下限是 DuckDB 把同样的文件（UTF-8 的一份）原样、全部当文本转成 Parquet 的时间；倍数是",
        "一次完整审计（从收件到发布工作簿）与下限之比。数据由合成区生成，能缓存的都在系统内存里，两边同等对待；",
        "下限取几次中最快的一次。内存是审计和它的各个子进程同时占用的最大值。机器上有别的工作时，处理器时间比钟表时间可信。",
        "",
        "| 输入行数 | 编码 | 文件大小 | 下限 | 审计 | 倍数 | 处理器时间：下限 | 审计 | 倍数 | 内存峰值 |",
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(_row(result) for result in results),
        "",
        said,
        "",
        f"![用时]({picture})",
        "",
        "## 各步骤用时（秒）",
        "",
        *_stage_table(results),
        "",
        *_decided(results[-1]),
        "## 机器",
        "",
        *_machine(),
        "",
    ]


def _row(result: Result) -> str:
    floor, run = result.floor, result.run
    cells = [
        f"{result.rows:,}",
        result.encoding,
        f"{result.megabytes:,.0f} MB",
        *(f"{floor.wall:.1f} 秒", f"{run.wall:.1f} 秒", f"{run.wall / floor.wall:.1f}"),
        *(f"{floor.cpu:.1f} 秒", f"{run.cpu:.1f} 秒", f"{run.cpu / floor.cpu:.1f}"),
        f"{run.peak_gib:.2f} GiB",
    ]
    return f"| {' | '.join(cells)} |"


def _stage_table(results: Sequence[Result]) -> list[str]:
    header = "| 步骤 | " + " | ".join(f"{r.rows:,} 行 {r.encoding}" for r in results) + " |"
    rule = "|---|" + "---:|" * len(results)
    stages = list(dict.fromkeys(stage for r in results for stage in r.stages))
    rows = [f"| {stage} | " + " | ".join(f"{r.stages.get(stage, 0):.1f}" for r in results) + " |" for stage in stages]
    return [header, rule, *rows]


def _decided(result: Result) -> list[str]:
    seconds = result.stages["decide"] + result.stages["judge"]
    a_million = seconds / result.persons * 1e6
    return [
        f"读入之后，{result.persons:,} 人十二个月、全部措施的认定和判定：{seconds:.1f} 秒，"
        f"每百万人 {a_million:.0f} 秒。",
        "",
    ]


def render_again(again: Again) -> list[str]:
    return [
        "## 加一个月",
        "",
        f"{again.rows:,} 行的一年，先审计前十一个月，再加第十二个月重审：{again.again.wall:.1f} 秒，"
        f"从头审计全年 {again.full.wall:.1f} 秒，为其 {again.again.wall / again.full.wall:.2f} 倍。"
        "没有变的收件不再读；认定、判定和写出仍是全年的。",
        "",
    ]


def _machine() -> list[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    libraries = "、".join(f"{name} {version(name)}" for name in ("duckdb", "polars", "pandera"))
    return [
        f"- 处理器：{os.cpu_count()} 核（{platform.machine()}）",
        f"- 内存：{memory:.0f} GiB",
        f"- 系统：{platform.system()}，Python {platform.python_version()}",
        f"- 库：{libraries}",
    ]
