"""What a file is, by its content: names and extensions are the departments' own."""

import re
import zipfile
from pathlib import Path

from pipelines.readers.refusal import Refused

TEXT = "text"
ZIP = "zip"
# What it holds is looked at by the process that parses.
OLE = "ole"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_LOOKED_AT = 1 << 16
_LONGEST_TYPE = 100
# The start of the old .xls without a container: BOF of BIFF 2, 3, 4 and 5.
_BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00\x00\x05")
_OTHERS = {
    b"%PDF": "pdf",
    b"Rar!\x1a\x07": "rar",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b\x08": "gzip",
    b"\xff\xd8\xff": "image",
    b"\x89PNG": "image",
    b"GIF8": "image",
    b"II*\x00": "image",
    b"MM\x00*": "image",
    b"{\\rtf": "rtf",
    b"MZ": "program",
    b"\x7fELF": "program",
    b"PAR1": "parquet",
    b"SQLite format 3": "database",
    b"\x00\x01\x00\x00Standard": "database",
}
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|table|meta|head|body|style|div|tr|center|font)\b", re.IGNORECASE)


def kind_of(path: Path) -> str:
    """One of the kinds above, or raises what the department is told."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if not start:
        raise Refused("empty")
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_zip(path)
    if start.startswith(_OLE_MAGIC):
        return OLE
    if start.startswith(_BARE_BIFF):
        return "xls"
    for magic, kind in _OTHERS.items():
        if start.startswith(magic) and (kind != "program" or b"\x00" in start[:256]):
            raise Refused(kind)
    return _kind_of_text(start)


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower().lstrip("/") for name in archive.namelist()}
            mimetype = b""
            if "mimetype" in archive.namelist():
                with archive.open("mimetype") as named:
                    mimetype = named.read(_LONGEST_TYPE)
    except Exception:  # zipfile lets through whatever its parts raise: zlib.error, struct.error and more.
        raise Refused("damaged_archive") from None
    if b"opendocument.spreadsheet" in mimetype or ("content.xml" in names and "meta-inf/manifest.xml" in names):
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names or ("[content_types].xml" in names and any(n.startswith("xl/") for n in names)):
        return "xlsx"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Refused("document")
    if "[content_types].xml" in names:
        raise Refused("damaged")
    return ZIP


def kind_of_ole(path: Path) -> str:
    import olefile

    try:
        with olefile.OleFileIO(path) as container:
            streams = {"/".join(entry).lower() for entry in container.listdir()}
    except Exception:
        # Its directory is damaged; the reader of .xls says whether anything can be read.
        return "xls"
    if "encryptedpackage" in streams:
        return "encrypted"
    if streams & {"workbook", "book"}:
        return "xls"
    if any(stream in {"worddocument", "powerpoint document"} for stream in streams):
        raise Refused("document")
    raise Refused("damaged")


def _kind_of_text(start: bytes) -> str:
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    text = start.decode(encoding, "ignore").lstrip("\ufeff\xef\xbb\xbf \t\r\n\x00")
    if text.startswith("MIME-Version:") and "text/html" in text:
        return "html"
    if not text.startswith("<"):
        return TEXT
    if "urn:schemas-microsoft-com:office:spreadsheet" in text:
        return "spreadsheetml"
    if "urn:oasis:names:tc:opendocument" in text:
        return "fods"
    if _MARKUP.match(text) or re.search(r"<(?:html|table)\b", text, re.IGNORECASE):
        return "html"
    if text.startswith("<?xml"):
        raise Refused("xml")
    return TEXT
