"""Runs a spec: pipe tables in, one relation of sql/ out (the form is told in README.md beside this file)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl
import pyarrow as pa

from pipelines.engine import Engine, relations
from pipelines.ingest import load_sources
from pipelines.paths import POLICY_DIR
from pipelines.policy import load_package, resolve, to_tables
from pipelines.settings import load_settings

SPECS = Path(__file__).parent
AS_OF = "2023-12-31"
GIVEN = re.compile(r"^(?P<word>given|also) (?P<relation>\w+\.\w+)$")
EXPECT = re.compile(r"^expect (?P<relation>\w+\.\w+)(?: where (?P<where>.+))?$")
ASSUME = re.compile(r"^assume (?P<id>A-\S+) = (?P<value>.+)$")
SETTING = re.compile(r"^set (?P<name>\S+) = (?P<value>.+)$")
ABSENT = re.compile(r"^absent (?P<source>\w+)$")
DAY = re.compile(r"^as_of (?P<day>\d{4}-\d\d-\d\d)$")
CONDITION = re.compile(r"^(?P<code>\w+) (?P<verdict>pass|fail|unknown)$")
DELIVERED = {"delivery_no": "1", "row_no": "{row}"}


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    def __add__(self, other: "Table") -> "Table":
        if self.columns != other.columns:
            raise ValueError(f"`also` needs the same columns: {self.columns} and {other.columns}")
        return Table(self.columns, self.rows + other.rows)


@dataclass(frozen=True)
class Expectation:
    relation: str
    where: str | None
    table: Table


@dataclass(frozen=True)
class Case:
    path: Path
    title: str = ""
    given: dict[str, Table] = field(default_factory=dict)
    expected: tuple[Expectation, ...] = ()
    assume: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    as_of: str = AS_OF

    @property
    def name(self) -> str:
        return f"{self.path.relative_to(SPECS).with_suffix('')}: {self.title}"


def read_cases(path: Path) -> list[Case]:
    """The cases of a spec file; what stands above the first of them holds for all."""
    cases: list[Case] = []
    background = case = Case(path)
    lines = iter(path.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith("## "):
            if case.title:
                cases.append(case)
            case = replace(background, title=line.removeprefix("## ").strip())
        else:
            case = read_line(case, line, lines)
        if not case.title:
            background = case
    return [*cases, case] if case.title else cases


def read_line(case: Case, line: str, lines: Iterator[str]) -> Case:
    """The case with what this line (and the table below it) says; prose says nothing."""
    if found := GIVEN.match(line):
        table = read_table(lines, case.path)
        if found["word"] == "also" and found["relation"] in case.given:
            table = case.given[found["relation"]] + table
        return replace(case, given=case.given | {found["relation"]: table})
    if found := EXPECT.match(line):
        expectation = Expectation(found["relation"], found["where"], read_table(lines, case.path))
        return replace(case, expected=(*case.expected, expectation))
    if found := ASSUME.match(line):
        return replace(case, assume=case.assume | {found["id"]: found["value"]})
    if found := SETTING.match(line):
        return replace(case, settings=case.settings | {found["name"]: found["value"]})
    if found := ABSENT.match(line):
        return replace(case, absent=case.absent | {found["source"]})
    if found := DAY.match(line):
        return replace(case, as_of=found["day"])
    if line.startswith(("|", "given ", "also ", "expect ", "assume ", "set ", "absent ", "as_of ")):
        raise ValueError(f"{case.path}: not understood: {line}")
    return case


def read_table(lines: Iterator[str], path: Path) -> Table:
    """The pipe table that starts on the next line that is not blank and ends at a blank one."""
    block: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            block.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif block or line.strip():
            break
    if len(block) < 2:
        raise ValueError(f"{path}: a table has a header and a line below it")
    header, _, *rows = block
    if uneven := [row for row in rows if len(row) != len(header)]:
        raise ValueError(f"{path}: a row has not as many cells as the header: {uneven[0]}")
    return Table(tuple(header), tuple(tuple(value(cell) for cell in row) for row in rows))


def value(cell: str) -> str | None:
    return None if cell == "" else "" if cell == "''" else cell


@cache
def column_types() -> dict[str, dict[str, str]]:
    """The columns of every relation and their types, as they come out over empty sources."""
    with world(Case(SPECS / "types.md")) as engine:
        engine.run()
        found = engine.con.execute(
            "select table_schema || '.' || table_name, column_name, data_type from information_schema.columns"
        ).fetchall()
    types: dict[str, dict[str, str]] = {}
    for relation, column, kind in found:
        types.setdefault(relation, {})[column] = kind
    return types


@cache
def policy_tables(assume: frozenset[tuple[str, str]], settings: frozenset[tuple[str, str]]) -> dict[str, pa.Table]:
    package = load_package(POLICY_DIR / "gusu_2023")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "settings.yaml"
        path.write_text("".join(f"{name}: {setting}\n" for name, setting in sorted(settings)), encoding="utf-8")
        return to_tables(resolve(package, load_settings(path if settings else None, package), dict(assume)))


def world(case: Case) -> Engine:
    """A database with empty sources (all of them delivered, unless the case says absent) and the policy."""
    engine = Engine()
    load_sources(engine.con, [], SPECS, SPECS)
    engine.con.execute("update source.availability set is_delivered = true")
    for source in case.absent:
        engine.con.execute("update source.availability set is_delivered = false where source = ?", [source])
    for name, table in policy_tables(frozenset(case.assume.items()), frozenset(case.settings.items())).items():
        engine.load_table(*name.split("."), table)
    engine.con.execute("create schema run")
    engine.con.execute(
        "create table run.context as select cast(? as date) as as_of, false as only_proposed,"
        " 'gusu-2023' as package_code",
        [case.as_of],
    )
    return engine


def give(con: duckdb.DuckDBPyConnection, relation: str, table: Table) -> None:
    """Put a given table in place, typed as the relation is; a column it does not name is null."""
    types = column_types()[relation]
    if unknown := set(table.columns) - types.keys():
        raise ValueError(f"{relation} has no column {', '.join(sorted(unknown))}")
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    for number, row in enumerate(rows, start=2):
        for column, default in DELIVERED.items():
            if column in types and column not in row:
                row[column] = default.format(row=number)
        for column, cell in row.items():
            if cell is not None and types[column].startswith("STRUCT") and (sugar := conditions(cell)):
                row[column] = sugar
    frame = pl.DataFrame(rows, schema=dict.fromkeys(types, pl.String), orient="row")
    con.register("given", frame)
    con.execute(f"create schema if not exists {relation.partition('.')[0]}")
    select = ", ".join(f'cast("{column}" as {kind}) as "{column}"' for column, kind in types.items())
    if is_view(con, relation):
        con.execute(f"drop view {relation}")
    con.execute(f"create or replace table {relation} as select {select} from given")
    con.unregister("given")


def is_view(con: duckdb.DuckDBPyConnection, relation: str) -> bool:
    found = con.execute("select 1 from duckdb_views() where schema_name || '.' || view_name = ?", [relation]).fetchone()
    return found is not None


def conditions(cell: str) -> str | None:
    """`on_roster pass, stayed fail` as a list of conditions; None where the cell is something else."""
    found = [CONDITION.match(part.strip()) for part in cell.split(",")]
    if not all(found):
        return None
    structs = (f"{{'condition_code': {one['code']}, 'verdict': {one['verdict']}}}" for one in found if one)
    return f"[{', '.join(structs)}]"


def answer(engine: Engine, expectation: Expectation) -> list[tuple[str | None, ...]]:
    """What the relation holds in the columns asked for, as text, sorted."""
    types = column_types()[expectation.relation]
    where = f" where {expectation.where}" if expectation.where else ""
    select = ", ".join(
        f"""array_to_string(list_transform("{column}", lambda c: c.condition_code || ' ' || c.verdict), ', ')"""
        if "condition_code" in types.get(column, "")
        else f'cast("{column}" as varchar)'
        for column in expectation.table.columns
    )
    return ordered(engine.con.execute(f"select {select} from {expectation.relation}{where}").fetchall())


def ordered(rows: list[tuple[str | None, ...]]) -> list[tuple[str | None, ...]]:
    return sorted(rows, key=lambda row: tuple((cell is None, cell or "") for cell in row))


def run_case(case: Case) -> None:
    """Make the expected relations from the given ones and compare; raises AssertionError."""
    if not case.expected:
        raise ValueError(f"{case.name}: expects nothing")
    with world(case) as engine:
        for relation, table in case.given.items():
            give(engine.con, relation, table)
        for expectation in case.expected:
            targets = [expectation.relation] if expectation.relation in relations() else []
            engine.run(targets, given=case.given)
            found = show(answer(engine, expectation), expectation)
            assert found == show(typed_rows(engine, expectation), expectation)


def typed_rows(engine: Engine, expectation: Expectation) -> list[tuple[str | None, ...]]:
    """The expected rows, each value through its type and back, so that 500 equals 500.00."""
    table = expectation.table
    types = column_types()[expectation.relation]
    if unknown := set(table.columns) - types.keys():
        raise ValueError(f"{expectation.relation} has no column {', '.join(sorted(unknown))}")
    plain = [column for column in table.columns if "condition_code" not in types[column]]
    frame = pl.DataFrame(
        [dict(zip(table.columns, row, strict=True)) for row in table.rows],
        schema=dict.fromkeys(table.columns, pl.String),
        orient="row",
    )
    engine.con.register("expected", frame)
    select = ", ".join(
        f'cast(cast("{column}" as {types[column]}) as varchar)' if column in plain else f'"{column}"'
        for column in table.columns
    )
    rows = engine.con.execute(f"select {select} from expected").fetchall()
    engine.con.unregister("expected")
    return ordered(rows)


def show(rows: list[tuple[str | None, ...]], expectation: Expectation) -> str:
    """Rows as a pipe table: what a failed test prints line against line."""
    lines = [" | ".join(expectation.table.columns)]
    return "\n".join(lines + [" | ".join("∅" if cell is None else cell for cell in row) for row in rows])
