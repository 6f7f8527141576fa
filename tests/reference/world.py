"""Small worlds for the references: a few rows a source, put straight into the database of a run."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.paths import POLICY_DIR
from pipelines.policy import load_package, resolve
from pipelines.policy_model import CoverageOverride, Package
from pipelines.policy_tables import to_tables
from pipelines.settings import ParameterSetting, Settings
from schemas import SOURCES
from schemas.column import field_of

Row = Mapping[str, Any]

ARROW = {
    "text": pa.string(),
    "uscc": pa.string(),
    "person_id": pa.string(),
    "enum": pa.string(),
    "month": pa.int32(),
    "date": pa.date32(),
    "money": pa.decimal128(18, 2),
    "decimal": pa.decimal128(18, 6),
    "integer": pa.int64(),
    "flag": pa.bool_(),
}
ADDRESS = {"delivery_no": pa.int32(), "row_no": pa.int32(), "content_hash": pa.uint64()}
FAULTS = {"uscc_fault": pa.string(), "person_id_fault": pa.string()}


@dataclass(frozen=True)
class World:
    """What was delivered (a source that is not a key was not), and how it is to be read."""

    sources: Mapping[str, Sequence[Row]]
    as_of: dt.date
    assume: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Decimal] = field(default_factory=dict)
    coverage: Mapping[tuple[str, str], bool] = field(default_factory=dict)


@cache
def package() -> Package:
    return load_package(POLICY_DIR / "gusu_2023")


@cache
def columns(source: str) -> pa.Schema:
    delivered = {name: ARROW[field_of(column).type] for name, column in SOURCES[source].columns.items()}
    return pa.schema(delivered | (FAULTS if source == "payout" else {}) | ADDRESS)


def table(source: str, rows: Sequence[Row]) -> pa.Table:
    """The rows with an address each: one delivery, in the order given."""
    schema = columns(source)
    numbered = [row | {"delivery_no": 1, "row_no": number} for number, row in enumerate(rows, start=2)]
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in numbered], schema)


def load(engine: Engine, world: World) -> None:
    """Put the world in place of whatever the engine held before."""
    there = engine.existing()
    for source in SOURCES:
        rows = world.sources.get(source, ())
        if rows or f"source.{source}" not in there:
            engine.load_table("source", source, table(source, rows))
        else:
            engine.con.execute(f"delete from source.{source}")
    delivered = [{"source": source, "is_delivered": source in world.sources, "is_braked": False} for source in SOURCES]
    engine.load_table("source", "availability", pa.Table.from_pylist(delivered))
    resolved = resolve(
        package(),
        Settings(
            parameters={name: ParameterSetting(value) for name, value in world.settings.items()},
            coverage=tuple(CoverageOverride(*key, covered) for key, covered in world.coverage.items()),
        ),
        world.assume,
    )
    for name, rows in to_tables(resolved).items():
        engine.load_table(*name.split("."), rows)
    context = {"as_of": [world.as_of], "only_proposed": [False], "package_code": ["gusu-2023"]}
    engine.load_table("run", "context", pa.table(context))


def rows_of(engine: Engine, relation: str) -> list[dict[str, Any]]:
    return engine.con.execute(f"select * from {relation}").to_arrow_table().to_pylist()
