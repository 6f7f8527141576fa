"""The process that parses: one job a line on standard input, messages on standard output, the last without a table."""

import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.readers.kinds import OLE, TEXT, kind_of_ole
from pipelines.readers.refusal import Refused
from pipelines.readers.wire import Message, send
from pipelines.shortage import lacks_disk, system_error

# Of addresses a process takes a multiple of its memory, and libraries and their threads a good deal on top.
_ADDRESSES = 3
_RESERVED = 2 << 30


def answer(job: dict[str, Any]) -> Iterator[Message]:
    """What is read, and at the end that it was all, or why the file is refused."""
    try:
        yield from _read(Path(job["path"]), job)
        yield Message({"is_end": True}, [])
    except Refused as reason:
        yield Message({"refused": reason.code, "facts": reason.facts}, [])
    except (MemoryError, OverflowError):
        yield Message({"refused": "too_large", "facts": {}}, [])
    except Exception as error:
        # A full disk is no fault of the file.
        about = {"failed": system_error(error)} if lacks_disk(error) else {"refused": "damaged", "facts": {}}
        yield Message(about, [])


def _read(path: Path, job: dict[str, Any]) -> Iterator[Message]:
    if job["kind"] == TEXT:
        from pipelines.readers.text import Manner, read_text

        return read_text(path, Manner(**job["manner"]))
    from pipelines.readers.workbook import read_workbook

    kind = kind_of_ole(path) if job["kind"] == OLE else job["kind"]
    return read_workbook(path, kind, Path(job["folder"]), job["passwords"])


def bound(megabytes: int, seconds: float) -> None:
    """What asks for many times its share at once fails at once, and what was left alone ends; the rest is watched
    from outside.
    """
    taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken + _RESERVED + (_ADDRESSES * megabytes << 20), hard))
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 1, hard))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    replies = os.fdopen(os.dup(1), "wb")
    # A parser that prints must not print into an answer, nor what it read into a log.
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    for line in sys.stdin:
        job = json.loads(line)
        if Path("/proc/self/statm").exists():
            bound(job["megabytes"], job["seconds"])
        try:
            for message in answer(job):
                send(replies, message)
        except BrokenPipeError:
            return
        except BaseException:  # A panic of a parser in Rust is no Exception.
            send(replies, Message({"refused": "damaged", "facts": {}}, []))


if __name__ == "__main__":
    main()
