"""How a run goes about its work: resumed, alone, published whole. What it decides is told elsewhere."""

import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from pipelines import manifest, publish, run, steps, work
from pipelines.errors import AuditError
from pipelines.job import Job, NothingDeliveredError, Request, Step
from pipelines.settings_bounds import Bounds
from pipelines.settings_model import Settings


class Told:
    """A reporter that remembers."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def step(self, _number: int, _total: int, title: str) -> None:
        self.notes.append(title)

    def progress(self, done: int, total: int, detail: str) -> None:
        pass

    def note(self, text: str) -> None:
        self.notes.append(text)


def make_job(tmp_path: Path, **request: object) -> Job:
    input_dir = tmp_path / "in"
    input_dir.mkdir(exist_ok=True)
    (input_dir / "a.csv").write_text("a\n1\n", encoding="utf-8")
    return Job(
        request=Request(input_dir=input_dir, out_dir=tmp_path / "runs", **request),
        package=SimpleNamespace(code="gusu-2023", assumptions={}),
        settings=Settings(),
        policy_digest="policy",
        settings_digest="settings",
        program_digest="program",
        files=[input_dir / "a.csv"],
        report=Told(),
    )


class Recorder:
    """Steps that write down that they ran; one of them can be made to fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fail_at: str | None = None, error: Exception | None = None):
        self.ran: list[str] = []
        self.fail_at, self.error = fail_at, error or RuntimeError("stop")
        middle = tuple(Step(name, name, self.named(name)) for name in ("ingest", "decide"))
        last = Step("publish", "publish", self.release, is_marked=False)
        monkeypatch.setattr(run, "STEPS", (steps.STEPS[0], *middle, last))

    def named(self, name: str):
        def ran(job: Job) -> None:
            self.ran.append(name)
            if name == self.fail_at:
                raise self.error
            (job.draft_dir / "tables").mkdir(parents=True, exist_ok=True)
            (job.draft_dir / "tables" / f"{name}.txt").write_text(name, encoding="utf-8")

        return ran

    def release(self, job: Job) -> None:
        self.named("publish")(job)
        about = {"run_id": job.run_id, "exit_code": 0, "outputs": manifest.output_digests(job.draft_dir)}
        manifest.write_json(job.draft_dir / manifest.FILE_NAME, about)
        publish.put_in_place(job.draft_dir, job.final_dir)
        publish.name_latest(job.final_dir)


def test_a_run_leaves_its_folder_and_latest_and_no_work(tmp_path, monkeypatch):
    recorder = Recorder(monkeypatch)
    outcome = run.perform_all(make_job(tmp_path))
    assert recorder.ran == ["ingest", "decide", "publish"]
    assert (tmp_path / "runs" / "latest").resolve() == outcome.folder.resolve()
    assert str((tmp_path / "runs" / "latest").readlink()) == outcome.folder.name
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == [".work", outcome.folder.name, "latest"]
    assert list((tmp_path / "runs" / ".work").iterdir()) == []


def test_the_same_command_again_computes_nothing(tmp_path, monkeypatch):
    Recorder(monkeypatch)
    first = run.perform_all(make_job(tmp_path))
    recorder = Recorder(monkeypatch)
    again = run.perform_all(make_job(tmp_path))
    assert recorder.ran == []
    assert again.was_published
    assert again.folder == first.folder
    assert list((tmp_path / "runs" / ".work").iterdir()) == []


def test_a_killed_run_repeats_no_finished_stage(tmp_path, monkeypatch):
    Recorder(monkeypatch, fail_at="decide")
    with pytest.raises(AuditError):
        run.perform_all(make_job(tmp_path))
    assert not (tmp_path / "runs" / "latest").exists()
    recorder = Recorder(monkeypatch)
    job = make_job(tmp_path)
    run.perform_all(job)
    assert recorder.ran == ["decide", "publish"]
    assert "ingest：上次已完成，不再重做" in job.report.notes


def test_a_run_killed_between_rename_and_latest_is_finished(tmp_path, monkeypatch):
    Recorder(monkeypatch)
    outcome = run.perform_all(make_job(tmp_path))
    (tmp_path / "runs" / "latest").unlink()
    leftover = tmp_path / "runs" / ".work" / outcome.folder.name
    leftover.mkdir()
    (leftover / "ingest.done").write_text("{}", encoding="utf-8")
    recorder = Recorder(monkeypatch)
    run.perform_all(make_job(tmp_path))
    assert recorder.ran == []
    assert (tmp_path / "runs" / "latest").resolve() == outcome.folder.resolve()
    assert not leftover.exists()


