"""The process in which workbooks are parsed: kept from file to file, ended when too slow, replaced when lost."""

import atexit
import json
import os
import resource
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from pipelines.paths import ROOT
from pipelines.readers.refusal import Refused

COMMAND = ["-m", "pipelines.readers"]
# Bounds of a small file; a large one may take more, in proportion to its size.
SECONDS = 8.0
SECONDS_A_MEGABYTE = 0.8
MEGABYTES = 1500
MEGABYTES_A_MEGABYTE = 12
MOST_MEGABYTES = 6000
_WATCH_SECONDS = 0.02
# A process that has done so little for so long hangs; one that still works is waited for so many times as long.
_IDLE_SHARE = 0.05
_PATIENCE = 6
# After so large a file the process is replaced: what it holds of memory is not given back.
_LARGE = 20 << 20


class _Clock:
    """Time by the processor, so that a busy machine reads what a quiet one does; by the clock for what hangs."""

    def __init__(self, pid: int, seconds: float) -> None:
        self._pid = pid
        self._seconds = seconds
        self._started = time.monotonic()
        self._used_before = self._used()

    def _used(self) -> float:
        try:
            fields = Path(f"/proc/{self._pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def watch(self) -> None:
        passed = time.monotonic() - self._started
        if passed <= self._seconds:
            return
        used = self._used() - self._used_before
        if used > self._seconds or used < _IDLE_SHARE * passed or passed > _PATIENCE * self._seconds:
            raise Refused("too_slow")


def _watch_memory(pid: int, megabytes: int) -> None:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return
    if pages * resource.getpagesize() > megabytes << 20:
        raise Refused("too_large")


class Worker:
    """One job at a time; a second caller waits."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        # Whether the process has read a file before.
        self._is_used = False

    def call(self, job: dict[str, Any], size: int) -> list[dict[str, Any]]:
        """The sheets that were read; raises Refused, also where the process was lost over this file."""
        megabytes = size / (1 << 20)
        job["megabytes"] = int(min(MEGABYTES + MEGABYTES_A_MEGABYTE * megabytes, MOST_MEGABYTES))
        with self._lock:
            try:
                reply = self._ask(job, SECONDS + SECONDS_A_MEGABYTE * megabytes)
            except Refused as reason:
                self.end()
                if reason.code != "crashed" or not self._is_used:
                    raise
                # What an earlier file has left behind must not decide over this one.
                reply = self._ask(job, SECONDS + SECONDS_A_MEGABYTE * megabytes)
            except BaseException:
                self.end()
                raise
            self._is_used = True
            if size > _LARGE:
                self.end()
        if "failed" in reply:
            raise OSError(reply["failed"], os.strerror(reply["failed"]))
        if "refused" in reply:
            raise Refused(reply["refused"], reply["detail"])
        return reply["sheets"]

    def _ask(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        process = self._running()
        try:
            process.stdin.write((json.dumps(job) + "\n").encode("utf-8"))
            process.stdin.flush()
        except BrokenPipeError:
            raise Refused("crashed") from None
        clock = _Clock(process.pid, seconds)
        answer = b""
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not answer.endswith(b"\n"):
                if not selector.select(_WATCH_SECONDS):
                    clock.watch()
                    _watch_memory(process.pid, job["megabytes"])
                    continue
                piece = os.read(process.stdout.fileno(), 1 << 16)
                if not piece:
                    raise Refused("crashed")
                answer += piece
        return json.loads(answer)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._is_used = False
            command = [sys.executable, *COMMAND]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, bufsize=0
            )
        return self._process

    def end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stdout.close()


WORKER = Worker()
atexit.register(WORKER.end)
