"""What was read of a delivery serves later runs, as long as it is the same delivery read in the same way."""

import os
import shutil
import time
from pathlib import Path

import pytest

from pipelines import manifest, reads
from pipelines.cli import main
from pipelines.ingest import deliver as reader
from tests.unit.tiny import deliver

NEWER = "社会保险缴费明细_202301补充.csv"


def audited(district: Path, out: Path, *options: str) -> Path:
    assert main(["run", str(district), "--out", str(out), "--as-of", "2023-12-31", *options]) == 0
    return (out / "latest").resolve()


@pytest.fixture
def read_now(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are really read, from here on."""
    names: list[str] = []
    read = reader._ingest

    def noted(path: Path, *rest: object) -> object:
        names.append(path.name)
        return read(path, *rest)

    monkeypatch.setattr(reader, "_ingest", noted)
    return names


def with_one_more(district: Path) -> None:
    (first,) = district.glob("社会保险缴费明细*")
    shutil.copy(first, district / NEWER)


def test_only_what_is_new_is_read_and_the_result_is_that_of_a_run_from_nothing(
    tmp_path: Path, read_now: list[str]
) -> None:
    district = deliver(tmp_path / "in")
    audited(district, tmp_path / "runs")
    assert len(read_now) == len(list(district.iterdir()))
    with_one_more(district)
    read_now.clear()
    again = audited(district, tmp_path / "runs")
    assert read_now == [NEWER]
    assert manifest.output_digests(again) == manifest.output_digests(audited(district, tmp_path / "fresh"))


def test_another_content_or_another_way_of_reading_is_read_anew(tmp_path: Path, read_now: list[str]) -> None:
    district = deliver(tmp_path / "in")
    audited(district, tmp_path / "runs")
    read_now.clear()
    (ledger,) = district.glob("补贴发放台账*")
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("500.00", "400.00"), encoding="utf-8")
    audited(district, tmp_path / "runs")
    assert read_now == [ledger.name]
    read_now.clear()
    settings = tmp_path / "settings.yaml"
    settings.write_text(
        "headers:\n  - {sender: 某局, source: payout, header: 实发, column: amount}\n", encoding="utf-8"
    )
    audited(district, tmp_path / "runs", "--settings", str(settings))
    assert sorted(read_now) == sorted(path.name for path in district.iterdir())


def test_a_file_that_is_written_to_while_it_is_read_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    district = deliver(tmp_path / "in")
    read = reads.ingest_file

    def meanwhile(path: Path, *rest: object) -> object:
        found = read(path, *rest)
        with path.open("a", encoding="utf-8") as file:
            file.write("\n")
        return found

    monkeypatch.setattr(reads, "ingest_file", meanwhile)
    assert main(["run", str(district), "--out", str(tmp_path / "runs")]) == 3
    assert "在读取时被改动" in capsys.readouterr().err
    assert not list((tmp_path / "runs" / ".work" / "read").glob("*"))


def test_what_no_run_has_used_for_long_is_removed(tmp_path: Path) -> None:
    district = deliver(tmp_path / "in")
    audited(district, tmp_path / "runs")
    kept = sorted((tmp_path / "runs" / ".work" / "read").iterdir())
    long_ago = time.time() - reads.KEPT_SECONDS - 1
    for folder in kept:
        os.utime(folder, (long_ago, long_ago))
    unused = kept[0].with_name("0" * 64)
    shutil.copytree(kept[0], unused)
    os.utime(unused, (long_ago, long_ago))
    with_one_more(district)
    audited(district, tmp_path / "runs")
    assert not unused.exists()
    assert all(folder.exists() for folder in kept)


def test_nothing_is_kept_where_the_settings_say_so(tmp_path: Path, read_now: list[str]) -> None:
    district = deliver(tmp_path / "in")
    first = audited(district, tmp_path / "runs")
    settings = tmp_path / "settings.yaml"
    settings.write_text("keep_read: false\n", encoding="utf-8")
    with_one_more(district)
    read_now.clear()
    second = audited(district, tmp_path / "runs", "--settings", str(settings))
    assert len(read_now) == len(list(district.iterdir()))
    assert first != second
    assert list((tmp_path / "runs" / ".work").iterdir()) == []
