"""What goes wrong while a run works: the disk full, memory used up, the process killed, another run beside it.

Each is done in earnest, in processes of their own; whatever happened, the same command then finishes the run, and it
is the run that nothing had disturbed.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import duckdb
import polars as pl
import pytest
from pyarrow import parquet

from pipelines import cli, manifest
from pipelines.failure import as_audit_error
from pipelines.ingest import ingest_file
from pipelines.settings_bounds import Bounds
from tests.unit import tiny
from tests.unit.moments import BEGINNING, END, MIDDLE, ROOT, command


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.deliver(tmp_path_factory.mktemp("district") / "in")


@pytest.fixture(scope="module")
def undisturbed(delivered: Path, tmp_path_factory: pytest.TempPathFactory) -> dict:
    runs = tmp_path_factory.mktemp("undisturbed")
    assert cli.main(arguments(delivered, runs)) == 0
    return manifest.read(runs / "latest")


def arguments(delivered: Path, runs: Path, *more: str) -> list[str]:
    return ["run", str(delivered), "--out", str(runs), *more]


def publications(runs: Path) -> list[Path]:
    """The runs' folders, each of which holds what its manifest says, or the test ends here."""
    folders = sorted(path for path in runs.glob("gusu-2023-*"))
    for folder in folders:
        about = manifest.read(folder)
        assert about is not None
        assert manifest.holds(folder, about)
    return folders


def same(one: dict, other: dict) -> bool:
    return all(one[key] == other[key] for key in one.keys() - {"timings", "previous_run"})


# ---- the disk ----


def can_mount() -> bool:
    """Whether a small disk can be had without being root."""
    mount = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", tempfile.gettempdir()]
    return (
        shutil.which("unshare") is not None and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    )


