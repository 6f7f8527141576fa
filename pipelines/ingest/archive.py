"""The files inside a .zip: unpacked into the work folder, within bounds, under the names their sender gave them."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipelines.ingest.files import is_leftover, natural_order
from pipelines.readers.refusal import Refused
from pipelines.readers.workbook_xml import MOST_BYTES, MOST_RATIO, refuse_bombs
from pipelines.shortage import lacks_disk

MOST_MEMBERS = 900
_PIECE = 1 << 20
_FREE_BYTES = 256 << 20
_IS_ENCRYPTED = 0x1
_HAS_UTF8_NAME = 0x800


@dataclass(frozen=True)
class Member:
    """A file in an archive. `name` is its path there; `place` keeps apart what has one name in two folders."""

    name: str
    info: zipfile.ZipInfo
    place: int


def members(path: Path) -> list[Member]:
    """What the archive holds, in natural order of the file names."""
    try:
        refuse_bombs(path)
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        raise Refused("damaged_archive") from None
    named = [(_name(info), info) for info in infos]
    kept = [(name, info) for name, info in named if not _is_aside(name)]
    if not kept:
        raise Refused("no_member")
    if len(kept) > MOST_MEMBERS:
        raise Refused("bomb")
    kept.sort(key=lambda item: (natural_order(Path(PurePosixPath(item[0]).name)), item[0]))
    return [Member(name, info, place) for place, (name, info) in enumerate(kept)]


def _name(info: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK and does not say so; zipfile then takes them for cp437."""
    name = info.filename
    if not info.flag_bits & _HAS_UTF8_NAME:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding).replace("\\", "/")
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _is_aside(name: str) -> bool:
    return "__MACOSX" in name.split("/") or is_leftover(PurePosixPath(name).name)


def unpack(path: Path, member: Member, folder: Path, passwords: tuple[str, ...]) -> Path:
    """The member as a file of its own; what turns out larger than any table packs is cut off."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{member.place:04d}{PurePosixPath(member.name).suffix[:16]}"
    limit = min(max(_FREE_BYTES, MOST_RATIO * member.info.compress_size), MOST_BYTES)
    tries: list[str | None] = list(passwords) if member.info.flag_bits & _IS_ENCRYPTED else [None]
    if not tries:
        raise Refused("archive_password")
    for password in tries:
        try:
            with zipfile.ZipFile(path) as archive, target.open("wb") as out:
                secret = None if password is None else password.encode("utf-8")
                with archive.open(member.info, pwd=secret) as packed:
                    for piece in _pieces(packed, limit):
                        out.write(piece)
        except NotImplementedError:
            raise Refused("archive_password" if password is not None else "archive_method") from None
        except RuntimeError:
            continue
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            if lacks_disk(error):
                raise
            if password is not None:
                continue
            raise Refused("damaged_archive") from None
        else:
            return target
    raise Refused("archive_password")


def _pieces(packed: zipfile.ZipExtFile, limit: int) -> Iterator[bytes]:
    size = 0
    while piece := packed.read(_PIECE):
        size += len(piece)
        if size > limit:
            raise Refused("bomb")
        yield piece
