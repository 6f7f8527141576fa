"""What a run says beforehand, and when it does not begin at all."""

import zipfile
from collections import namedtuple
from pathlib import Path

import openpyxl
import pytest

from fixtures.synth import generate
from pipelines import capacity, cli
from pipelines.capacity import Disk, disks_of, duration, limits, rounded, rows, size
from pipelines.errors import AuditError
from pipelines.estimate import Need, need
from pipelines.settings_bounds import Bounds
from tests.unit import tiny

MB, GB = 10**6, 10**9
NEED = Need(rows=1e6, seconds=14, memory=500 * MB, disk=200 * MB, spill=50 * MB)
Usage = namedtuple("Usage", "total used free")
# On every Linux another disk than any folder, and one without room.
FULL = Path("/proc")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], int]:
    folder = tmp_path_factory.mktemp("district")
    summary = generate(folder, enterprises=40)
    return sorted(folder.glob("*.csv")), summary.total_rows


def as_workbook(path: Path, folder: Path) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        sheet.append(line.split(","))
    book.save(folder / f"{path.stem}.xlsx")
    return folder / f"{path.stem}.xlsx"


def test_rows_are_told_from_bytes_whatever_the_files_are(district, tmp_path):
    files, true_rows = district
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.name)
    books = [as_workbook(path, tmp_path) for path in files]
    for delivered in (files, [packed], books):
        assert need(delivered, Bounds()).rows == pytest.approx(true_rows, rel=0.35)


def test_what_is_no_table_costs_nothing(tmp_path):
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7" + bytes(10 * MB))
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04" + bytes(10 * MB))
    assert need(sorted(tmp_path.iterdir()), Bounds()) == need([], Bounds())


def sparse(path: Path, size: int, start: bytes = b"a,b\n") -> Path:
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)
    return path


def test_memory_that_the_engine_may_not_take_is_spilled(tmp_path):
    file = sparse(tmp_path / "a.csv", 5 * GB)
    little, much = need([file], Bounds("100MB")), need([file], Bounds("100GB"))
    assert (little.memory < much.memory, little.spill > 0, much.spill) == (True, True, 0)


def test_a_workbook_needs_more_time_and_memory_than_the_same_rows_as_text(district, tmp_path):
    files, _ = district
    path = max(files, key=lambda path: path.stat().st_size)
    text, book = need([path], Bounds()), need([as_workbook(path, tmp_path)], Bounds())
    assert book.seconds > text.seconds
    assert book.memory > text.memory


def test_spill_on_the_same_disk_is_added_and_what_an_interrupted_run_wrote_is_not_asked_for_again(tmp_path):
    (disk,) = disks_of(NEED, 150 * MB, tmp_path / "not" / "made", tmp_path)
    assert (disk.folder, disk.needed) == (tmp_path, 100 * MB)
    (written,) = disks_of(NEED, 900 * MB, tmp_path, None)
    assert written.needed == NEED.spill


def test_another_disk_for_the_spill_is_looked_at_by_itself(tmp_path):
    results, spilled = disks_of(NEED, 0, tmp_path, FULL)
    assert (results.needed, spilled.needed, spilled.free) == (NEED.disk, NEED.spill, 0)


def run(folder: Path, *more: str) -> int:
    return cli.main(["run", str(folder / "in"), "--out", str(folder / "runs"), "--as-of", "2023-03-31", *more])


def test_a_disk_that_cannot_hold_the_run_is_refused_before_anything_is_read(tmp_path, capsys, monkeypatch):
    tiny.deliver(tmp_path / "in")
    monkeypatch.setattr(capacity.shutil, "disk_usage", lambda _: Usage(GB, GB, 30 * MB))
    assert run(tmp_path) == 3
    err = capsys.readouterr().err
    assert f"“{tmp_path / 'runs'}”所在磁盘需要约 83 MB，可用约 30 MB" in err
    assert "磁盘空间不够，没有开始" in err
    assert "给 --out 换一个磁盘上的目录" in err
    assert "读入收件" not in err
    assert list((tmp_path / "runs" / ".work").iterdir()) == []


def test_a_full_disk_for_the_spill_is_refused_too(tmp_path, monkeypatch):
    monkeypatch.setattr(capacity, "need", lambda *_: NEED)
    tiny.deliver(tmp_path / "in")
    monkeypatch.setattr("pipelines.settings_bounds.os.access", lambda *_: True)
    (tmp_path / "s.yaml").write_text(f"spill_dir: {FULL}\n", encoding="utf-8")
    with pytest.raises(
        AuditError, match=r"“/proc”所在磁盘需要约 50 MB，可用约 0 MB。.*给 设置 spill_dir 换一个"
    ) as caught:
        cli.cli.main(["estimate", str(tmp_path / "in"), "--settings", str(tmp_path / "s.yaml")], standalone_mode=False)
    assert caught.value.exit_code == 3


def test_too_little_memory_is_a_warning_and_the_run_goes_on(tmp_path, capsys, monkeypatch):
    tiny.deliver(tmp_path / "in")
    monkeypatch.setattr(capacity, "memory_of_machine", lambda: 200 * MB)
    assert run(tmp_path) == 0
    assert "只有约 200 MB，低于预计的约 450 MB" in capsys.readouterr().err


def test_the_estimate_alone_leaves_nothing(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    sparse(tmp_path / "in" / "社会保险缴费明细_202301.csv", 119 * MB)
    assert cli.main(["estimate", str(tmp_path / "in"), "--out", str(tmp_path / "runs")]) == 0
    assert capsys.readouterr().out.startswith("预计读入约 100 万行，用时约 20 秒，内存峰值约 540 MB；“")
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("group", "files", "found"),
    [
        ("0::/app/run", {"app/run/memory.max": "max", "app/memory.max": "400000000"}, [400 * MB]),
        ("0::/", {"memory.max": "300000000"}, [300 * MB]),
        ("5:memory:/app\n1:cpu:/", {"memory/app/memory.limit_in_bytes": "200000000", "memory.max": "1"}, [200 * MB]),
        ("0::/../other", {"memory.max": "max"}, []),
        ("0::/", {}, []),
    ],
)
def test_a_limit_on_the_container_or_one_above_it_counts(group, files, found, tmp_path):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="ascii")
    (tmp_path / "own").write_text(group, encoding="ascii")
    assert list(limits(tmp_path, tmp_path / "own")) == found


def test_figures_are_rounded_and_never_to_our_advantage():
    assert [rounded(number) for number in (0.4, 1, 9.94, 12.5, 119, 1234)] == ["0", "1", "9.9", "12", "120", "1200"]
    assert [rows(count) for count in (9_999, 45_100, 1_034_000)] == ["不到 1 万行", "约 4.5 万行", "约 100 万行"]
    assert [rows(count) for count in (99_000_000, 99_600_000, 126e7)] == ["约 9900 万行", "约 1 亿行", "约 13 亿行"]
    assert [duration(count) for count in (9, 41, 51, 700, 9000)] == [
        "约 10 秒",
        "约 50 秒",
        "约 1 分钟",
        "约 12 分钟",
        "约 2.5 小时",
    ]
    assert [size(count) for count in (154 * MB, 2.34 * GB)] == ["约 150 MB", "约 2.3 GB"]
    close = Disk("--out", Path("x"), needed=1.01 * GB, free=1.0 * GB)
    assert "需要约 1.1 GB，可用约 1 GB" in close.in_words()