@pytest.mark.skipif(not can_mount(), reason="this system gives no mount namespace to whoever asks")
@pytest.mark.parametrize(("megabytes", "failed"), [(1, "装载数据"), (24, "核对款项")])
def test_a_disk_that_fills_up_publishes_nothing_and_with_room_the_run_goes_on(
    megabytes, failed, delivered, undisturbed, tmp_path
):
    (tmp_path / "runs").mkdir()
    told = subprocess.run(
        ["unshare", "-rm", *command("fill", megabytes, tmp_path / "kept", *arguments(delivered, tmp_path / "runs"))],  # noqa: S607 - each system has it elsewhere
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"错误：“{failed}”写不下文件：磁盘已满。" in told.stderr
    assert "first: exit code 3, left ['.work']" in told.stdout
    assert "读入收件：上次已完成，不再重做" in told.stderr
    assert told.returncode == 0
    (folder,) = publications(tmp_path / "kept")
    assert same(manifest.read(folder), undisturbed)


def full(path: Path) -> str:
    """A name for the device, not the device: a library that removes what it could not finish removes the name."""
    path.symlink_to("/dev/full")
    return str(path)


FRAME = pl.DataFrame({"a": [str(number) for number in range(100_000)]})
WRITERS = {
    "python": lambda name: Path(name).write_bytes(bytes(100_000)),
    "polars": FRAME.write_parquet,
    "polars ipc": FRAME.write_ipc,
    "arrow": lambda name: parquet.write_table(FRAME.to_arrow(), name),
    "duckdb": lambda name: duckdb.sql("select range from range(1000000)").write_parquet(name),
}


@pytest.mark.parametrize("library", WRITERS)
def test_every_library_is_understood_when_the_disk_is_full(library, tmp_path):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - each raises its own
        WRITERS[library](full(tmp_path / "full"))
    assert "磁盘已满" in str(as_audit_error("写出", caught.value))


def test_a_full_spill_folder_is_not_taken_for_too_little_memory(tmp_path):
    con = duckdb.connect(config=Bounds("30MB").for_engine(tmp_path / "spill"))
    con.execute("set max_temp_directory_size = '1MB'")
    with pytest.raises(duckdb.OutOfMemoryException) as caught:
        con.execute("create table t as select hash(range) as a, random() as b from range(5000000)")
    told = str(as_audit_error("核对款项", caught.value))
    assert "写不进磁盘：磁盘已满" in told
    assert "spill_dir" in told


def test_a_delivery_is_not_called_damaged_because_the_disk_is_full(delivered, tmp_path):
    """What is unpacked into the work folder: the disk's fault is not the file's."""
    (table,) = delivered.glob("工资*.csv")
    path = tmp_path / f"{table.stem}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(table, table.name)
    target = tmp_path / "out" / "unpacked" / "0000.csv"
    target.parent.mkdir(parents=True)
    full(target)
    with pytest.raises(OSError, match="No space left on device"):
        ingest_file(path, 0, tmp_path / "out")


# ---- memory ----


def test_too_little_memory_names_the_setting_and_more_of_it_lets_the_same_run_go_on(
    delivered, undisturbed, tmp_path, capsys
):
    settings = tmp_path / "s.yaml"
    settings.write_text("memory_limit: 5MB\n", encoding="utf-8")
    assert cli.main(arguments(delivered, tmp_path / "runs", "--settings", str(settings))) == 3
    err = capsys.readouterr().err
    assert "内存不够" in err
    assert "请在设置中调高 memory_limit" in err
    assert publications(tmp_path / "runs") == []
    settings.write_text("memory_limit: 1GB\nthreads: 1\n", encoding="utf-8")
    assert cli.main(arguments(delivered, tmp_path / "runs", "--settings", str(settings))) == 0
    assert "读入收件：上次已完成，不再重做" in capsys.readouterr().err
    assert same(manifest.read(tmp_path / "runs" / "latest"), undisturbed)


# ---- the process ----

# Stage by stage, in one and the same run. When `publish` has done its work, the run is published.
DEATHS = (
    ("receive", MIDDLE),
    ("ingest", MIDDLE),
    ("load", END),
    ("decide", MIDDLE),
    ("judge", MIDDLE),
    ("check", END),
    ("results", MIDDLE),
    # A table is written, and a workbook is being written beside it.
    ("results", "entitlement"),
    ("publish", BEGINNING),
    ("publish", END),
)


def test_a_run_killed_at_every_stage_repeats_none_that_was_finished_and_is_the_same_in_the_end(
    delivered, undisturbed, tmp_path
):
    runs = tmp_path / "runs"
    stages = list(dict.fromkeys(stage for stage, _ in DEATHS))
    finished = 0
    for stage, moment in DEATHS:
        killed = subprocess.run(
            command("kill", stage, moment, *arguments(delivered, runs)),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert killed.returncode == -signal.SIGKILL
        assert killed.stderr.count("上次已完成") == finished
        # All before this one, but for the first, which is done each time: it says which run this is.
        finished = max(stages.index(stage) - 1, 0)
        assert len(publications(runs)) == ((stage, moment) == ("publish", END))
    assert cli.main(arguments(delivered, runs)) == 0
    (folder,) = publications(runs)
    assert same(manifest.read(folder), undisturbed)
    assert [path.name for path in (runs / ".work").iterdir()] == ["read"]


# ---- two at once ----


class Running:
    """A run in a process of its own, whose lines can be waited for."""

    def __init__(self, call: list[str]) -> None:
        program = "import sys; from pipelines.cli import main; sys.exit(main())"
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *call],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said = ""

    def wait_for(self, words: str) -> None:
        while words not in self.said:
            line = self.process.stderr.readline()
            assert line, self.said
            self.said += line

    def signal(self, number: int) -> None:
        os.kill(self.process.pid, number)

    def end(self) -> int:
        self.said += self.process.communicate()[1]
        return self.process.returncode


def test_two_processes_with_the_same_run_do_it_once(delivered, undisturbed, tmp_path):
    first = Running(arguments(delivered, tmp_path))
    first.wait_for("认定资格")
    first.signal(signal.SIGSTOP)
    second = Running(arguments(delivered, tmp_path))
    second.wait_for("等待它结束")
    first.signal(signal.SIGCONT)
    assert (first.end(), second.end()) == (0, 0)
    assert "以前已发布" not in first.said
    assert "以前已发布" in second.said
    assert "读入收件" not in second.said
    (folder,) = publications(tmp_path)
    assert same(manifest.read(folder), undisturbed)


def test_two_different_runs_side_by_side_both_publish_and_latest_is_the_later(delivered, undisturbed, tmp_path):
    slow = Running(arguments(delivered, tmp_path))
    slow.wait_for("认定资格")
    slow.signal(signal.SIGSTOP)
    quick = Running(arguments(delivered, tmp_path, "--only-proposed"))
    assert quick.end() == 0
    (folder,) = publications(tmp_path)
    assert (tmp_path / "latest").resolve() == folder
    slow.signal(signal.SIGCONT)
    assert slow.end() == 0
    assert len(publications(tmp_path)) == 2
    latest = manifest.read(tmp_path / "latest")
    assert latest["previous_run"]["run_id"] == folder.name
    assert same(latest, undisturbed)
