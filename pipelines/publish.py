"""Putting a finished run where others read it: all of it at once, or nothing."""

import os
from pathlib import Path

import duckdb

TABLES = "tables"
LATEST = "latest"


def open_tables(folder: Path) -> duckdb.DuckDBPyConnection:
    """The published tables of a run's folder, one view each, by their names."""
    con = duckdb.connect()
    for path in sorted((folder / TABLES).glob("*.parquet")):
        # The folder's name is the user's: it goes in as a value, never as text of the statement.
        con.read_parquet(str(path)).create_view(path.stem)
    return con


def sync_tree(folder: Path) -> None:
    """Bring every file and directory entry to the disk before a rename makes them visible."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(draft: Path, final: Path) -> Path | None:
    """Rename the draft to its final place; what stood there damaged is kept beside it, and returned."""
    damaged = None
    if final.exists():
        damaged = free_name(final)
        final.rename(damaged)
    sync_tree(draft)
    draft.rename(final)
    sync(final.parent)
    return damaged


def free_name(final: Path) -> Path:
    """A name beside the folder that no earlier damaged copy uses."""
    number = 1
    while (path := final.with_name(f"{final.name}.damaged-{number}")).exists():
        number += 1
    return path


def name_latest(final: Path) -> None:
    """Point `latest` at the run; the switch is one rename, so a reader always finds one or the other."""
    link = final.parent / LATEST
    draft = final.parent / ".work" / f"{LATEST}.{os.getpid()}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(final.name)
    # A relative link is read from where it lies: it is made in .work and only means something once moved.
    draft.replace(link)
    sync(final.parent)
