"""Parquet, a batch at a time, under a temporary name until it is whole. Encoding runs beside the next batch."""

import os
import threading
from pathlib import Path
from queue import Queue

import polars as pl
from pyarrow import parquet

# Never alike from row to row: a dictionary of them is built in vain.
_UNLIKE = {"content_hash", "row_no"}


class ParquetOut:
    """Use as a context: the file appears under its name when the context ends without an exception."""

    def __init__(self, path: Path, schema: dict[str, pl.DataType]) -> None:
        self.path = path
        self.partial = path.with_suffix(".partial")
        self.schema = pl.DataFrame(schema=schema).to_arrow(compat_level=pl.CompatLevel.newest()).schema
        self.height = 0
        # Bounds of months and days let a query skip row groups; those of texts cost more than they bring.
        bounded = [name for name, dtype in schema.items() if dtype in (pl.Int32(), pl.Date())]
        self.options = {
            # Read back once or twice and then removed: what is quick to write and to read.
            "compression": "lz4",
            "use_dictionary": [name for name in schema if name not in _UNLIKE],
            "write_statistics": bounded or False,
            "store_schema": False,
        }

    def __enter__(self) -> "ParquetOut":
        self.queue: Queue[pl.DataFrame | None] = Queue(maxsize=1)
        self.failure: Exception | None = None
        self.thread = threading.Thread(target=self._encode, daemon=True)
        self.thread.start()
        return self

    def write(self, frame: pl.DataFrame) -> None:
        if frame.height:
            self.height += frame.height
            self.queue.put(frame)
            self._raise_failure()

    def _encode(self) -> None:
        try:
            with parquet.ParquetWriter(self.partial, self.schema, **self.options) as writer:
                while (frame := self.queue.get()) is not None:
                    writer.write_table(frame.to_arrow(compat_level=pl.CompatLevel.newest()))
        except Exception as error:
            self.failure = error
            while self.queue.get() is not None:
                pass

    def _raise_failure(self) -> None:
        if self.failure is not None:
            raise self.failure

    def __exit__(self, kind: type | None, *_: object) -> None:
        self.queue.put(None)
        self.thread.join()
        if kind is not None:
            self.partial.unlink(missing_ok=True)
            return
        self._raise_failure()
        os.replace(self.partial, self.path)
