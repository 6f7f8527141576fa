"""What was read of a delivered file, kept from run to run: an unchanged delivery is not read again.

It hangs on the file's content and name, the way of reading and the program, and lies in a folder that is named after
all four, beside the runs' own work folders. It holds personal data in full, as the deliveries themselves do.
"""

import os
import shutil
import time
from pathlib import Path

from pipelines import manifest
from pipelines.errors import AuditError
from pipelines.ingest import DeliveryReport, ingest_file, shown_name
from pipelines.job import FAILED, Job

# What no run has used for so long goes: a month and some days, as runs are monthly.
KEPT_SECONDS = 45 * 24 * 3600


def key(job: Job, number: int) -> str:
    about = job.inputs[number]
    return manifest.object_digest([about["file"], about["sha256"], job.reading_digest, job.program_digest])


def stamp(path: Path) -> tuple[int, int]:
    """What changes when somebody writes to a file."""
    about = path.stat()
    return about.st_size, about.st_mtime_ns


def read(job: Job, number: int) -> list[DeliveryReport]:
    """The reports of one delivered file, read now or by an earlier run."""
    path, digest, kept = job.files[number], job.inputs[number]["sha256"], job.read_dir / key(job, number)
    if not kept.exists():
        # Another run may be reading the same file: each in its own folder, and the first to finish leaves it here.
        own = job.work_dir / "read" / f"{number:05d}"
        ingest_file(path, number, own, job.settings.reading, digest)
        if job.stamps[number] != stamp(path):
            raise AuditError(f"{shown_name(path)} 在读取时被改动。请等文件传完，再重新执行同一命令。", FAILED)
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            own.rename(kept)
        except OSError:
            if not kept.exists():
                raise
            shutil.rmtree(own)
    os.utime(kept)
    return ingest_file(path, number, kept, job.settings.reading, digest)


def prune(job: Job) -> None:
    """Remove what no run has used for long, or all of it where nothing is to be kept."""
    if not job.settings.bounds.keeps_read:
        shutil.rmtree(job.kept_dir, ignore_errors=True)
    oldest = time.time() - KEPT_SECONDS
    for folder in job.kept_dir.glob("*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
