"""Comparing readings over the demo district: what is reused must not show in what comes out."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from fixtures import demo
from pipelines import run, sensitivity, steps
from pipelines.engine import Engine, relations
from pipelines.job import Job, Request
from pipelines.policy import resolve, to_tables
from pipelines.sensitivity_figures import COMPARED, compare, keep_base
from tests.golden.conftest import Silent

# One of each way in which a reading reaches the money: the insurance read, a window, a pair, another level.
READINGS = {"A-SI-1": "失业", "A-17A-1": "2023-01-01", "A-EX-3": "on", "A-EX-4": "unverifiable"}


@pytest.fixture(scope="module")
def job(demo_input: Path, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The demo judged under the readings in force, its database left open to look at."""
    request = Request(demo_input, tmp_path_factory.mktemp("sensitivity"), settings_path=demo.SETTINGS)
    job = run.open_job(request, Silent())
    steps.receive(job)
    job.work_dir.mkdir(parents=True)
    for step in (steps.ingest, steps.load, steps.decide, steps.judge):
        step(job)
    return job


@pytest.fixture
def engine(job: Job) -> Iterator[Engine]:
    with steps.open_engine(job) as engine:
        engine.run(["lists.benefit_nature"])
        yield engine


def rows(engine: Engine) -> list[list[tuple]]:
    return [engine.con.execute(f"select * from {name} order by all").fetchall() for name in COMPARED]


def verdicts(engine: Engine) -> dict[tuple[str, str], str]:
    found = engine.con.execute("select benefit_code, subject_id, verdict from verdicts.entitlement").fetchall()
    return {(code, subject): verdict for code, subject, verdict in found}


def sums(engine: Engine, query: str) -> Counter[str]:
    return Counter(dict(engine.con.execute(query).fetchall()))


@pytest.mark.parametrize("reading", READINGS.items(), ids=[f"{name}={value}" for name, value in READINGS.items()])
def test_what_is_made_anew_is_what_a_run_under_that_reading_would_make(
    engine: Engine, job: Job, reading: tuple[str, str]
) -> None:
    package = resolve(job.package, job.settings, dict([reading]))
    whole = [name for name in sensitivity.order(COMPARED) if not name.startswith("staging.")]
    before = rows(engine)
    with sensitivity.rolled_back(engine):
        made = sensitivity.Rerun(engine, to_tables(job.package)).under(package, reading[0])
        found = rows(engine)
    assert rows(engine) == before, "nothing of it stays"
    assert found != before, "the test's own premise: the reading changes something in the demo"
    assert made < len(whole)
    with sensitivity.rolled_back(engine):
        for name, table in to_tables(package).items():
            engine.load_table(*name.split("."), table)
        for name in whole:
            engine.make(relations()[name])
        assert rows(engine) == found


def test_the_figures_are_those_of_the_two_tables(engine: Engine, job: Job) -> None:
    entitled = "select benefit_code, sum(amount) from verdicts.entitlement group by 1"
    at_risk = "select benefit_code, sum(excess_amount) from verdicts.payout_verdict group by 1"
    keep_base(engine.con)
    old_verdicts, old_entitled, old_risk = verdicts(engine), sums(engine, entitled), sums(engine, at_risk)
    with sensitivity.rolled_back(engine):
        package = resolve(job.package, job.settings, {"A-16C-1": "12"})
        sensitivity.Rerun(engine, to_tables(job.package)).under(package, "A-16C-1")
        found = compare(engine.con)
        new_verdicts, new_entitled, new_risk = verdicts(engine), sums(engine, entitled), sums(engine, at_risk)
    turned = Counter(code for (code, _), verdict in old_verdicts.items() - new_verdicts.items())
    assert {each.benefit_code for each in found} >= turned.keys() > set()
    for each in found:
        code = each.benefit_code
        assert each.changed_count == turned[code]
        assert each.changed_count == each.eligible_count + each.ineligible_count + each.unknown_count
        assert (each.old_entitled, each.new_entitled) == (old_entitled[code], new_entitled[code])
        assert (each.old_risk, each.new_risk) == (old_risk[code], new_risk[code])
    unchanged = old_entitled.keys() - {each.benefit_code for each in found}
    assert unchanged
    assert all(old_entitled[code] == new_entitled[code] for code in unchanged)
    assert sum((each.new_entitled - each.old_entitled for each in found), Decimal(0)) < 0, "twelve months are fewer"
