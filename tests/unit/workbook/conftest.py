"""The district of workbook_district.py in memory, and the run it belongs to."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook
from workbook_district import build, info_of
from workbook_reading import write_all

from pipelines.workbook import RunInfo


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        build(connection)
        yield connection


@pytest.fixture
def info() -> RunInfo:
    return info_of()


@pytest.fixture
def books(con: duckdb.DuckDBPyConnection, tmp_path: Path, info: RunInfo) -> dict[str, Workbook]:
    return write_all(con, tmp_path, info)
