"""The run as Prefect flows: the same steps, each a task, each delivered file a task of its own.

Nothing is decided here and nothing is computed: what a flow adds is retries, a picture of where a run is,
a summary artifact, and for the monthly run the question whether the month's data is there at all.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from pipelines import arrival, reads, run, steps
from pipelines.errors import AuditError
from pipelines.failure import as_audit_error
from pipelines.job import DEFAULT_POLICY, FAILED, PUBLISHED, Job, NothingDeliveredError, Outcome, Request, Step
from pipelines.summary import as_markdown
from pipelines.terminal import Lines

T = TypeVar("T")
ARTIFACT_KEY = "audit-summary"
WAITING = "等待数据"
PUBLISHED_NAMES = {True: "已发布", False: "已发布，有退回"}
ZONE = ZoneInfo("Asia/Shanghai")
RETRY_DELAYS = [10, 60]


@flow(name="audit", persist_result=False)
def audit(
    input: str,
    out: str,
    policy: str = DEFAULT_POLICY,
    as_of: date | None = None,
    settings: str | None = None,
    assume: dict[str, str] | None = None,
    only_proposed: bool = False,
) -> State:
    """审计一批收件。"""
    return published(conduct(request_of(input, out, policy, as_of, settings, assume, only_proposed), perform_as_task))


@flow(name="prepayment-audit", persist_result=False)
def prepayment_audit(
    input: str, out: str, policy: str = DEFAULT_POLICY, as_of: date | None = None, settings: str | None = None
) -> State:
    """支付前审核：全部一起判断，只发布拟发放款项。"""
    return published(conduct(request_of(input, out, policy, as_of, settings, None, True), perform_as_task))


@flow(name="monthly-audit", persist_result=False)
def monthly_audit(
    input: str,
    out: str,
    policy: str = DEFAULT_POLICY,
    settings: str | None = None,
    required: list[str] | None = None,
    month: int | None = None,
) -> State:
    """每月审计：上月数据到齐才做。month 写成 202309，不写就是计划执行日的上一个月。"""
    wanted = month or month_before(runtime.flow_run.scheduled_start_time)
    sources = arrival.REQUIRED if required is None else tuple(required)

    def perform(job: Job, step: Step) -> None:
        perform_as_task(job, step)
        if step.name == steps.LOAD:
            ask = partial(arrival.missing, job.database, wanted, sources)
            missing = as_task("ask", f"确认 {wanted} 数据到齐", ask, has_io=False)
            if missing:
                raise NothingDeliveredError(f"{wanted} 数据没有到齐", missing)

    try:
        return published(conduct(request_of(input, out, policy, None, settings, None, False), perform))
    except NothingDeliveredError as error:
        return waiting(wanted, error.missing or arrival.titles(sources))


def request_of(
    input: str,
    out: str,
    policy: str,
    as_of: date | None,
    settings: str | None,
    assume: dict[str, str] | None,
    only_proposed: bool,
) -> Request:
    return Request(
        input_dir=Path(input),
        out_dir=Path(out),
        policy=policy,
        as_of=as_of,
        settings_path=Path(settings) if settings else None,
        assume=assume or {},
        only_proposed=only_proposed,
    )


def conduct(request: Request, perform: Callable[[Job, Step], None]) -> Outcome:
    job = run.open_job(request, Lines(lambda text: get_run_logger().info(text)))
    return run.perform_all(job, perform)


def perform_as_task(job: Job, step: Step) -> None:
    """One step as one task; reading is one task a delivered file, and the step then finds them all read."""
    if step.name == steps.INGEST:
        for number, path in enumerate(job.files):
            read = partial(reads.read, job, number)
            as_task(step.name, f"{step.title} {path.name}", read, has_io=step.has_io)
    as_task(step.name, step.title, partial(run.perform, job, step), has_io=step.has_io)


def as_task(name: str, title: str, work: Callable[[], T], *, has_io: bool) -> T:
    """Call it as a task without parameters or stored result: the server then holds titles only, never a row."""

    def quietly() -> T:
        # Without its cause: the server keeps the trace, and a library's message may quote a person's row.
        try:
            return work()
        except AuditError as error:
            raise error from None
        except Exception as error:
            raise as_audit_error(title, error) from None

    attempt = task(
        quietly,
        name=name,
        task_run_name=title,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=len(RETRY_DELAYS) if has_io else 0,
        retry_delay_seconds=RETRY_DELAYS,
        retry_condition_fn=is_passing,
    )
    return attempt()


def is_passing(_task: object, _run: object, state: State) -> bool:
    """Whether another try may help: not where the call itself is wrong, or there is nothing to audit."""
    error = state.result(raise_on_failure=False)
    return not isinstance(error, AuditError) or error.exit_code == FAILED


def month_before(start: datetime) -> int:
    """The month before the one in which the run was due, where the district is."""
    last = start.astimezone(ZONE).date().replace(day=1) - timedelta(days=1)
    return last.year * 100 + last.month


def published(outcome: Outcome) -> State:
    create_markdown_artifact(as_markdown(outcome.manifest, outcome.folder), key=ARTIFACT_KEY, description="审计结果")
    return Completed(name=PUBLISHED_NAMES[outcome.exit_code == PUBLISHED], message=f"结果目录：{outcome.folder}")


def waiting(month: int, missing: Sequence[str]) -> State:
    text = f"{month} 数据没有到齐，缺：{'、'.join(missing)}。到齐后请重新启动，或等下一次计划。"
    create_markdown_artifact(f"# {WAITING}\n\n{text}\n", key=ARTIFACT_KEY, description=WAITING)
    return Completed(name=WAITING, message=text)
