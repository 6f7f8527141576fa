"""The script that a run is measured against decides and judges the same, also where the generator makes no mistakes."""

import csv
from pathlib import Path

import polars as pl
import pytest

from benchmarks import compare
from fixtures.demo import SETTINGS
from fixtures.synth import generate
from pipelines import run, steps
from pipelines.job import Request
from pipelines.publish import TABLES
from pipelines.tables import write_table
from schemas.outputs import OUTPUTS

LEDGER, ROSTER = "补贴发放台账.csv", "名录.csv"
PAYEE = "统一社会信用代码"


class Silent:
    def step(self, number: int, total: int, title: str) -> None: ...
    def progress(self, done: int, total: int, detail: str) -> None: ...
    def note(self, text: str) -> None: ...


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    generate(folder, 400, seed=4, insurances=("养老",), wrong_permille=300)
    append(folder / LEDGER, further_payouts(read(folder / LEDGER)))
    append(folder / ROSTER, placed_twice(folder))
    return folder


@pytest.fixture(scope="module")
def tables(world: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder of the run, as far as its tables, and that of the script."""
    runs, script = tmp_path_factory.mktemp("runs"), tmp_path_factory.mktemp("script")
    job = run.open_job(Request(world, runs, settings_path=SETTINGS), Silent())
    for step in (steps.receive, steps.ingest, steps.load, steps.decide, steps.judge):
        step(job)
    (job.draft_dir / TABLES).mkdir(parents=True)
    with steps.open_engine(job) as engine:
        for name in OUTPUTS:
            write_table(engine.con, job.draft_dir / TABLES, name, only_proposed=False)
    compare.pandas_audit(world, script)
    return job.draft_dir, script


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def append(path: Path, rows: list[dict[str, str]]) -> None:
    header = read(path).columns
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, lineterminator="\n").writerows(rows)


def further_payouts(ledger: pl.DataFrame) -> list[dict[str, str]]:
    """One of each mistake that the generator's own payouts do not show, made of a payout that is there."""

    def again(number: str, of: str, **changed: str) -> dict[str, str]:
        row = ledger.filter(pl.col("发放编号").str.starts_with(f"FF{of}")).row(0, named=True)
        return {**row, "发放编号": number, "支付凭证号": number, **changed}

    agency = again("", "16C")[PAYEE]
    return [
        again("paid-twice", "16B"),
        again("paid-before-the-window", "17A", 发放日期="2023-01-20"),
        again("returned-whole", "16C", 发放状态="已退回"),
        again("above-the-cap-to-who-is-on-no-roster", "16A", 发放金额="60000.00", 申报编号="", 统一社会信用代码=agency),
        again("code-with-a-slip", "16D", 统一社会信用代码="91320508MA1C5EMG39"),
    ]


def placed_twice(folder: Path) -> list[dict[str, str]]:
    """Two for whom an agency was paid under 17B, on the roster of 16D as well: 16D keeps them."""
    ledger = read(folder / LEDGER)
    supplied, hardship = (ledger.filter(pl.col("发放编号").str.starts_with(f"FF{of}")) for of in ("17B", "16D"))
    both = supplied.join(hardship, on=PAYEE, how="semi")
    persons = read(folder / "申报花名册.csv").join(both, on="申报编号", how="semi")["证件号码"].head(2)
    return [{"名录名称": "就业困难人员", "主体代码": person, "生效日期": "2022-10-01"} for person in persons]


def test_the_script_agrees_with_the_run_row_by_row(tables: tuple[Path, Path]) -> None:
    assert compare.differences(*tables) == {"entitlement": 0, "payout_verdict": 0}


def test_the_world_shows_every_measure_and_every_mistake(tables: tuple[Path, Path]) -> None:
    _, script = tables
    entitled = pl.read_parquet(script / "entitlement.parquet")
    paid = pl.read_parquet(script / "payout_verdict.parquet")
    assert set(entitled.filter(pl.col("verdict") == "eligible")["benefit_code"]) == set(compare.MEASURES)
    assert set(entitled["verdict"]) == {"eligible", "ineligible"}
    parts = [column for column in paid.columns if column.endswith("_amount")]
    assert len(parts) == 7
    assert [part for part in parts if paid[part].sum() <= 0] == []


def test_a_row_that_differs_is_counted_once_on_each_side(tables: tuple[Path, Path], tmp_path: Path) -> None:
    ours, script = tables
    for name in ("entitlement", "payout_verdict"):
        rows = pl.read_parquet(script / f"{name}.parquet").with_row_index()
        changed = pl.when(pl.col("index") == 0).then(pl.lit("other")).otherwise(pl.col("verdict"))
        rows.with_columns(verdict=changed).drop("index").write_parquet(tmp_path / f"{name}.parquet")
    assert compare.differences(ours, tmp_path) == {"entitlement": 2, "payout_verdict": 2}
