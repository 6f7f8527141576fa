"""An invented, small district: the tables that lists read, with every verdict and kind of trouble."""

import datetime
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from pipelines.engine import relations
from pipelines.workbook import RunInfo
from schemas import SOURCES

PERSON = "320508199001010010"
OTHER_PERSON = "320508198803034231"
FIRM, AGENCY, FOREIGN = "91320508MA1AAAAA01", "91320508MA1BBBBB02", "91320508MA1CCCCC03"
TABLES = Path(__file__).with_name("tables.sql")


def info_of(**changes: object) -> RunInfo:
    about = {
        "package_title": "姑苏区若干措施",
        "package_code": "gusu-2023",
        "period": "2023-01-01 至 2023-12-31",
        "as_of": datetime.date(2023, 6, 30),
        "run_id": "gusu-2023-0123456789ab",
    }
    return RunInfo(**(about | changes))


def make_lists(con: duckdb.DuckDBPyConnection) -> None:
    """Every relation of schema lists, over the tables given."""
    made = {name: relation for name, relation in relations().items() if relation.folder == "lists"}
    reads = {name: [read for read in relation.reads if read in made] for name, relation in made.items()}
    con.execute("create schema lists")
    for name in TopologicalSorter(reads).static_order():
        con.execute(f"create table {name} as {made[name].text}")


def build(con: duckdb.DuckDBPyConnection) -> None:
    """The tables and the lists over them."""
    for schema in ("source", "staging", "policy", "verdicts", "run"):
        con.execute(f"create schema {schema}")
    con.execute(TABLES.read_text(encoding="utf-8"))
    delivered = [(name, name not in {"deposit", "progress"}) for name in SOURCES]
    con.executemany("insert into source.availability values (?, ?, false)", delivered)
    make_lists(con)
