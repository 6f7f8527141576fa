"""What comes from the wild, damaged, forged, locked, enormous: a table or a rejection, and the run goes on."""

import io
import random
import zipfile
from collections.abc import Callable

import msoffcrypto
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.ingest import Password, Reading, ingest_file, worker
from pipelines.ingest.worker import WORKERS
from tests.unit.ingest import corpus
from tests.unit.ingest.conftest import HEADERS, Inbox, insured
from tests.unit.ingest.corpus import Formula
from tests.unit.ingest.corpus_parts import archive

STEM = "社会保险缴费明细_202301"
ROWS = [HEADERS, *([insured()] * 3)]
_BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def zipped(parts: dict[str, bytes]) -> bytes:
    return archive(parts)


def with_part(book: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return zipped(
            {name: change(archive.read(name)) if name == part else archive.read(name) for name in archive.namelist()}
        )


def with_wrong_crc(book: bytes) -> bytes:
    """One letter of a stored sheet is another: the archive's check sum no longer holds."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as stored:
        for name in archive.namelist():
            stored.writestr(name, archive.read(name))
    return out.getvalue().replace("张三".encode(), "张二".encode(), 1)


def encrypted(book: bytes, password: str) -> bytes:
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(book)).encrypt(password, out)
    return out.getvalue()


def bomb() -> bytes:
    """Three hundred megabytes of nothing in three hundred kilobytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(f"{STEM}.csv", "w", force_zip64=True) as member,
    ):
        for _ in range(300):
            member.write(bytes(1 << 20))
    return out.getvalue()


