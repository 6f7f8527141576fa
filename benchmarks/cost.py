"""What a command costs: time, and memory."""

import os
import platform
import subprocess
import tempfile
import time
from dataclasses import dataclass

_GIB = 1 << 30


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, and seconds of all processors: the second says more on a machine with other work.
    The most memory is that of the largest process; work done inside this one has none of its own.
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
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in well:
            log.seek(0)
            raise SystemExit(f"{' '.join(command[:3])} 没有完成（退出码 {process.returncode}）：\n{log.read()[-2000:]}")
    # ru_maxrss is in KiB on Linux, in bytes on macOS.
    unit = 1 if platform.system() == "Darwin" else 1024
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / _GIB)
