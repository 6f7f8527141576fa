"""`benefit-audit check`: the deliveries read and reported on, without the audit."""

import tempfile
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines import run
from pipelines.engine import Engine
from pipelines.ingest import DeliveryReport, ingest_file, load_sources, shown_name
from pipelines.job import PUBLISHED, PUBLISHED_WITH_REJECTS, Job, Reporter, Request
from pipelines.steps import CURRENT
from pipelines.workbook import RunInfo, write_data_quality, write_feedback

# What the two workbooks show, and no more.
SHOWN = (
    "lists.source_state",
    "lists.delivery_state",
    "lists.rejected_reason",
    "lists.rejected_row",
    "lists.duplicate_key",
    "lists.change",
    "lists.repair",
    "lists.column_profile",
    "lists.month_state",
    "verdicts.rejected_row",
)
# Every row counts, whatever its date: nothing is audited as of a day.
AS_OF = date(2100, 12, 31)
TABLES = ("delivery", "rejected_row")


def check(request: Request, report: Reporter) -> int:
    """Leave data_quality.xlsx, feedback/ and the tables behind them in `out_dir`; gives the exit code."""
    job = run.open_job(request, report)
    job.run_id = "check"
    request.out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".check-", dir=request.out_dir) as folder:
        work = Path(folder)
        reports = _read(job, work)
        with Engine(work / "check.duckdb", job.settings.bounds.for_engine(work / "spill")) as engine:
            settled = load_sources(engine.con, reports, work, work / CURRENT, job.settings.reading)
            engine.load_table("run", "context", pa.Table.from_pylist([{"as_of": AS_OF, "only_proposed": False}]))
            engine.run(SHOWN)
            _write(job, engine.con)
    return _exit_code(job, settled)


def _read(job: Job, work: Path) -> list[DeliveryReport]:
    job.report.step(1, 2, "读入收件")
    reports = []
    for number, path in enumerate(job.files):
        reports += ingest_file(path, number, work / f"{number:05d}", job.settings.reading)
        job.report.progress(number + 1, len(job.files), shown_name(path))
    return reports


def _write(job: Job, con: duckdb.DuckDBPyConnection) -> None:
    job.report.step(2, 2, "写出数据质量和反馈函")
    out = job.request.out_dir
    info = RunInfo(
        package_title=job.package.title,
        package_code=job.package.code,
        period="",
        as_of=AS_OF,
        run_id="",
        mask=job.settings.is_masked,
    )
    for old in (out / "feedback").glob("*.xlsx"):
        old.unlink()
    write_data_quality(con, out / "data_quality.xlsx", info)
    write_feedback(con, out / "feedback", info)
    (out / "tables").mkdir(exist_ok=True)
    for name in TABLES:
        con.sql(f"select * from verdicts.{name} order by all").write_parquet(str(out / "tables" / f"{name}.parquet"))


def _exit_code(job: Job, settled: list[DeliveryReport]) -> int:
    rejected = sum(report.rejected for report in settled)
    is_rejected = any(report.error for report in settled) or rejected > job.settings.max_rejected_rows
    return PUBLISHED_WITH_REJECTS if is_rejected else PUBLISHED
