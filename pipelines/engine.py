"""Runs the decisions of `sql/`: path = relation, one bare select a file, in the order of their `Reads:`.

`sql/facts/headcount.sql` is the relation `facts.headcount`. `Reads: benefits.*` stands for every relation
of that folder, which a file reads as `collected.benefits` (their union, columns matched by name), so that
a new measure, finding or check is a new file and no edit.
"""

import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.paths import SQL_DIR

COLLECTED = ("heads", "benefits", "reliefs", "findings", "checks")
# Made outside the engine, before it runs: they need no file.
GIVEN_SCHEMAS = ("source", "policy", "run")
HEADER_LINE = re.compile(r"^-- (?P<key>Grain|Reads|Article|As): (?P<value>.+)$")
EVERY = ".*"


@dataclass(frozen=True)
class Relation:
    """One relation the engine makes: by a SQL file, or by a Python function where a select can't search."""

    name: str
    title: str
    reads: tuple[str, ...]
    path: Path | None = None
    maker: str | None = None
    header: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return self.name.partition(".")[0]

    @property
    def is_view(self) -> bool:
        return self.header.get("As") == "view"

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8") if self.path else ""


PYTHON_RELATIONS = {
    "verdicts.lawful_set": Relation(
        name="verdicts.lawful_set",
        title="合法组合（从高不重复）",
        reads=("judge.node", "judge.node_edge"),
        maker="pipelines.lawful_set:make_lawful_set",
    ),
    "judge.due_set": Relation(
        name="judge.due_set",
        title="依法可以并存的应享事项",
        reads=("judge.due_node", "judge.due_edge"),
        maker="pipelines.lawful_set:make_due_set",
    ),
}


def read_relation(path: Path, root: Path = SQL_DIR) -> Relation:
    """Parse a file's header.

    Raises ValueError where the header is not complete: it is what the order of running rests on.
    """
    name = ".".join(path.relative_to(root).with_suffix("").parts)
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0].startswith("-- "):
        raise ValueError(f"{name}: the first line must be `-- title`")
    header = {found["key"]: found["value"].strip() for line in lines if (found := HEADER_LINE.match(line))}
    missing = {"Grain", "Reads", "Article"} - header.keys()
    if missing:
        raise ValueError(f"{name}: the header lacks {', '.join(sorted(missing))}")
    reads = () if header["Reads"] == "(none)" else tuple(item.strip() for item in header["Reads"].split(","))
    return Relation(name, lines[0].removeprefix("-- "), reads, path=path, header=header)


@cache
def relations() -> dict[str, Relation]:
    """Every relation the engine can make, by name."""
    found = (read_relation(path) for path in sorted(SQL_DIR.glob("*/*.sql")))
    return {relation.name: relation for relation in found} | PYTHON_RELATIONS


def expand(read: str) -> list[str]:
    """The relations that one item of a `Reads:` line stands for."""
    if not read.endswith(EVERY):
        return [read]
    folder = read.removesuffix(EVERY)
    return [name for name, relation in relations().items() if relation.folder == folder]


def parents(name: str) -> list[str]:
    """The relations of `sql/` that this one reads; a given source, policy or context is not among them.

    Raises ValueError where a header names a relation that nobody makes.
    """
    read = [parent for item in relations()[name].reads for parent in expand(item)]
    made = [parent for parent in read if parent.partition(".")[0] not in GIVEN_SCHEMAS]
    unknown = [parent for parent in made if parent not in relations()]
    if unknown:
        raise ValueError(f"{name} reads {', '.join(unknown)}, which no file makes")
    return made