def test_an_older_run_asked_for_again_does_not_become_latest(tmp_path, monkeypatch):
    Recorder(monkeypatch)
    run.perform_all(make_job(tmp_path))
    newer = run.perform_all(make_job(tmp_path, only_proposed=True))
    run.perform_all(make_job(tmp_path))
    assert (tmp_path / "runs" / "latest").resolve() == newer.folder.resolve()


def test_a_tampered_publication_is_made_anew_and_kept_aside(tmp_path, monkeypatch):
    Recorder(monkeypatch)
    outcome = run.perform_all(make_job(tmp_path))
    (outcome.folder / "tables" / "decide.txt").write_text("another figure", encoding="utf-8")
    recorder = Recorder(monkeypatch)
    again = run.perform_all(make_job(tmp_path))
    assert recorder.ran == ["ingest", "decide", "publish"]
    assert (again.folder / "tables" / "decide.txt").read_text(encoding="utf-8") == "decide"
    aside = tmp_path / "runs" / f"{outcome.folder.name}.damaged-1" / "tables" / "decide.txt"
    assert aside.read_text(encoding="utf-8") == "another figure"


def test_an_unexpected_error_is_exit_code_3_and_quotes_no_value(tmp_path, monkeypatch):
    Recorder(monkeypatch, fail_at="decide", error=duckdb.ConversionException("'320508199001010010' is no number"))
    with pytest.raises(AuditError) as caught:
        run.perform_all(make_job(tmp_path))
    assert caught.value.exit_code == 3
    assert "ConversionException" in str(caught.value)
    assert "320508" not in str(caught.value)


def test_a_full_disk_is_told_as_such(tmp_path, monkeypatch):
    Recorder(monkeypatch, fail_at="decide", error=OSError(28, "No space left on device", "/data/run.duckdb"))
    with pytest.raises(AuditError, match=r"run\.duckdb") as caught:
        run.perform_all(make_job(tmp_path))
    assert "/data" not in str(caught.value)


def test_a_folder_inside_the_deliveries_is_not_read_and_that_is_said(tmp_path):
    (tmp_path / "in" / "三月").mkdir(parents=True)
    (tmp_path / "in" / "a.csv").write_text("a\n1\n", encoding="utf-8")
    told = Told()
    files = run.delivered_files(Request(input_dir=tmp_path / "in", out_dir=tmp_path / "runs"), told)
    assert [path.name for path in files] == ["a.csv"]
    assert told.notes == ["收件目录里有 1 个子文件夹（三月），里面的文件没有读。要读的文件请直接放进收件目录。"]


def test_nothing_to_audit_leaves_no_work(tmp_path, monkeypatch):
    Recorder(monkeypatch, fail_at="ingest", error=NothingDeliveredError("没有数据"))
    with pytest.raises(NothingDeliveredError):
        run.perform_all(make_job(tmp_path))
    assert list((tmp_path / "runs" / ".work").iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda job: job.files[0].write_text("a\n2\n", encoding="utf-8"),
        lambda job: setattr(job, "policy_digest", "other"),
        lambda job: setattr(job, "settings_digest", "other"),
        lambda job: setattr(job, "program_digest", "other"),
        lambda job: job.package.assumptions.update({"A-16A-1": SimpleNamespace(value="half_up")}),
        lambda job: setattr(job, "request", replace(job.request, as_of=date(2023, 3, 31))),
        lambda job: setattr(job, "request", replace(job.request, only_proposed=True)),
    ],
    ids=["input", "policy", "settings", "program", "assumption", "as_of", "only_proposed"],
)
def test_whatever_may_change_a_table_changes_the_run_id(change, tmp_path):
    job = make_job(tmp_path)
    steps.receive(job)
    before = job.run_id
    change(job)
    steps.receive(job)
    assert job.run_id != before
    assert job.run_id.startswith("gusu-2023-")
    assert len(job.run_id) == len("gusu-2023-") + 12


def test_more_memory_does_not_change_the_run_id(tmp_path):
    job = make_job(tmp_path)
    steps.receive(job)
    before = job.run_id
    job.settings = Settings(bounds=Bounds("4GB", 1, tmp_path))
    steps.receive(job)
    assert job.run_id == before


