"""`sensitivity`: what every other reading of the policy would do to verdicts and money.

The sources are read and judged once. Each alternative then replaces the policy tables that it changes inside a
transaction, makes anew only the relations in which that shows, is compared, and is rolled back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines import capacity, record, run, steps, work
from pipelines.engine import GIVEN_SCHEMAS, Engine, Relation, expand, order, relations
from pipelines.job import PUBLISHED, Job, Step
from pipelines.policy import PolicyError, resolve, to_tables
from pipelines.policy_model import Assumption, Package
from pipelines.sensitivity_figures import COMPARED, Skipped, Variant, compare, keep_base
from pipelines.workbook.sensitivity import write_sensitivity

ENDING = "-sensitivity"
FILE_NAME = "sensitivity.xlsx"
READINGS = "policy.assumption"
ASSUMPTION = re.compile(r"'(A-[0-9A-Z]+-\d+)'")
PREPARING = ("ingest", "load", "decide", "judge", "check")
FREE_TYPES = {"date": "日期", "money": "金额", "integer": "整数"}


@dataclass
class Comparison:
    variants: list[Variant] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    path: Path = Path()
    exit_code: int = PUBLISHED


def perform_all(job: Job, call: Callable[[Job, Step], None] = run.perform) -> Comparison:
    """Judge once as `run` does, then compare; what an interrupted run of the same id has finished is taken over."""
    result = Comparison()
    by_name = {step.name: step for step in steps.STEPS}
    last = Step("sensitivity", "比较口径", lambda job: compare_all(job, result), is_marked=False)
    todo = (steps.STEPS[0], *(by_name[name] for name in PREPARING), last)
    job.report.step(1, len(todo), todo[0].title)
    call(job, todo[0])
    with work.exclusive(job):
        capacity.foresee(job)
        for number, step in enumerate(todo[1:], start=2):
            job.report.step(number, len(todo), step.title)
            call(job, step)
        work.clear(job)
    return result


def compare_all(job: Job, result: Comparison) -> None:
    """Every alternative of every reading, then the workbook, put in place whole."""
    wanted = list(alternatives(job.package))
    result.skipped = [skip for assumption in job.package.assumptions.values() if (skip := free(assumption))]
    with steps.open_engine(job) as engine:
        engine.run(["lists.benefit_nature"])
        keep_base(engine.con)
        rerun = Rerun(engine, to_tables(job.package))
        for done, variant in enumerate(wanted, start=1):
            try:
                package = resolve(job.package, job.settings, {variant.assumption.id: variant.choice.value})
            except PolicyError as error:
                result.skipped.append(
                    Skipped(variant.assumption, f"不能改为 {variant.choice.value}：{error.problems[0]}")
                )
                continue
            with rolled_back(engine):
                made = rerun.under(package, variant.assumption.id)
                found = compare(engine.con)
            result.variants.append(Variant(variant.assumption, variant.choice, tuple(found), made))
            job.report.progress(done, len(wanted), f"{variant.assumption.id}={variant.choice.value}")
        info = steps.run_info(job, engine.con)
        rejected = engine.con.execute(
            "select count(*) filter (where error), coalesce(sum(rejected), 0) from source.delivery"
        ).fetchone()
    result.exit_code = record.exit_code(job, dict(zip(("rejected_files", "rejected"), rejected, strict=True)))
    result.path = job.final_dir.with_name(job.final_dir.name + ENDING) / FILE_NAME
    write_sensitivity(result.path, info, result.variants, result.skipped)


def alternatives(package: Package) -> Iterator[Variant]:
    for assumption in package.assumptions.values():
        for choice in assumption.choices:
            if choice.value != assumption.value:
                yield Variant(assumption, choice)


def free(assumption: Assumption) -> Skipped | None:
    """A reading that may be any day or amount has no list of alternatives to go through."""
    if assumption.choices:
        return None
    kind = FREE_TYPES.get(assumption.type, "值")
    return Skipped(assumption, f"可取任何{kind}，没有备选值可以逐一比较；用 --assume {assumption.id}=取值 另行运行")


@contextmanager
def rolled_back(engine: Engine) -> Iterator[None]:
    engine.con.execute("begin")
    try:
        yield
    finally:
        engine.con.execute("rollback")


class Rerun:
    """Makes anew what a changed policy changes, and no more.

    A relation that reads nothing changed is left. One that reads is made again, and only if its rows then differ
    do those count as changed that read it.
    """

    def __init__(self, engine: Engine, base: Mapping[str, pa.Table]) -> None:
        self._engine = engine
        self._base = base
        self._order = order(COMPARED)
        self._digests: dict[str, Any] = {}

    def under(self, package: Package, assumption_id: str) -> int:
        """Make the compared relations what they are under the package; how many relations were made again."""
        changed = set()
        for name, table in to_tables(package).items():
            if not table.equals(self._base[name]):
                changed.add(name)
                self._engine.load_table(*name.split("."), table)
        made = 0
        for name in self._order:
            relation = relations()[name]
            touched = {read for read in reads_of(relation) if read in changed}
            if touched == {READINGS} and not names_reading(relation, assumption_id):
                continue
            if touched and self._made_anew(relation):
                changed.add(name)
            made += bool(touched)
        return made

    def _made_anew(self, relation: Relation) -> bool:
        """Make it; whether its rows differ from before. A view is what it reads."""
        if relation.is_view:
            return True
        if relation.name not in self._digests:
            self._digests[relation.name] = self._digest(relation.name)
        self._engine.make(relation)
        return self._digest(relation.name) != self._digests[relation.name]

    def _digest(self, name: str) -> Any:
        """Rows as a bag: how many, and the sum of their hashes."""
        return self._engine.con.execute(f"select count(*), sum(hash(rows)) from {name} as rows").fetchone()


def reads_of(relation: Relation) -> Iterator[str]:
    for item in relation.reads:
        yield from [item] if item.partition(".")[0] in GIVEN_SCHEMAS else expand(item)


def names_reading(relation: Relation, assumption_id: str) -> bool:
    """Whether a relation that reads the readings looks at this one; one that names none may look at all."""
    named = set(ASSUMPTION.findall(relation.text))
    return not named or assumption_id in named