BOOK = corpus.xlsx(ROWS)
# The library that locks it here spoils files of less than a sector of blocks.
LARGER_BOOK = corpus.xlsx(ROWS, extra_parts={"docProps/picture.bin": random.Random(3).randbytes(8192)})
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a wrong check sum": (".xlsx", lambda: with_wrong_crc(BOOK)),
    "two rows of one number": (".xlsx", lambda: with_part(BOOK, "xl/worksheets/sheet1.xml", lambda c: c.replace(
        b'<row r="3">', b'<row r="2">').replace(b'3" t=', b'2" t='))),
    "entities": (".xlsx", lambda: corpus.xlsx(ROWS, doctype=_BOMB.partition("?>")[2])),
    "entities in the workbook": (".xlsx", lambda: with_part(BOOK, "xl/workbook.xml", lambda c: _BOMB.encode() + c)),
    "entities in xml": (".xls", lambda: _BOMB.encode() + corpus.spreadsheetml(ROWS).partition(b"?>")[2]),
    "no sheet": (".xlsx", lambda: corpus.Xlsx({}).write()),
    "an empty sheet": (".xlsx", lambda: corpus.xlsx([])),
    "only a chart sheet": (".xlsx", lambda: corpus.Xlsx({}, chart_sheet=True).write()),
    "a sheet that is missing": (".xlsx", lambda: zipped(
        {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<workbook/>"})),
    "a cell in the last corner": (".xlsx", lambda: with_part(BOOK, "xl/worksheets/sheet1.xml", lambda c: c.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'))),
    "a password": (".xlsx", lambda: encrypted(LARGER_BOOK, "秘密")),
    "a document": (".docx", lambda: zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})),
    "an archive in an archive": (".zip", lambda: zipped({"a.zip": zipped({"b.csv": b"1"})})),
    "an archive of nothing": (".zip", lambda: zipped({})),
    "a bomb": (".zip", bomb),
    "an archive packed as none can be unpacked": (".zip", lambda: zipped(
        {"a.csv": b"1"}).replace(b"\x08\x00", b"\x09\x00")),
    "half an archive": (".zip", lambda: zipped({"a.csv": corpus.text(ROWS * 100)})[:-40]),
    "rar": (".rar", lambda: b"Rar!\x1a\x07\x00rest"),
    "random bytes": (".xls", lambda: random.Random(1).randbytes(5000)),
    "random bytes after the mark of an old workbook": (".xls", lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(2).randbytes(5000))),
    "nul bytes": (".csv", lambda: bytes(5000)),
    "a page without a table": (".xls", lambda: b"<html><body>404</body></html>"),
    "bytes of no encoding": (".csv", lambda: corpus.text(ROWS) + b"\xff\xfe\xfd\xff\n"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_with_a_remedy_and_the_run_goes_on(inbox: Inbox, kind: str) -> None:
    extension, make = REFUSED[kind]
    inbox.raw(f"{STEM}{extension}", make())
    inbox.csv("社会保险缴费明细_202302.csv", [insured()])
    *refused, good = inbox.load()
    assert good.accepted == 1
    assert refused
    assert all(report.error and "请" in str(report.note) and report.rows_read == 0 for report in refused)
    told = inbox.con.execute("select file, row, reason, advice from source.rejected_row").fetchall()
    assert [(file, row) for file, row, *_ in told] == [(report.file, None) for report in refused]
    assert all(reason and advice for *_, reason, advice in told)


READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "sixteen thousand columns": (".xlsx", lambda: corpus.xlsx(
        [[*HEADERS, *(f"列{n}" for n in range(16_000))], *ROWS[1:]])),
    "a cell far to the right": (".xlsx", lambda: corpus.xlsx(
        [HEADERS, [*insured(), *[None] * 16_300, "x"], *ROWS[2:]])),
    "a cell far below": (".xlsx", lambda: with_part(BOOK, "xl/worksheets/sheet1.xml", lambda c: c.replace(
        b"</sheetData>",
        '<row r="300000"><c r="A300000" t="inlineStr"><is><t>注：</t></is></c></row></sheetData>'.encode()))),
    "formulas with results": (".xlsx", lambda: corpus.xlsx(
        [HEADERS, *([insured(contribution_base=Formula("A1", 4000))] * 3)])),
    "protected from writing only": (".xlsx", lambda: encrypted(LARGER_BOOK, "VelvetSweatshop")),
}  # fmt: skip


@pytest.mark.parametrize("kind", READ)
def test_it_is_unusual_and_is_read(inbox: Inbox, kind: str) -> None:
    extension, make = READ[kind]
    inbox.raw(f"{STEM}{extension}", make())
    report = inbox.one()
    assert (report.error, report.accepted, report.rejected) == (False, 3, 0), report.note


def test_a_password_from_the_settings_opens_and_is_told_nowhere(inbox: Inbox) -> None:
    inbox.raw(f"{STEM}.xlsx", encrypted(LARGER_BOOK, "秘密"))
    path = inbox.folder / f"{STEM}.xlsx"
    right = Reading(passwords=(Password("别的*", "x"), Password("社会保险*.xlsx", "秘密")))
    (opened,) = ingest_file(path, 0, inbox.out / "right", reading=right)
    (shut,) = ingest_file(path, 1, inbox.out / "wrong", reading=Reading(passwords=(Password("*", "错的"),)))
    assert (opened.accepted, shut.error) == (3, True)
    assert "打不开" in str(shut.note)
    everything = (
        "".join(p.read_text("utf-8", "ignore") for p in inbox.out.glob("*/*.json")) + repr(right) + str(right.as_dict())
    )
    assert "秘密" not in everything
    assert "错的" not in everything
    assert not list(inbox.out.glob("*/opened-*"))


# What a parser does to a file named so, before it gives a row or after, and what its sender is told.
_BROKEN = """
import os, time
from pipelines.readers import __main__ as process

read = process._read

def broken(path, job):
    for message in read(path, job):
        if "broken" in path.name and is_late:
            yield message
        if "broken" in path.name:
            {fault}
        yield message

is_late = {is_late}
process._read = broken
process.main()
"""
FAULTS = [
    ("csv", False, "os.abort()", "异常终止"),
    ("csv", True, "os.abort()", "异常终止"),
    ("xlsx", False, "os.abort()", "异常终止"),
    ("xlsx", True, "os.kill(os.getpid(), 9)", "异常终止"),
    ("csv", True, "time.sleep(1000)", "超时"),
    ("xlsx", False, "time.sleep(1000)", "超时"),
    ("csv", False, "while True: pass", "超时"),
    ("csv", True, "kept = bytearray(600 << 20); time.sleep(1000)", "异常巨大"),
    ("xlsx", False, "kept = bytearray(600 << 20); time.sleep(1000)", "异常巨大"),
    ("csv", False, "raise MemoryError", "异常巨大"),
]


@pytest.mark.parametrize(("extension", "is_late", "fault", "words"), FAULTS)
def test_a_parser_that_hangs_or_grows_or_dies_costs_its_file_only(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, extension: str, is_late: bool, fault: str, words: str
) -> None:
    monkeypatch.setattr(worker, "COMMAND", ["-c", _BROKEN.format(fault=fault, is_late=is_late)])
    monkeypatch.setattr(worker, "MEGABYTES", 500)
    WORKERS.end()
    write = {"csv": corpus.text, "xlsx": corpus.xlsx}[extension]
    reports = []
    for month, name in enumerate(("good", "broken", "sound"), start=1):
        inbox.raw(f"{name}.{extension}", write([HEADERS, insured(period=f"20230{month}")]))
        with monkeypatch.context() as limit:
            if (name, words) == ("broken", "超时"):
                limit.setattr(worker, "SECONDS", 0.5)
            reports += ingest_file(inbox.folder / f"{name}.{extension}", month, inbox.out / name)
    WORKERS.end()
    good, broken, sound = reports
    assert (good.accepted, broken.error, broken.rows_read, sound.accepted) == (1, True, 0, 1)
    assert words in str(broken.refusal)
    assert len(list(inbox.out.glob("*/*.parquet"))) == 3 * 2


def test_what_an_earlier_file_left_behind_does_not_decide_over_this_one(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies on the second file it reads, whatever that is."""
    script = "import os, pipelines.readers.__main__ as process\nread, done = process._read, []\n"
    script += "def broken(path, job):\n    for message in read(path, job):\n        yield message\n"
    script += "        os.abort() if done else None\n    done.append(path)\nprocess._read = broken\nprocess.main()"
    monkeypatch.setattr(worker, "COMMAND", ["-c", script])
    WORKERS.end()
    for number in (1, 2, 3):
        inbox.csv(f"社会保险缴费明细_{number}.csv", [insured(period=f"20230{number}"), insured(period="202306")])
    assert [report.accepted for report in inbox.load()] == [2, 1, 1]
    WORKERS.end()


SEEDS = {kind: write(ROWS) for kind, (_, write) in corpus.CONTAINERS.items()}


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(sorted(SEEDS)),
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
)
def test_truncated_and_flipped_files_end_in_a_table_or_a_rejection(
    tmp_path_factory: pytest.TempPathFactory, kind: str, share: float, flips: list[tuple[float, int]]
) -> None:
    content = bytearray(SEEDS[kind])
    for place, value in flips:
        content[int(place * (len(content) - 1))] = value
    if share > 0.2:
        content = content[: int(len(content) * share)]
    inbox = Inbox(tmp_path_factory.mktemp("fuzz"))
    inbox.raw(f"{STEM}{corpus.CONTAINERS[kind][0]}", bytes(content))
    for report in inbox.load():
        placed = report.accepted + report.rejected + report.superseded + report.out_of_scope
        assert placed == report.rows_read
        assert report.error is (report.refusal is not None)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<table>", ",".join(HEADERS).encode() + b"\n", b"\xd0\xcf\x11\xe0", b"PK\x03\x04"]),
)
def test_any_bytes_end_in_a_table_or_a_rejection(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes, start: bytes
) -> None:
    inbox = Inbox(tmp_path_factory.mktemp("bytes"))
    inbox.raw(f"{STEM}.csv", start + tail)
    for report in inbox.load():
        assert report.accepted + report.rejected + report.out_of_scope == report.rows_read
