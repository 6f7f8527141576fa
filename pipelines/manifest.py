"""The proof of a run: what went in, what decided, what came out, each with its digest.

Equal inputs give an equal manifest but for `timings` and `previous_run`; a test compares the rest.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

FILE_NAME = "manifest.json"
PROGRAM = "benefit-audit"
# Libraries that read, decide or write: a different version of one of them is the first suspect of a different figure.
LIBRARIES = ("duckdb", "polars", "pandera", "pyarrow", "fastexcel", "openpyxl")
PROGRAM_SUFFIXES = {".py", ".sql", ".yaml"}


def file_digest(path: Path) -> str:
    """sha256 of a file's content, read in pieces."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def tree_digest(folders: Iterable[Path]) -> str:
    """One digest over the names and contents of all program and data files of some folders."""
    total = hashlib.sha256()
    for folder in folders:
        files = (path for path in folder.rglob("*") if path.suffix in PROGRAM_SUFFIXES and path.is_file())
        for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
            total.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\0{file_digest(path)}\n".encode())
    return total.hexdigest()


def object_digest(value: Any) -> str:
    """sha256 of a value that JSON can hold, independent of the order of its keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """What JSON has no type for; money stays exact as text."""
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def library_versions() -> dict[str, str]:
    return {name: version(name) for name in LIBRARIES}


def output_digests(folder: Path) -> dict[str, str]:
    """sha256 of every file of a run's folder but the manifest itself, by relative path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        name: file_digest(folder / name)
        for name in sorted(path.relative_to(folder).as_posix() for path in files)
        if name != FILE_NAME
    }


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write so that a reader, or a crash, sees the whole file or none of it."""
    draft = path.with_name(f".{path.name}.part")
    with draft.open("w", encoding="utf-8") as handle:
        json.dump(value, handle, ensure_ascii=False, indent=2, default=plain)
        handle.write("\n")
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)


def read(folder: Path) -> dict[str, Any] | None:
    """The manifest of a run's folder; None where there is none, or none that can be read."""
    try:
        return json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def holds(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether the folder still holds exactly the files that its manifest names, unchanged."""
    return output_digests(folder) == manifest.get("outputs")


def reference(folder: Path) -> dict[str, str] | None:
    """How the next run's manifest names this one: its id and its manifest's digest, so that runs form a chain."""
    manifest = read(folder)
    if manifest is None:
        return None
    return {"run_id": manifest["run_id"], "manifest_digest": file_digest(folder / FILE_NAME)}
