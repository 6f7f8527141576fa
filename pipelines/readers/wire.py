"""Messages between the two processes: facts as JSON and tables as Arrow. Nothing that could be run travels."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

import pyarrow as pa

_LENGTH = 8


@dataclass
class Message:
    about: dict[str, Any]
    tables: list[pa.Table]


def send(out: BinaryIO, message: Message) -> None:
    packed = [_packed(table) for table in message.tables]
    said = json.dumps(message.about | {"sizes": [part.size for part in packed]}).encode("utf-8")
    out.write(len(said).to_bytes(_LENGTH, "little"))
    out.write(said)
    for part in packed:
        out.write(part)
    out.flush()


def _packed(table: pa.Table) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def receive(read: Callable[[int], pa.Buffer]) -> Message:
    """`read` gives exactly as many bytes as it is asked for."""
    said = json.loads(bytes(read(int.from_bytes(read(_LENGTH), "little"))))
    tables = [pa.ipc.open_stream(read(size)).read_all() for size in said.pop("sizes")]
    return Message(said, tables)
