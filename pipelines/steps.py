"""The steps of a run, as plain functions of the job, and their one list.

Each may be done again from its start without harm: it writes into its own place and replaces what an
interrupted try left there. The decisions are in sql/; a step only names which of them to make.
"""

import calendar
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date
from functools import partial

import duckdb
import pyarrow as pa

from pipelines import manifest, publish, reads, record
from pipelines.engine import Engine, needed, relations
from pipelines.errors import AuditError
from pipelines.ingest import load_sources, shown_name
from pipelines.job import FAILED, WRONG_CALL, Job, NothingDeliveredError, Step
from pipelines.policy import to_tables
from pipelines.tables import write_table
from pipelines.workbook import RunInfo, write_data_quality, write_eligibility, write_feedback, write_findings
from schemas.outputs import OUTPUTS

INGEST = "ingest"
LOAD = "load"
CURRENT = "current"
# What is read or written at a time: more than there are processors only takes memory.
WORKERS = min(os.cpu_count() or 1, 4)
# From the sources to the entitlement; the judge takes everything else but what only shows or checks.
DECIDED_FOLDERS = ("staging", "facts", "heads", "benefits")
DECIDED_VERDICTS = ("verdicts.entitlement", "verdicts.entitlement_person", "verdicts.condition", "verdicts.coverage")
CHECK_FOLDER = "checks"
SHOWN_FOLDER = "lists"
SHOWN_FAULTS = 20
WORKBOOKS = (
    ("eligibility.xlsx", write_eligibility),
    ("findings.xlsx", write_findings),
    ("data_quality.xlsx", write_data_quality),
    ("feedback", write_feedback),
)


def receive(job: Job) -> None:
    """Digest every delivered file: with policy, settings and program this says which run it is."""
    job.stamps = [reads.stamp(path) for path in job.files]
    with ThreadPoolExecutor(WORKERS) as pool:
        digests = pool.map(manifest.file_digest, job.files)
        job.inputs = []
        for done, (path, digest) in enumerate(zip(job.files, digests, strict=True), start=1):
            job.inputs.append({"file": shown_name(path), "bytes": path.stat().st_size, "sha256": digest})
            job.report.progress(done, len(job.files), shown_name(path))
    job.run_id = f"{job.package.code}-{manifest.object_digest(job.identity())[:12]}"


def ingest(job: Job) -> None:
    """Read the delivered files, several at a time; what was read before is there already."""
    side_by_side(job, [(shown_name(path), partial(reads.read, job, number)) for number, path in enumerate(job.files)])


def side_by_side(job: Job, works: Sequence[tuple[str, Callable[[], object]]]) -> None:
    """Several at a time, each told by its name when it is done; where one fails, no other is begun."""
    with ThreadPoolExecutor(WORKERS) as pool:
        running = {pool.submit(work): name for name, work in works}
        try:
            for done, future in enumerate(as_completed(running), start=1):
                future.result()
                job.report.progress(done, len(works), running[future])
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def load(job: Job) -> None:
    """Sources and policy into a fresh database."""
    for path in (job.database, job.database.with_name(f"{job.database.name}.wal")):
        path.unlink(missing_ok=True)
    with open_engine(job) as engine:
        reports = [report for number in range(len(job.files)) for report in reads.read(job, number)]
        load_sources(engine.con, reports, job.read_dir, job.work_dir / CURRENT, job.settings.reading)
        for name, table in to_tables(job.package).items():
            engine.load_table(*name.split("."), table)
        refuse_unusable(job, engine.con)


def refuse_unusable(job: Job, con: duckdb.DuckDBPyConnection) -> None:
    """Nothing that can be audited, or so much sent back that the settings forbid to go on."""
    sources, rejected, read = con.execute(
        "select count(source) filter (where not error), coalesce(sum(rejected), 0), coalesce(sum(rows_read), 0) "
        "from source.delivery"
    ).fetchone()
    if sources == 0:
        raise NothingDeliveredError(
            f"收件目录里的 {len(job.files)} 个文件没有一个认得出是哪种数据。文件名应以数据源名称开头"
            "（如 社会保险缴费明细_202301.csv），或表头与模板一致；空白模板：benefit-audit templates 目录。"
        )
    share = job.settings.max_rejected_share
    if share is not None and rejected > share * read:
        raise AuditError(
            f"读入 {read} 行，退回 {rejected} 行，超过设置允许的比例 {share}（max_rejected_share），没有发布任何结果。"
            "请核对收件，或在设置中放宽。",
            FAILED,
        )


def decide(job: Job) -> None:
    """Who is entitled to what: from the sources to the entitlement."""
    with open_engine(job) as engine:
        context = {"as_of": as_of(job, engine.con), "only_proposed": job.request.only_proposed}
        engine.load_table("run", "context", pa.Table.from_pylist([context | {"package_code": job.package.code}]))
        make(job, engine, decided())