def needed(targets: Iterable[str], given: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """The targets and all they need, each with what it reads of them; what is given is left out.

    Raises ValueError where relations read each other.
    """
    wanted: dict[str, list[str]] = {}
    waiting = [name for name in targets if name not in given]
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted[name] = [parent for parent in parents(name) if parent not in given]
            waiting += wanted[name]
    in_order = {name: wanted[name] for name in sorted(wanted)}
    try:
        TopologicalSorter(in_order).prepare()
    except CycleError as fault:
        raise ValueError(f"relations read each other: {' → '.join(fault.args[1])}") from fault
    return in_order


def order(targets: Iterable[str], given: frozenset[str] = frozenset()) -> list[str]:
    """The targets and all they need, parents first, always in the same order."""
    return list(TopologicalSorter(needed(targets, given)).static_order())


class Engine:
    """A DuckDB database that the decisions are made in, several relations at a time where none waits for another.

    Opened on a file it finds there what an earlier step has made, and makes only what is asked for and
    not there yet. Raises duckdb.Error where a select fails.
    """

    def __init__(self, path: Path | None = None, settings: Mapping[str, Any] | None = None) -> None:
        self.con = duckdb.connect(str(path) if path else ":memory:", config=dict(settings or {}))
        self.con.execute("set preserve_insertion_order = false")
        # What is written is read a few times and then removed: pressing texts costs more than their room on the disk.
        self.con.execute("set disabled_compression_methods = 'fsst'")
        # Nothing else runs while the log is worked in: once at the end instead of after every few relations.
        self.con.execute("set wal_autocheckpoint = '1GB'")
        # DuckDB's own bar goes to standard output, where the last line is to be a run's folder.
        self.con.execute("set enable_progress_bar = false")

    def __enter__(self) -> "Engine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                # Closing does this too, but says nothing where the disk is full.
                self.con.execute("checkpoint")
        finally:
            self.con.close()

    def load_table(self, schema: str, name: str, table: pa.Table) -> None:
        """Put a table there as it is, in place of one of that name."""
        self.con.execute(f'create schema if not exists "{schema}"')
        self.con.register("incoming", table)
        self.con.execute(f'create or replace table "{schema}"."{name}" as select * from incoming')
        self.con.unregister("incoming")

    def existing(self) -> set[str]:
        """The names of all relations that are in the database."""
        found = self.con.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
        return {name for (name,) in found}

    def run(
        self,
        targets: Iterable[str] | None = None,
        given: Iterable[str] = (),
        on_relation: Callable[[int, int, str], None] | None = None,
    ) -> list[str]:
        """Make the targets (default: everything) and what they need that is not there; give their names.

        `given` are relations that stand in the database already and are to be taken as they are.
        `on_relation(done, total, title)` is told of each one that is finished.
        """
        targets = list(relations() if targets is None else targets)
        there = self.existing()
        known = frozenset(given) | frozenset(name for name in relations() if name in there and name not in targets)
        wanted = needed(targets, known)
        # Two that create one schema at a time would be in each other's way.
        for folder in sorted({relations()[name].folder for name in wanted}):
            self.con.execute(f"create schema if not exists {folder}")
        finished = self._make_all(wanted, on_relation or (lambda *_: None))
        for folder in COLLECTED:
            if any(relations()[name].folder == folder for name in wanted):
                self.collect(folder)
        return finished

    def _make_all(self, wanted: dict[str, list[str]], on_relation: Callable[[int, int, str], None]) -> list[str]:
        """Whatever has all that it reads is made, as many at a time as there are processors for."""
        sorter, finished, collected = TopologicalSorter(wanted), list[str](), set[str]()
        sorter.prepare()
        # All of a result is fetched: a half-fetched one would keep this connection at what it saw before.
        [(workers,)] = self.con.execute("select current_setting('threads')").fetchall()
        cursors = [self._cursor() for _ in range(workers)]
        with ThreadPoolExecutor(workers) as pool:
            running: dict[Future[None], str] = {}
            idle = list(cursors)
            waiting: list[str] = []
            try:
                while sorter.is_active():
                    waiting += sorter.get_ready()
                    while waiting and idle:
                        relation = relations()[waiting.pop(0)]
                        self._collect_for(relation, collected)
                        running[pool.submit(self._make, relation, idle.pop(), idle)] = relation.name
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in sorted(done, key=running.__getitem__):
                        name = running.pop(future)
                        future.result()
                        sorter.done(name)
                        finished.append(name)
                        on_relation(len(finished), len(wanted), relations()[name].title)
            except BaseException:
                for cursor in cursors:
                    cursor.interrupt()
                raise
        return finished

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self.con.cursor()
        cursor.execute("set enable_progress_bar = false")
        return cursor

    def _make(self, relation: Relation, con: duckdb.DuckDBPyConnection, idle: list[duckdb.DuckDBPyConnection]) -> None:
        create(relation, con)
        idle.append(con)

    def _collect_for(self, relation: Relation, collected: set[str]) -> None:
        for read in relation.reads:
            folder = read.removesuffix(EVERY)
            if read.endswith(EVERY) and folder not in collected:
                self.collect(folder)
                collected.add(folder)

    def make(self, relation: Relation) -> None:
        """Make one relation of what is there."""
        self._collect_for(relation, set())
        self.con.execute(f"create schema if not exists {relation.folder}")
        create(relation, self.con)

    def collect(self, folder: str) -> None:
        """Make `collected.<folder>` of the folder's relations that stand in the database."""
        there = self.existing()
        members = [name for name in expand(folder + EVERY) if name in there]
        if members:
            union = " union all by name ".join(f"select * from {name}" for name in members)
            self.con.execute("create schema if not exists collected")
            self.con.execute(f"create or replace view collected.{folder} as {union}")


def create(relation: Relation, con: duckdb.DuckDBPyConnection) -> None:
    if relation.maker:
        module, _, function = relation.maker.partition(":")
        getattr(importlib.import_module(module), function)(con)
    else:
        kind = "view" if relation.is_view else "table"
        con.execute(f"create or replace {kind} {relation.name} as\n{relation.text}")
