"""The demo district's published tables and the summary sheets of its workbooks, cell by cell.

After a change that is meant to change them: `BENEFIT_AUDIT_GOLDEN=write make test`, and read the difference
before committing it. The two largest tables stand here without their texts (`entitlement_person`) and counted
(`condition`); the truth table names their cases one by one.
"""

import csv
import io
import os
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

EXPECTED = Path(__file__).parent / "expected"
WRITE = os.environ.get("BENEFIT_AUDIT_GOLDEN") == "write"
WHOLE = (
    "assessment",
    "certificate",
    "certificate_node",
    "coverage",
    "delivery",
    "finding",
    "payout_verdict",
    "recovery",
    "rejected_row",
    "subject_link",
)
# There are tens of thousands of these: they stand here counted and summed, and whole where something is wrong.
MANY = ("filing", "month")
SHEETS = {
    "eligibility": ("汇总", "政策落实台账", "口径说明 解释口径"),
    "findings": ("汇总", "按事项汇总", "台账核对", "检验覆盖"),
    "data_quality": ("到数情况",),
}


def compare(name: str, found: str) -> None:
    path = EXPECTED / f"{name}.csv"
    if WRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found.splitlines() == path.read_text(encoding="utf-8").splitlines()


def flat(frame: pl.DataFrame) -> str:
    """As CSV, a list as JSON text."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    texts = [pl.Series(name, [None if v is None else str(v) for v in frame[name].to_list()]) for name in lists]
    return frame.with_columns(texts).write_csv()


@pytest.mark.parametrize("name", WHOLE)
def test_a_table_is_as_it_was(demo_run: Path, name: str) -> None:
    compare(name, flat(pl.read_parquet(demo_run / "tables" / f"{name}.parquet")))


def test_every_entitlement_is_as_it_was(demo_run: Path) -> None:
    found = pl.read_parquet(demo_run / "tables" / "entitlement.parquet")
    compare("entitlement", flat(found.filter(~pl.col("subject_kind").is_in(MANY))))
    key = ["benefit_code", "verdict"]
    many = found.filter(pl.col("subject_kind").is_in(MANY)).group_by(key)
    compare("entitlement_count", flat(many.agg(pl.len().alias("count"), pl.col("amount").sum()).sort(key)))


def test_every_relief_is_as_it_was(demo_run: Path) -> None:
    found = pl.read_parquet(demo_run / "tables" / "relief_verdict.parquet")
    compare("relief_verdict", flat(found.filter(pl.col("verdict") != "compliant")))
    key, money = ["source", "benefit_code", "verdict"], ["claimed_amount", "entitled_amount", "excess_amount"]
    counted = found.group_by(key).agg(pl.len().alias("count"), pl.col(*money, "shortfall_amount").sum()).sort(key)
    compare("relief_count", flat(counted))


def test_every_person_is_judged_as_before(demo_run: Path) -> None:
    persons = pl.read_parquet(demo_run / "tables" / "entitlement_person.parquet")
    compare("entitlement_person", flat(persons.select("benefit_code", "subject_id", "person_id", "verdict")))


def test_every_condition_is_met_as_often_as_before(demo_run: Path) -> None:
    key = ["benefit_code", "condition_code", "verdict"]
    conditions = pl.read_parquet(demo_run / "tables" / "condition.parquet")
    compare("condition", flat(conditions.group_by(key).agg(pl.len().alias("count")).sort(key)))


@pytest.mark.parametrize(("book", "sheet"), [(book, sheet) for book, sheets in SHEETS.items() for sheet in sheets])
def test_a_summary_sheet_is_as_it_was(demo_run: Path, book: str, sheet: str) -> None:
    workbook = openpyxl.load_workbook(demo_run / f"{book}.xlsx", read_only=True)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in workbook[sheet].iter_rows(values_only=True):
        writer.writerow([cell.date() if isinstance(cell, datetime) else cell for cell in row])
    # The run's id hangs on the program, every cell else on what it was given.
    compare(f"{book} {sheet}", out.getvalue().replace(demo_run.name, "RUN"))