def judge(job: Job) -> None:
    """Every payout split, and all that follows from it."""
    later = in_folders(CHECK_FOLDER, SHOWN_FOLDER)
    with open_engine(job) as engine:
        make(job, engine, set(relations()) - decided() - later)


def check(job: Job) -> None:
    """Rows in = rows out, every fen placed; or nothing is published."""
    with open_engine(job) as engine:
        make(job, engine, in_folders(CHECK_FOLDER))
        faults = engine.con.execute(
            "select check_name, expected, observed, message from collected.checks order by all"
        ).fetchall()
    if faults:
        lines = [
            f"  {name}：{message}（应为 {expected}，实为 {observed}）"
            for name, expected, observed, message in faults[:SHOWN_FAULTS]
        ]
        more = f"\n  其余 {len(faults) - SHOWN_FAULTS} 处从略" if len(faults) > SHOWN_FAULTS else ""
        raise AuditError(f"有 {len(faults)} 处对不上，没有发布任何结果：\n" + "\n".join(lines) + more, FAILED)


def show(job: Job) -> None:
    """Tables and workbooks, from the same relations, side by side: a workbook leaves most of the processors idle."""
    folder = job.draft_dir / publish.TABLES
    folder.mkdir(parents=True, exist_ok=True)
    with open_engine(job) as engine:
        make(job, engine, in_folders(SHOWN_FOLDER))
        info = run_info(job, engine.con)
        books = [(name, partial(write, engine.con, job.draft_dir / name, info)) for name, write in WORKBOOKS]
        tables = [(name, partial(write_table, engine.con, folder, name, job.request.only_proposed)) for name in OUTPUTS]
        # The longest first.
        side_by_side(job, [books[0], *tables, *books[1:]])


def release(job: Job) -> None:
    """Prove the publication in its manifest, and put it in place whole."""
    if job.draft_dir.exists():
        manifest.write_json(job.draft_dir / manifest.FILE_NAME, record.of_run(job, STEPS))
        damaged = publish.put_in_place(job.draft_dir, job.final_dir)
        if damaged:
            job.report.note(f"原有的 {job.final_dir.name} 与其清单不符，已改名保留为 {damaged.name}。")
    publish.name_latest(job.final_dir)
    reads.prune(job)


STEPS = (
    Step("receive", "收件登记", receive, has_io=True, is_marked=False),
    Step(INGEST, "读入收件", ingest, has_io=True),
    Step(LOAD, "装载数据", load, has_io=True),
    Step("decide", "认定资格", decide),
    Step("judge", "核对款项", judge),
    Step("check", "平衡校验", check),
    Step("results", "写出结果", show, has_io=True),
    Step("publish", "发布", release, has_io=True, is_marked=False),
)


def decided() -> set[str]:
    """What the entitlements need is made with them, whatever folder it stands in."""
    return set(needed(in_folders(*DECIDED_FOLDERS) | set(DECIDED_VERDICTS)))


def in_folders(*folders: str) -> set[str]:
    return {name for name, relation in relations().items() if relation.folder in folders}


def open_engine(job: Job) -> Engine:
    """The run's database, within the bounds that the settings give."""
    return Engine(job.database, job.settings.bounds.for_engine(job.spill_dir))


def make(job: Job, engine: Engine, targets: set[str]) -> None:
    engine.run(sorted(targets), on_relation=job.report.progress)


def as_of(job: Job, con: duckdb.DuckDBPyConnection) -> date:
    """The day asked for; else the last of the newest month insured, else of the newest payout."""
    if job.request.as_of is not None:
        return job.request.as_of
    newest = con.execute("select max(period) from source.social_insurance").fetchone()[0]
    if newest is None:
        paid_on = con.execute("select max(paid_on) from source.payout").fetchone()[0]
        if paid_on is None:
            raise AuditError(
                "收件中没有社保缴费，也没有带日期的发放款项，定不出审计截止日。请用 --as-of 指定。", WRONG_CALL
            )
        newest = paid_on.year * 100 + paid_on.month
    year, month = divmod(newest, 100)
    return date(year, month, calendar.monthrange(year, month)[1])


def run_info(job: Job, con: duckdb.DuckDBPyConnection) -> RunInfo:
    start, end, day = con.execute(
        "select package.effective_from, package.effective_to, context.as_of "
        "from policy.package as package cross join run.context as context"
    ).fetchone()
    return RunInfo(
        package_title=job.package.title,
        package_code=job.package.code,
        period=f"{start} 至 {end}",
        as_of=day,
        run_id=job.run_id,
        mask=job.settings.is_masked,
        only_proposed=job.request.only_proposed,
    )
