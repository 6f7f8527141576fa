"""The processes in which files are parsed: kept from file to file, ended when too slow or too large, replaced when
lost. What they read comes over a pipe, a message at a time.
"""

import atexit
import json
import os
import resource
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.paths import ROOT
from pipelines.readers.refusal import Refused
from pipelines.readers.wire import Message, receive

COMMAND = ["-m", "pipelines.readers"]
# Bounds of a small file; a large one may take more, in proportion to its size.
SECONDS = 8.0
SECONDS_A_MEGABYTE = 0.8
MEGABYTES = 1500
MEGABYTES_A_MEGABYTE = 12
MOST_MEGABYTES = 6000
_WATCH_SECONDS = 0.02
# A process that has done so little for so long, and sleeps, hangs, be the file however large; one that still works is
# waited for so many times as long.
_IDLE_SHARE = 0.05
_MOST_IDLE_SECONDS = 60.0
_PATIENCE = 6
# A process that holds so much after a file is replaced: it would not give it back.
_MOST_KEPT_BYTES = 512 << 20
_PIPE_BYTES = 1 << 20


def _bytes_of(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize()


class _Watch:
    """Over a process while it is waited for. Time by the processor, so that a busy machine reads what a quiet one
    does; by the clock for what hangs.
    """

    def __init__(self, pid: int, job: dict[str, Any]) -> None:
        self._pid = pid
        self._seconds: float = job["seconds"]
        self._most_bytes: int = job["megabytes"] << 20
        self._started = time.monotonic()
        self._used_before = self._used()

    def _fields(self) -> list[str]:
        """What the system says of the process, from its state on."""
        try:
            return Path(f"/proc/{self._pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return ["", *"000000000000"]

    def _used(self) -> float:
        return sum(map(int, self._fields()[11:13])) / os.sysconf("SC_CLK_TCK")

    def _sleeps(self) -> bool:
        """It asks neither for the processor nor for the disk."""
        return self._fields()[0] == "S"

    def look(self) -> None:
        if _bytes_of(self._pid) > self._most_bytes:
            raise Refused("too_large")
        passed = time.monotonic() - self._started
        if passed <= min(self._seconds, _MOST_IDLE_SECONDS):
            return
        used = self._used() - self._used_before
        is_idle = used < _IDLE_SHARE * passed and self._sleeps()
        if used > self._seconds or is_idle or passed > _PATIENCE * self._seconds:
            raise Refused("too_slow")


class _Process:
    """One process that parses, and one job of it at a time."""

    def __init__(self) -> None:
        self.is_used = False
        self._process = subprocess.Popen(
            [sys.executable, *COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            bufsize=0,
            pipesize=_PIPE_BYTES,
        )

    def ask(self, job: dict[str, Any]) -> Iterator[Message]:
        try:
            self._process.stdin.write((json.dumps(job) + "\n").encode("utf-8"))
        except BrokenPipeError:
            raise Refused("crashed") from None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while True:
                # Only while it is waited for: between two messages it may itself have to wait.
                watch = _Watch(self._process.pid, job)
                message = receive(lambda size, watch=watch: self._read(size, selector, watch))
                if "failed" in message.about:
                    raise OSError(message.about["failed"], os.strerror(message.about["failed"]))
                if "refused" in message.about:
                    raise Refused(message.about["refused"], **message.about["facts"])
                if "is_end" in message.about:
                    return
                yield message

    def _read(self, size: int, selector: selectors.BaseSelector, watch: _Watch) -> pa.Buffer:
        # Of memory that Arrow keeps from message to message: fresh pages would be cleared by the system each time.
        content = pa.allocate_buffer(size)
        rest = memoryview(content).cast("B")
        while rest:
            if not selector.select(_WATCH_SECONDS):
                watch.look()
                continue
            count = self._process.stdout.readinto(rest)
            if not count:
                raise Refused("crashed")
            rest = rest[count:]
        return content

    def bytes_held(self) -> int:
        return _bytes_of(self._process.pid)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


class Workers:
    """Processes that wait for the next file. Whoever asks takes one, or a new one, for as long as a file takes."""

    def __init__(self) -> None:
        self._idle: list[_Process] = []

    def call(self, job: dict[str, Any], size: int) -> Iterator[Message]:
        """What is read of a file of so many bytes; raises Refused, also where a process was lost over it."""
        megabytes = size / (1 << 20)
        bounds = {
            "megabytes": int(min(MEGABYTES + MEGABYTES_A_MEGABYTE * megabytes, MOST_MEGABYTES)),
            "seconds": SECONDS + SECONDS_A_MEGABYTE * megabytes,
        }
        given = 0
        while True:
            process = self._take()
            is_whole = False
            try:
                for message in islice(process.ask(job | bounds), given, None):
                    given += 1
                    yield message
                is_whole = True
            except Refused as reason:
                # Otherwise said by the process itself, which has ended its work.
                is_whole = reason.code not in ("crashed", "too_slow", "too_large")
                # What an earlier file has left behind must not decide over this one: once more, by a new process.
                if reason.code != "crashed" or not process.is_used:
                    raise
            else:
                return
            finally:
                self._put_back(process, is_whole)

    def _take(self) -> _Process:
        return self._idle.pop() if self._idle else _Process()

    def _put_back(self, process: _Process, is_whole: bool) -> None:
        process.is_used = True
        if is_whole and process.bytes_held() < _MOST_KEPT_BYTES:
            self._idle.append(process)
        else:
            process.end()

    def end(self) -> None:
        while self._idle:
            self._idle.pop().end()


WORKERS = Workers()
atexit.register(WORKERS.end)
