"""Whether the machine has what a run will need: said in one line, and refused where the disk can't hold it."""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import AuditError
from pipelines.estimate import Need, need
from pipelines.job import FAILED, Job

CGROUPS = Path("/sys/fs/cgroup")
OWN_CGROUPS = Path("/proc/self/cgroup")
MB, GB = 10**6, 10**9


@dataclass(frozen=True)
class Disk:
    """A disk that the run writes to: for what, what it will take, what is free."""

    purpose: str
    folder: Path
    needed: float
    free: float

    def in_words(self) -> str:
        return f"“{self.folder}”所在磁盘需要{size(self.needed, math.ceil)}，可用{size(self.free, math.floor)}"


def foresee(job: Job) -> None:
    """Tell what the run will need; raises where a disk can't hold it. What an interrupted run has written is there."""
    needed = need(job.files, job.settings.bounds)
    written = size_of(job.work_dir) if job.run_id else 0
    disks = disks_of(needed, written, job.request.out_dir, job.settings.bounds.spill_dir)
    job.report.note(in_words(needed, disks))
    if lacking := [disk for disk in disks if disk.free < disk.needed]:
        raise AuditError(
            f"磁盘空间不够，没有开始：{'；'.join(disk.in_words() for disk in lacking)}。"
            f"请腾出空间，或给 {'、'.join(disk.purpose for disk in lacking)} 换一个磁盘上的目录，再执行一次。",
            FAILED,
        )
    if (memory := memory_of_machine()) < needed.memory:
        job.report.note(
            f"本机内存（或容器给的上限）只有{size(memory)}，低于预计的{size(needed.memory)}：可能很慢，或中途停下。"
            "可在设置中调低 memory_limit，把很大的工作簿分成几个文件报送，或换用内存更大的机器。"
        )


def disks_of(needed: Need, written: float, out_dir: Path, spill_dir: Path | None) -> list[Disk]:
    """The one or two disks; what goes to the same disk is added up."""
    out = existing(out_dir)
    disk = max(needed.disk - written, 0)
    if spill_dir is None or spill_dir.stat().st_dev == out.stat().st_dev:
        return [Disk("--out", out, disk + needed.spill, shutil.disk_usage(out).free)]
    results = Disk("--out", out, disk, shutil.disk_usage(out).free)
    spilled = Disk("设置 spill_dir", spill_dir, needed.spill, shutil.disk_usage(spill_dir).free)
    return [results, spilled] if spilled.needed else [results]


def existing(folder: Path) -> Path:
    """The folder, or what it will be made in."""
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())


def size_of(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def memory_of_machine(cgroups: Path = CGROUPS, own: Path = OWN_CGROUPS) -> float:
    """What this process may use: physical memory, or less where its container or service is held to less."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([physical, *limits(cgroups, own)])


def limits(cgroups: Path, own: Path) -> Iterator[int]:
    """The limits on the process's control group and on those above it, in version 2 or 1."""
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, group = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        root, name = (cgroups / "memory", "memory.limit_in_bytes") if controllers else (cgroups, "memory.max")
        folder = root / group.lstrip("/")
        for place in (folder, *folder.parents):
            if place.is_relative_to(root):
                yield from limit_in(place / name)


def limit_in(path: Path) -> Iterator[int]:
    """A file that is not there, or says `max`, limits nothing."""
    try:
        yield int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return


def in_words(needed: Need, disks: list[Disk]) -> str:
    places = "；".join(disk.in_words() for disk in disks)
    return f"预计读入{rows(needed.rows)}，用时{duration(needed.seconds)}，内存峰值{size(needed.memory)}；{places}。"


# Two figures at most: more would promise what an estimate can't hold.
def rows(count: float) -> str:
    if count < 10_000:
        return "不到 1 万行"
    return f"约 {rounded(count / 1e8)} 亿行" if count >= 99.5e6 else f"约 {rounded(count / 10_000)} 万行"


def duration(seconds: float) -> str:
    if seconds <= 50:
        return f"约 {math.ceil(seconds / 10) * 10} 秒"
    if seconds < 2 * 3600:
        return f"约 {rounded(math.ceil(seconds / 60))} 分钟"
    return f"约 {rounded(seconds / 3600)} 小时"


def size(count: float, to: Callable[[float], int] = round) -> str:
    return f"约 {rounded(count / GB, to)} GB" if count >= GB else f"约 {rounded(count / MB, to)} MB"


def rounded(number: float, to: Callable[[float], int] = round) -> str:
    decimals = 1 - math.floor(math.log10(number)) if number >= 1 else 0
    return f"{to(number * 10**decimals) / 10**decimals:.{max(decimals, 0)}f}".removesuffix(".0")
