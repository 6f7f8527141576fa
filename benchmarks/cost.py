"""What a command costs: time, and memory."""

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_GIB = 1 << 30
_LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, and seconds of all processors: the second says more on a machine with other work.
    The most memory is that of the process and all it started, at one time; work done inside this one has none.
    """

    wall: float
    cpu: float
    peak_gib: float = 0.0


def cost_of(command: list[str], well: tuple[int, ...] = (0,), **environment: str) -> Cost:
    """Run a command to its end. Any other exit code ends the benchmark."""
    started = time.perf_counter()
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=log) as process,
    ):
        watch = _Watch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        peak = watch.end()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in well:
            log.seek(0)
            raise SystemExit(f"{' '.join(command[:3])} 没有完成（退出码 {process.returncode}）：\n{log.read()[-2000:]}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, peak / _GIB)


class _Watch:
    """Looks ten times a second at how much memory a process and its children hold together (Linux)."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._ended = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            self._peak = max(self._peak, sum(map(_bytes_of, _tree(self._pid))))

    def end(self) -> int:
        self._ended.set()
        self._thread.join()
        return self._peak


def _tree(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(each for child in children for each in _tree(child))]


def _bytes_of(pid: int) -> int:
    """What only this process holds: libraries and files that several have mapped are nobody's."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
