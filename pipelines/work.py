"""The work folder of a run: what is finished in it, and that one process at a time works there."""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from pipelines import manifest
from pipelines.job import Job, Reporter, Step


def marker(job: Job, step: Step) -> Path:
    return job.work_dir / f"{step.name}.done"


def is_done(job: Job, step: Step) -> bool:
    return marker(job, step).exists()


def mark(job: Job, step: Step, seconds: float) -> None:
    manifest.write_json(marker(job, step), {"seconds": round(seconds, 3)})


def timings(job: Job, steps: Iterable[Step]) -> dict[str, float]:
    """Seconds of each finished stage, also of those that an interrupted run finished earlier."""
    return {
        step.name: json.loads(marker(job, step).read_text(encoding="utf-8"))["seconds"]
        for step in steps
        if is_done(job, step)
    }


@contextmanager
def exclusive(job: Job) -> Iterator[None]:
    """Hold the run's lock; a second process that wants the same run waits, then finds it published."""
    path = job.work_dir.with_name(f"{job.run_id}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = acquire(path, job.report)
    try:
        job.work_dir.mkdir(exist_ok=True)
        with temporary_files_in(job.work_dir):
            yield
    finally:
        shutil.rmtree(job.spill_dir, ignore_errors=True)
        # Of a run that was refused before it wrote anything, nothing stays.
        with suppress(OSError):
            job.work_dir.rmdir()
        path.unlink(missing_ok=True)
        handle.close()


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """What libraries write for a moment (a workbook's sheets) is personal data too: it stays with the rest."""
    usual, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = usual


def clear(job: Job) -> None:
    """The run is published: what it worked with, personal data in full, is no longer needed."""
    shutil.rmtree(job.work_dir, ignore_errors=True)


def acquire(path: Path, report: Reporter) -> TextIO:
    """A handle that holds the lock on the file that `path` names now: who held it before may have removed it."""
    while True:
        handle = path.open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report.note("另一个进程正在执行同一次审计，等待它结束……")
            fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            if os.path.samestat(os.fstat(handle.fileno()), path.stat()):
                return handle
        except FileNotFoundError:
            pass
        handle.close()
