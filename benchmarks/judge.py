"""从高不重复 at scale: the judge over a ledger of a million payments, against a plain group-by of the same tables.

A tenth of the payments conflict: half of those pay one benefit at two levels, half two benefits that exclude each
other. Of the others most are in order; one in fifty is too high, one in a hundred goes to somebody who is not
entitled, as many to somebody of whom it is not known. Run by `make bench`, or alone: `python -m benchmarks.judge`.
"""

import argparse
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pipelines.engine import Engine, needed
from pipelines.ingest import load_sources
from pipelines.policy import load_package, package_folder, to_tables

PAYOUTS, ENTITLEMENTS = 1_000_000, 5_000_000
# Everything that is said of a payment; the entitlements are given.
TARGETS = ("verdicts.payout_verdict", "verdicts.certificate", "verdicts.recovery", "judge.shortfall")
BETWEEN = ("verdicts.lawful_set", "verdicts.certificate_node")
# Person i of n: the first tenth is paid twice, so that payment 2i and 2i + 1 are its own.
PAYOUT_ROWS = """
    select
        'N' || i as payout_no,
        case when i < $conflicting and i % 4 = 3 then 'GS23-18A' else 'GS23-18B' end as code,
        case when i < $conflicting and i % 4 = 1 then '市' else '区' end as level,
        case when i < $conflicting then i // 2 else i end as person,
        20000 + person % 5 * 2000 + case when i % 50 = 11 then 1000 else 0 end as amount,
        date '2023-03-01' + cast(i % 200 as integer) as paid_on
    from range($payouts) as payment (i)
"""
ENTITLEMENT_ROWS = """
    select
        case when i >= $persons then 'GS23-18A' else 'GS23-18B' end as code,
        i % $persons as person,
        case i % 100 when 7 then 'ineligible' when 8 then 'unknown' else 'eligible' end as verdict,
        case when i >= $persons then 25000 else 20000 + person % 5 * 2000 end as amount
    from range($entitlements) as subject (i)
"""
# What somebody would write who compares what was paid with what is due, subject by subject, and nothing else.
PLAIN = """
    create or replace table plain as
    with paid as (
        select code, person_id, count(*) as payments, sum(amount) as paid_amount
        from staging.payout group by code, person_id
    ),
    due as (
        select benefit_code, subject_id, min(verdict) as verdict, max(amount) as due_amount
        from verdicts.entitlement group by benefit_code, subject_id
    )
    select
        coalesce(due.benefit_code, paid.code) as benefit_code, coalesce(due.subject_id, paid.person_id) as subject_id,
        due.verdict, due.due_amount, paid.payments, paid.paid_amount,
        paid.paid_amount > due.due_amount as is_too_much,
        coalesce(paid.paid_amount, 0) < due.due_amount as is_too_little
    from paid full join due on paid.code = due.benefit_code and paid.person_id = due.subject_id
"""


@dataclass(frozen=True)
class Result:
    payouts: int
    entitlements: int
    conflicting: int
    plain: float
    judged: float
    peak_gib: float

    @property
    def ratio(self) -> float:
        return self.judged / self.plain


def measure(payouts: int = PAYOUTS, entitlements: int = ENTITLEMENTS) -> Result:
    """Seconds of the plain group-by and of the judge, over the same tables in one database on disk."""
    with tempfile.TemporaryDirectory() as folder, Engine(Path(folder) / "ledger.duckdb") as engine:
        fill(engine, payouts, entitlements)
        engine.con.execute("set memory_limit = '4GB'")
        plain = min(timed(lambda: engine.con.execute(PLAIN).fetchall()) for _ in range(3))
        targets = [name for name in needed(TARGETS) if name.startswith("judge.") or name in (*TARGETS, *BETWEEN)]
        judged = timed(lambda: engine.run(targets))
        conflicting = engine.con.execute(
            "select count(*) from verdicts.payout_verdict where conflicts_with is not null"
        ).fetchone()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    return Result(payouts, entitlements, conflicting, plain, judged, peak)


def fill(engine: Engine, payouts: int, entitlements: int) -> None:
    """Empty sources and the package make every relation's shape; then the three that matter are filled."""
    con = engine.con
    load_sources(con, [], Path(), Path())
    con.execute("update source.availability set is_delivered = true")
    for name, table in to_tables(load_package(package_folder("gusu-2023"))).items():
        engine.load_table(*name.split("."), table)
    con.execute("create schema run")
    con.execute("create table run.context as select date '2023-12-31' as as_of, false as only_proposed")
    # The two measures of this ledger, and what excludes them: a pair that a package may well have.
    con.execute("update policy.benefit set window_start = '2023-01-01', window_end = '2023-12-31'")
    con.execute(
        "insert into policy.exclusive_pair by name select '18A-18B' as pair_id, 'GS23-18A' as benefit_code_a,"
        " 'GS23-18B' as benefit_code_b, 'person' as scope, 'text' as basis, true as is_on"
    )
    engine.run()
    about = {"payouts": payouts, "conflicting": payouts // 10}
    con.execute("drop view staging.payout")
    con.execute(
        "create table staging.payout as select payout_no, code as benefit_code, cast(null as varchar) as benefit_name,"
        " code, level, 'P' || person as person_id, cast(amount as decimal(18, 2)) as amount, paid_on,"
        " '已发放' as status,"
        " 1 as delivery_no, cast(row_number() over () as integer) as row_no, hash(payout_no) as content_hash,"
        f" {empty_columns()} from ({PAYOUT_ROWS})",
        about,
    )
    con.execute(
        "insert into verdicts.entitlement by name select code as benefit_code, 'person' as subject_kind,"
        " 'P' || person as subject_id, 'P' || person as person_id, date '2023-01-01' as period_start,"
        " date '2023-12-31' as period_end, verdict, case when verdict = 'eligible' then amount end as gross_amount,"
        " case verdict when 'eligible' then amount when 'ineligible' then 0 end as amount,"
        f" case when verdict = 'unknown' then amount end as cap_amount from ({ENTITLEMENT_ROWS})",
        {"entitlements": entitlements, "persons": entitlements * 9 // 10},
    )


def empty_columns() -> str:
    text = ("department", "claim_no", "uscc", "delivered_uscc", "link_basis", "payee_name", "payee_account")
    text += ("voucher_no", "reverses_payout_no", "uscc_fault", "person_id_fault")
    columns = [f"cast(null as varchar) as {name}" for name in text]
    columns += [f"cast(null as date) as {name}" for name in ("period_start", "period_end", "returned_on")]
    return ", ".join([*columns, "cast(null as decimal(18, 2)) as returned_amount"])


def timed(work: object) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def render(result: Result) -> list[str]:
    text = (
        f"{result.payouts:,} 笔发放（其中 {result.conflicting:,} 笔互斥），{result.entitlements:,} 项资格："
        f"同表分组 {result.plain:.1f} 秒，从高不重复判定 {result.judged:.1f} 秒，{result.ratio:.1f} 倍，"
        f"内存峰值 {result.peak_gib:.2f} GiB。"
    )
    return ["## 从高不重复", "", text, ""]


def main() -> None:
    parser = argparse.ArgumentParser(description="测从高不重复判定的时间和内存")
    parser.add_argument("--payouts", type=int, default=PAYOUTS)
    parser.add_argument("--entitlements", type=int, default=ENTITLEMENTS)
    options = parser.parse_args()
    print("\n".join(render(measure(options.payouts, options.entitlements))))


if __name__ == "__main__":
    main()
