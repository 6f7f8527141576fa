"""Workbooks under a password: unlocked into the work folder if one of the given passwords fits."""

from collections.abc import Sequence
from pathlib import Path

import msoffcrypto
from msoffcrypto.exceptions import FileFormatError

from pipelines.readers.refusal import Refused
from pipelines.shortage import lacks_disk

# What Excel itself uses where a workbook is protected from writing only.
_OWN = "VelvetSweatshop"


def unlock(path: Path, passwords: Sequence[str], target: Path) -> Path:
    if any(_opens(path, password, target) for password in (*passwords, _OWN)):
        return target
    raise Refused("wrong_password" if passwords else "password")


def _opens(path: Path, password: str, target: Path) -> bool:
    try:
        with path.open("rb") as locked, target.open("wb") as opened:
            office = msoffcrypto.OfficeFile(locked)
            office.load_key(password=password)
            office.decrypt(opened)
    except FileFormatError:
        raise Refused("damaged") from None
    except Exception as error:  # A wrong password shows itself in many ways, none of which may be told with it.
        if lacks_disk(error):
            raise
        return False
    return _is_opened(target)


def _is_opened(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