def test_a_spill_folder_elsewhere_is_the_runs_own_and_goes_with_it(tmp_path, monkeypatch):
    job = make_job(tmp_path)
    job.settings = Settings(bounds=Bounds(spill_dir=tmp_path / "spill"))
    other = replace(job, request=replace(job.request, out_dir=tmp_path / "other"))
    Recorder(monkeypatch, fail_at="decide")
    for one in (job, other):
        steps.receive(one)
        one.spill_dir.mkdir(parents=True)
        (one.spill_dir / "left by a killed process").write_text("rows", encoding="utf-8")
    assert job.run_id == other.run_id
    with pytest.raises(AuditError):
        run.perform_all(job)
    assert list((tmp_path / "spill").iterdir()) == [other.spill_dir]


def test_what_libraries_write_for_a_moment_lies_in_the_work_folder(tmp_path):
    job = make_job(tmp_path)
    steps.receive(job)
    usual = tempfile.gettempdir()
    with work.exclusive(job), tempfile.NamedTemporaryFile() as file:
        assert Path(file.name).parent == job.work_dir
    assert tempfile.gettempdir() == usual


def test_where_the_folders_lie_does_not_change_the_run_id(tmp_path):
    ids = set()
    for place in ("here", "there"):
        (tmp_path / place).mkdir()
        job = make_job(tmp_path / place)
        steps.receive(job)
        ids.add(job.run_id)
    assert len(ids) == 1


def test_a_second_process_waits_for_the_first(tmp_path, monkeypatch):
    recorder = Recorder(monkeypatch)
    first, second = make_job(tmp_path), make_job(tmp_path)
    steps.receive(first)
    outcomes: list[bool] = []
    with work.exclusive(first):
        waiting = threading.Thread(target=lambda: outcomes.append(run.perform_all(second).was_published))
        waiting.start()
        while not any("等待它结束" in note for note in second.report.notes):
            waiting.join(0.01)
        assert recorder.ran == []
    waiting.join(10)
    assert outcomes == [False]
    assert recorder.ran == ["ingest", "decide", "publish"]


def test_the_lock_of_a_killed_process_does_not_bind(tmp_path):
    job = make_job(tmp_path)
    steps.receive(job)
    path = job.work_dir.with_name(f"{job.run_id}.lock")
    path.parent.mkdir(parents=True)
    code = (
        f"import fcntl, os; handle = open({str(path)!r}, 'w'); "
        "fcntl.flock(handle, fcntl.LOCK_EX); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    with work.exclusive(job):
        assert path.exists()
    assert not path.exists()


def test_the_settings_order_the_files_they_name_and_leave_the_others():
    files = [Path(name) for name in ("a.csv", "b.csv", "c.csv", "d.csv")]
    ordered = run.in_order(files, ("d.csv", "b.csv"))
    assert [path.name for path in ordered] == ["a.csv", "d.csv", "c.csv", "b.csv"]


def test_an_ordered_file_that_is_not_there_is_named():
    with pytest.raises(AuditError, match=r"e\.csv"):
        run.in_order([Path("a.csv")], ("e.csv",))


@pytest.mark.parametrize(
    ("periods", "paid", "expected"),
    [
        ([202301, 202302], [date(2023, 6, 1)], date(2023, 2, 28)),
        ([202402], [], date(2024, 2, 29)),
        ([], [date(2023, 6, 1), None], date(2023, 6, 30)),
        ([None], [date(2023, 12, 31)], date(2023, 12, 31)),
    ],
)
def test_the_day_of_the_audit_comes_from_the_data(periods, paid, expected, tmp_path):
    assert steps.as_of(make_job(tmp_path), delivered(periods, paid)) == expected


def test_without_a_month_or_a_payment_the_day_must_be_given(tmp_path):
    with pytest.raises(AuditError, match="--as-of") as caught:
        steps.as_of(make_job(tmp_path), delivered([], []))
    assert caught.value.exit_code == 2
    assert steps.as_of(make_job(tmp_path, as_of=date(2023, 3, 31)), delivered([], [])) == date(2023, 3, 31)


def delivered(periods: list[int | None], paid: list[date | None]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create schema source")
    con.execute("create table source.social_insurance (period integer)")
    con.execute("create table source.payout (paid_on date)")
    for table, values in (("social_insurance", periods), ("payout", paid)):
        for value in values:
            con.execute(f"insert into source.{table} values (?)", [value])
    return con
