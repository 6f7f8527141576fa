"""The part of the settings that says how much of the machine a run may take: memory, processors, where to spill,
and whether what it read stays for later runs.

Not a figure of the result depends on it, so none of it is in the digest of the settings: a run that lacked memory
is the same run with more of it, and goes on where it stopped.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from pipelines.policy_yaml import Block, parse_integer

MEMORY_LIMIT, THREADS, SPILL_DIR, KEEP_READ = "memory_limit", "threads", "spill_dir", "keep_read"
BOUND_KEYS = (MEMORY_LIMIT, THREADS, SPILL_DIR, KEEP_READ)
USUAL_MEMORY = "1500MB"
SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?(MB|GB)", re.IGNORECASE)
UNITS = {"MB": 10**6, "GB": 10**9}


@dataclass(frozen=True)
class Bounds:
    """What DuckDB may take. Reading deliveries keeps to bounds of its own: a batch at a time."""

    memory_limit: str = USUAL_MEMORY
    threads: int | None = None  # all there are
    spill_dir: Path | None = None  # the run's own folder
    keeps_read: bool = True

    @property
    def memory_bytes(self) -> int:
        number, unit = SIZE.fullmatch(self.memory_limit).groups()
        return int(float(number) * UNITS[unit])

    def for_engine(self, spill_dir: Path) -> dict[str, str | int]:
        """As DuckDB is told; what does not fit into memory goes to `spill_dir`."""
        config: dict[str, str | int] = {"memory_limit": self.memory_limit, "temp_directory": str(spill_dir)}
        return config | ({"threads": self.threads} if self.threads else {})


def read_bounds(block: Block) -> Bounds:
    usual = Bounds()
    return Bounds(
        memory_limit=block.convert(MEMORY_LIMIT, parse_size, "大小，如 800MB 或 4GB", usual.memory_limit),
        threads=block.convert(THREADS, parse_threads, "处理器核数，1 以上的整数；删去这一行则用全部", usual.threads),
        spill_dir=read_folder(block),
        keeps_read=block.boolean(KEEP_READ, usual.keeps_read),
    )


def parse_size(text: str) -> str:
    """Number and unit as DuckDB reads them."""
    found = SIZE.fullmatch(text)
    if found is None or not float(found[1]):
        raise ValueError(text)
    return f"{found[1]}{found[2].upper()}"


def parse_threads(text: str) -> int:
    if parse_integer(text) < 1:
        raise ValueError(text)
    return int(text)


def read_folder(block: Block) -> Path | None:
    """A folder that is there: one made by mistake would lie full of personal data where nobody looks."""
    text = block.text(SPILL_DIR)
    if not text:
        return None
    folder = Path(text)
    if not folder.is_absolute():
        block.fault(SPILL_DIR, f"{SPILL_DIR} 的值“{text}”不是完整路径", "从根目录写起，如 /data/溢出")
    elif not folder.is_dir():
        block.fault(SPILL_DIR, f"没有目录 {text}", "请先建好这个目录，或换一个")
    elif not os.access(folder, os.W_OK | os.X_OK):
        block.fault(SPILL_DIR, f"目录 {text} 不能写入", "请核对权限，或换一个")
    return folder
