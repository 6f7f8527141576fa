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
    said = json.dumps(message.about | {"sizes": [_size(table) for table in message.tables]}).encode("utf-8")
    out.write(len(said).to_bytes(_LENGTH, "little"))
    out.write(said)
    for table in message.tables:
        _write(pa.PythonFile(out), table)
    out.flush()


def _size(table: pa.Table) -> int:
    """How long it will be, so that it need not be put together in memory."""
    sink = pa.MockOutputStream()
    _write(sink, table)
    return sink.size()


def _write(sink: pa.NativeFile, table: pa.Table) -> None:
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


def receive(read: Callable[[int], pa.Buffer]) -> Message:
    """`read` gives exactly as many bytes as it is asked for."""
    said = json.loads(bytes(read(int.from_bytes(read(_LENGTH), "little"))))
    tables = [pa.ipc.open_stream(read(size)).read_all() for size in said.pop("sizes")]
    return Message(said, tables)
