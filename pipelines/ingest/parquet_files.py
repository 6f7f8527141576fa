"""Identifiers and files inside composed SQL: names that `schemas` states, and paths; never what was delivered."""

from collections.abc import Iterable
from pathlib import Path


def names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def files(paths: Iterable[Path | str]) -> str:
    """A table function over these files; a quotation mark in a folder's name is doubled."""
    quoted = ", ".join("'" + Path(path).resolve().as_posix().replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{quoted}])"
