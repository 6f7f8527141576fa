"""Identifiers and files inside composed SQL: names that `schemas` states, and paths; never what was delivered."""

from collections.abc import Iterable, Mapping
from pathlib import Path


def names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def files(paths: Iterable[Path | str]) -> str:
    """A table function over these files; a quotation mark in a folder's name is doubled."""
    quoted = ", ".join("'" + Path(path).resolve().as_posix().replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{quoted}])"


def delivered(paths: Mapping[int, Path]) -> str:
    """The rows of these deliveries, each with the number of its own, which the files themselves do not know."""
    return f"(select *, {by_file(paths)} as delivery_no from {files(paths.values())})"


def by_file(numbers: Iterable[int]) -> str:
    """The number that belongs to the file of a row, of as many numbers as files are read."""
    listed = ", ".join(map(str, numbers))
    return f"cast([{listed}][cast(file_index as bigint) + 1] as integer)"
