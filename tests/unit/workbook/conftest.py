"""The district of workbook_district.py in memory, and the run it belongs to."""

from collections.abc import Iterator

import duckdb
import pytest
from workbook_district import build, info_of

from pipelines.workbook import RunInfo


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        build(connection)
        yield connection


@pytest.fixture
def info() -> RunInfo:
    return info_of()
