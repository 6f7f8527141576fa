"""The process that parses: one job a line on standard input, one answer a line on standard output."""

import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.readers.grid import Facts, Grid, write
from pipelines.readers.kinds import kind_of
from pipelines.readers.refusal import Refused
from pipelines.readers.unlock import unlock
from pipelines.shortage import lacks_disk, system_error

# Of addresses a process takes a multiple of its memory.
_ADDRESSES = 3


def read(path: Path, kind: str) -> Iterator[tuple[Facts, pl.DataFrame, pl.DataFrame]]:
    if kind == "xlsx":
        from pipelines.readers.xlsx import read_xlsx

        yield from read_xlsx(path)
    elif kind == "xlsb":
        from pipelines.readers.xlsx import read_xlsb

        yield from read_xlsb(path)
    else:
        for grid in grids(path, kind):
            yield grid.facts, grid.frame(), grid.marks.frame()


def grids(path: Path, kind: str) -> Iterator[Grid]:
    if kind == "xls":
        from pipelines.readers.xls import read_xls

        return read_xls(path)
    if kind == "ods":
        from pipelines.readers.ods import read_ods

        return read_ods(path)
    if kind == "fods":
        from pipelines.readers.ods import read_fods

        return read_fods(path)
    if kind == "html":
        from pipelines.readers.html import read_html

        return read_html(path)
    from pipelines.readers.spreadsheetml import read_spreadsheetml

    return read_spreadsheetml(path)


def answer(job: dict[str, Any]) -> dict[str, Any]:
    path, folder, kind = Path(job["path"]), Path(job["folder"]), job["kind"]
    passwords = job["passwords"]
    try:
        return {"sheets": sheets(path, kind, folder, passwords)}
    except Refused as reason:
        return {"refused": reason.code, "detail": reason.detail}
    except (MemoryError, OverflowError):
        return {"refused": "too_large", "detail": ""}


def sheets(path: Path, kind: str, folder: Path, passwords: list[str]) -> list[dict[str, Any]]:
    if kind == "encrypted":
        path = unlock(path, passwords, folder / "opened")
        kind = kind_of(path)
    try:
        return [write(folder, number, *sheet) for number, sheet in enumerate(read(path, kind))]
    except Refused as reason:
        if reason.code != "password" or kind != "xls":
            raise
    path = unlock(path, passwords, folder / "opened")
    return [write(folder, number, *sheet) for number, sheet in enumerate(read(path, kind))]


def bound_memory(megabytes: int) -> None:
    """What asks for many times its share at once fails at once; what grows slowly is watched from outside."""
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + (_ADDRESSES * megabytes << 20), hard))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # A parser that prints must not print into an answer, nor what it read into a log.
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    for line in sys.stdin:
        job = json.loads(line)
        if Path("/proc/self/statm").exists():
            bound_memory(job["megabytes"])
        try:
            reply = answer(job)
        except BaseException as error:  # A panic of a parser in Rust is no Exception.
            # A full disk is no fault of the file.
            reply = {"failed": system_error(error)} if lacks_disk(error) else {"refused": "damaged", "detail": ""}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
