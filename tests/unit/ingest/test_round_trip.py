"""What is written comes back: typed rows as CSV in either encoding and as XLSX, for sources of every type."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import SOURCES
from schemas.column import DTYPES, Field, field_of
from tests.unit.ingest.conftest import FIRM, OTHER_PERSON, PERSON, Inbox

# Together these have every type; their row rules are few.
TESTED = ("progress", "contract", "social_insurance", "deposit", "person")
# What GB18030 and XML can both carry, without the blanks that are taken off and the marks of totals and errors.
_LETTERS = st.characters(codec="gb18030", exclude_categories=("C", "Z"), exclude_characters="'#\ufffd")
TEXTS = st.text(_LETTERS, min_size=1, max_size=12)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def values(field: Field) -> st.SearchStrategy[Any]:
    cents = st.integers(0, 10**17 - 1)
    kinds = {
        "text": TEXTS,
        "uscc": st.just(FIRM),
        "person_id": st.sampled_from([PERSON, OTHER_PERSON]),
        "month": DAYS.map(lambda day: day.year * 100 + day.month),
        "date": DAYS,
        "money": cents.map(lambda number: Decimal(number).scaleb(-2)),
        "decimal": cents.map(lambda number: Decimal(number).scaleb(-6)),
        "integer": st.integers(0, 10**15),
        "enum": st.sampled_from(field.values or ("x",)),
        "flag": st.booleans(),
    }
    return st.none() | kinds[field.type] if field.optional else kinds[field.type]


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    source = draw(st.sampled_from(TESTED))
    schema = SOURCES[source]
    row = st.fixed_dictionaries({name: values(field_of(column)) for name, column in schema.columns.items()})
    rows = draw(st.lists(row, min_size=1, max_size=6))
    for number, one in enumerate(rows):
        _obey(source, one, number)
    return source, rows


def _obey(source: str, row: dict[str, Any], number: int) -> None:
    """The row rules, and keys that differ."""
    for key in SOURCES[source].metadata["key"]:
        if field_of(SOURCES[source].columns[key]).type == "text":
            row[key] += str(number)
    if source == "contract" and row["end_on"] and row["end_on"] < row["start_on"]:
        row["end_on"] = None
    if row.get("hukou_code"):
        row["hukou_code"] = "320508"


def as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


@pytest.mark.parametrize("kind", ["utf-8", "gb18030", "xlsx"])
def test_what_is_written_comes_back(kind: str) -> None:
    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(tables())
    def holds(table: tuple[str, list[dict[str, Any]]]) -> None:
        source, rows = table
        schema = SOURCES[source]
        headers = [column.title for column in schema.columns.values()]
        cells = [[as_text(row[name]) for name in schema.columns] for row in rows]
        with tempfile.TemporaryDirectory() as folder:
            inbox = Inbox(Path(folder))
            if kind == "xlsx":
                inbox.xlsx(f"{source}.xlsx", {"Sheet1": [headers, *cells]})
            else:
                inbox.csv(f"{source}.csv", cells, headers=headers, encoding=kind)
            report = inbox.one()
            assert inbox.faults(report) == []
            dtypes = {name: DTYPES[field_of(column).type] for name, column in schema.columns.items()}
            assert inbox.accepted(report).select(list(dtypes)).rows() == pl.DataFrame(rows, schema=dtypes).rows()

    holds()


def test_numbers_and_days_as_excel_keeps_them(tmp_path: Path) -> None:
    """Amounts as floats, days as dates: exact up to the 15 digits that Excel keeps."""
    amounts = [
        Decimal(number).scaleb(-2) for number in (1, 10, 199, 100005, 12345678901, 999999999999999, 123456789012345)
    ]
    headers = [column.title for column in SOURCES["deposit"].columns.values()]
    rows = [
        [f"B{place}", FIRM, "工程质量保证金", date(2023, 3, place + 1), float(amount), None, None, None, None, None]
        for place, amount in enumerate(amounts)
    ]
    inbox = Inbox(tmp_path)
    inbox.xlsx("保证金台账.xlsx", {"Sheet1": [headers, *rows]})
    accepted = inbox.accepted(inbox.one())
    assert accepted["amount"].to_list() == amounts
    assert accepted["due_on"].to_list() == [row[3] for row in rows]
