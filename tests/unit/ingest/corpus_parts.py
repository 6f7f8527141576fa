"""What the writers of the corpus share: cells that are no plain values, and archives."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Cell = Any
Rows = Sequence[Sequence[Cell]]
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


@dataclass(frozen=True)
class Error:
    """An error value, as #N/A."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula, with the result that is stored beside it, if one is."""

    text: str
    result: Cell = None


def archive(files: dict[str, bytes], name_encoding: str | None = None) -> bytes:
    """A .zip; with an encoding the names are written as Windows does, without saying which it is."""
    out = io.BytesIO()
    raw = {} if name_encoding is None else {name: name.encode(name_encoding) for name in files}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for place, (name, content) in enumerate(files.items()):
            packed.writestr(_stand_in(place, raw[name]) if raw else name, content)
    packed_bytes = out.getvalue()
    for place, name in enumerate(raw.values()):
        packed_bytes = packed_bytes.replace(_stand_in(place, name).encode(), name)
    return packed_bytes


def _stand_in(place: int, name: bytes) -> str:
    """An ASCII name of the same length, to be overwritten."""
    return f"~{place}".ljust(len(name), "~")
