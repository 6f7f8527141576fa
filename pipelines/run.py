"""Doing a run: from the request to the publication, resumable.

The command line and the Prefect flows both call `perform_all`; they differ only in how one step is called.
A finished stage leaves a marker in the work folder, so the same command after a crash repeats none of them.
"""

import time
from collections.abc import Callable
from pathlib import Path

from pipelines import capacity, manifest, publish, work
from pipelines.errors import AuditError
from pipelines.failure import as_audit_error
from pipelines.ingest import list_files
from pipelines.job import WRONG_CALL, Job, NothingDeliveredError, Outcome, Reporter, Request, Step
from pipelines.paths import ROOT
from pipelines.policy import digest, load_package, package_folder, resolve
from pipelines.settings import load_settings
from pipelines.steps import STEPS

PROGRAM_FOLDERS = ("pipelines", "schemas", "sql")
SHOWN_FOLDERS = 5


def open_job(request: Request, report: Reporter) -> Job:
    """The job for a request that can be carried out; otherwise an error of exit code 2, and nothing was started."""
    folder = package_folder(request.policy)
    package = load_package(folder)
    if request.settings_path is not None and not request.settings_path.is_file():
        raise AuditError(f"找不到设置文件 {request.settings_path}。请核对 --settings 的路径。", WRONG_CALL)
    settings = load_settings(request.settings_path, package)
    return Job(
        request=request,
        package=resolve(package, settings, request.assume),
        settings=settings,
        policy_digest=digest(folder),
        settings_digest=manifest.object_digest(settings.as_dict()),
        program_digest=manifest.tree_digest(ROOT / name for name in PROGRAM_FOLDERS),
        files=in_order(delivered_files(request, report), settings.order),
        report=report,
    )


def delivered_files(request: Request, report: Reporter) -> list[Path]:
    if not request.input_dir.is_dir():
        raise AuditError(f"找不到收件目录 {request.input_dir}。请核对路径。", WRONG_CALL)
    if request.out_dir.resolve().is_relative_to(request.input_dir.resolve()):
        raise AuditError(
            "存放结果的目录（--out）不能是收件目录或在它里面，否则结果会被当成收件。请换一个目录。", WRONG_CALL
        )
    if request.out_dir.exists() and not request.out_dir.is_dir():
        raise AuditError(f"{request.out_dir} 不是目录。请给 --out 换一个目录。", WRONG_CALL)
    files = list_files(request.input_dir)
    folders = sorted(path.name for path in request.input_dir.iterdir() if path.is_dir() and path.name[0] != ".")
    if folders:
        report.note(
            f"收件目录里有 {len(folders)} 个子文件夹（{'、'.join(folders[:SHOWN_FOLDERS])}），里面的文件没有读。"
            "要读的文件请直接放进收件目录。"
        )
    if not files:
        raise NothingDeliveredError(
            f"收件目录 {request.input_dir} 里没有文件。请把各部门提供的 .xlsx、.csv 放进去"
            "（空白模板：benefit-audit templates 目录）。"
        )
    return files


def in_order(files: list[Path], wanted: tuple[str, ...]) -> list[Path]:
    """Natural order, but the files that the settings order share their places out as the settings say."""
    known = {path.name: path for path in files}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise AuditError(f"设置中 order 列出的文件不在收件目录里：{'、'.join(unknown)}。请改正文件名。", WRONG_CALL)
    ordered = iter([known[name] for name in wanted])
    return [next(ordered) if path.name in wanted else path for path in files]


def perform(job: Job, step: Step) -> None:
    """One step, unless its marker says that it is done. No exception leaves with raw values in its text."""
    if step.is_marked and work.is_done(job, step):
        job.report.note(f"{step.title}：上次已完成，不再重做")
        return
    started = time.monotonic()
    try:
        step.function(job)
        if step.is_marked:
            work.mark(job, step, time.monotonic() - started)
    except AuditError:
        raise
    except Exception as error:
        raise as_audit_error(step.title, error) from error


def perform_all(job: Job, call: Callable[[Job, Step], None] = perform) -> Outcome:
    """All steps that are still to do. `call` does one; the first tells which run this is."""
    first, *others = STEPS
    job.report.step(1, len(STEPS), first.title)
    call(job, first)
    with work.exclusive(job):
        published = already_published(job)
        if published is not None:
            return published
        capacity.foresee(job)
        try:
            for number, step in enumerate(others, start=2):
                job.report.step(number, len(STEPS), step.title)
                call(job, step)
        except NothingDeliveredError:
            work.clear(job)
            raise
        work.clear(job)
    return Outcome(job.final_dir, manifest.read(job.final_dir) or {}, was_published=False)


def already_published(job: Job) -> Outcome | None:
    """The publication an earlier run left, if it still holds; also one that was killed just after its rename."""
    about = manifest.read(job.final_dir)
    if about is None or not manifest.holds(job.final_dir, about):
        return None
    if any(job.work_dir.iterdir()):
        publish.name_latest(job.final_dir)
    work.clear(job)
    return Outcome(job.final_dir, about, was_published=True)
