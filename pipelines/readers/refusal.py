"""Why a whole file cannot be read, in a word; the words that the department reads belong to ingest."""

from pathlib import Path
from typing import IO

_LOOKED_AT = 8192


class Refused(Exception):
    """The file as a whole is no table. `code` names why (a key of pipelines.ingest.refusals.REFUSALS)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def refuse_entities(file: Path | IO[bytes]) -> None:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            refuse_entities_in(stream.read(_LOOKED_AT))
    else:
        refuse_entities_in(file.read(_LOOKED_AT))


def refuse_entities_in(start: bytes) -> None:
    """No spreadsheet program writes a document type; one that is there is a bomb or a lure."""
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise Refused("forged")
