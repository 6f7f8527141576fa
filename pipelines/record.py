"""What a run's manifest says, gathered when its tables and workbooks are written."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

import duckdb

from pipelines import manifest, publish, summary, work
from pipelines.job import PUBLISHED, PUBLISHED_WITH_REJECTS, Job, Step

# What the policy leaves open and the settings do not give, with what hangs on it.
UNSET = """
    select setting, benefit_code, benefit_title, title, unit, subject_count, paid_amount, claimed_amount
    from lists.unset_parameter
    where not is_set
    order by sort_no
"""
NOT_GIVEN = "select benefit_code from lists.benefit_nature where not is_given"


def of_run(job: Job, steps: Iterable[Step]) -> dict[str, Any]:
    with duckdb.connect(str(job.database), read_only=True) as con:
        titles = benefit_titles(con)
        codes = titles | finding_titles(con)
        rejected_files = con.execute("select count(*) from source.delivery where error").fetchone()[0]
        as_of = con.execute("select as_of from run.context").fetchone()[0]
        unset = summary.rows(con, UNSET)
        not_given = {code for (code,) in con.execute(NOT_GIVEN).fetchall()}
    with publish.open_tables(job.draft_dir) as tables:
        names = sorted(path.stem for path in (job.draft_dir / publish.TABLES).glob("*.parquet"))
        counts = summary.counts(tables, names) | {"rejected_files": rejected_files}
        totals = summary.totals(tables, titles, codes, not_given)
        not_judged = summary.not_judged(tables, codes)
    return {
        "run_id": job.run_id,
        "exit_code": exit_code(job, counts),
        "as_of": as_of,
        "program": {
            "name": manifest.PROGRAM,
            "version": version(manifest.PROGRAM),
            "digest": job.program_digest,
            "libraries": manifest.library_versions(),
        },
        "policy": policy(job),
        "settings": {"digest": job.settings_digest},
        "assumptions": job.assumptions(),
        "options": {"as_of": job.request.as_of, "only_proposed": job.request.only_proposed},
        "inputs": job.inputs,
        "counts": counts,
        "totals": totals,
        "unset_parameters": unset,
        "not_judged": not_judged,
        "timings": work.timings(job, steps),
        "previous_run": manifest.reference(job.request.out_dir / publish.LATEST),
        "outputs": manifest.output_digests(job.draft_dir),
    }


def exit_code(job: Job, counts: dict[str, Any]) -> int:
    """1 where a whole delivery, or more rows than the settings allow, had to be sent back."""
    too_many = counts["rejected"] > job.settings.max_rejected_rows
    return PUBLISHED_WITH_REJECTS if counts["rejected_files"] or too_many else PUBLISHED


def policy(job: Job) -> dict[str, Any]:
    package = job.package
    return {
        "code": package.code,
        "title": package.title,
        "effective_from": package.window_start(package.window),
        "effective_to": package.window.end,
        "digest": job.policy_digest,
        "conditions": [
            {"benefit_code": benefit.code, "condition_code": condition.code, "title": condition.title}
            for benefit in package.benefits.values()
            for condition in benefit.conditions
        ],
    }


def benefit_titles(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(con.execute("select benefit_code, title from policy.benefit order by sort_order").fetchall())


def finding_titles(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(con.execute("select code, title from lists.finding_kind order by sort_order").fetchall())
