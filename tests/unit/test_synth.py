"""The synthetic data: the same for a seed, valid codes, registers that agree, cases of their own."""

import hashlib
from pathlib import Path

import polars as pl
import pytest
from stdnum.cn import ric, uscc

from fixtures import demo, truth
from fixtures.planted import CASES, plant
from fixtures.synth import enterprises_for, generate
from fixtures.synth.rng import Random, choose
from fixtures.synth.world import World
from fixtures.synth.writer import Summary
from fixtures.truth import Truth
from schemas import SOURCES

SIZE = 250
MONTHS = (202301, 202302, 202303)
FIRST_DRAWS = [233, 125, 339, 194, 477]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    folder = tmp_path_factory.mktemp("district")
    return folder, generate(folder, SIZE, seed=5, months=MONTHS)


def read(folder: Path, pattern: str) -> pl.DataFrame:
    return pl.read_csv(folder / pattern, infer_schema=False)


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes(district: tuple[Path, Summary], tmp_path: Path) -> None:
    folder, _ = district
    generate(tmp_path, SIZE, seed=5, months=MONTHS)
    assert digests(tmp_path) == digests(folder)


def test_another_seed_gives_other_people(district: tuple[Path, Summary], tmp_path: Path) -> None:
    folder, _ = district
    generate(tmp_path, SIZE, seed=6, months=MONTHS)
    name = "社会保险缴费明细_202301.csv"
    assert digests(tmp_path)[name] != digests(folder)[name]


def test_every_source_is_there_with_its_own_headers(district: tuple[Path, Summary]) -> None:
    folder, summary = district
    assert set(summary.rows) == set(SOURCES)
    for source, schema in SOURCES.items():
        file = sorted(folder.glob(f"{schema.title}*.csv"))[0]
        assert read(folder, file.name).columns == [column.title for column in schema.columns.values()], source


def test_the_summary_counts_what_was_written(district: tuple[Path, Summary]) -> None:
    folder, summary = district
    assert summary.files == len(list(folder.iterdir()))
    assert summary.rows["social_insurance"] == sum(
        read(folder, path.name).height for path in folder.glob("社会保险缴费明细_*.csv")
    )
    assert summary.total_rows == sum(summary.rows.values())


def test_gb18030_holds_the_same_rows(district: tuple[Path, Summary], tmp_path: Path) -> None:
    folder, _ = district
    generate(tmp_path, SIZE, seed=5, months=MONTHS, encoding="gb18030")
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes().decode("gb18030") == path.read_text("utf-8")


def test_every_code_is_valid_and_nobody_shares_one(district: tuple[Path, Summary]) -> None:
    folder, _ = district
    codes = read(folder, "市场主体登记.csv")["统一社会信用代码"]
    assert codes.n_unique() == SIZE
    # stdnum refuses codes that begin with a letter; they are counted apart.
    assert all(uscc.is_valid(code) for code in codes if code[:2].isdigit())
    assert any(not code[:2].isdigit() for code in codes)
    people = read(folder, "人员信息.csv")["证件号码"]
    assert people.n_unique() == people.len()
    assert all(ric.calc_check_digit(number) == number[-1] for number in people)


def test_money_in_the_ledgers_hangs_together(district: tuple[Path, Summary]) -> None:
    folder, _ = district
    money = pl.Decimal(18, 2)
    premiums = read(folder, "社会保险缴费明细_202302.csv").with_columns(pl.col("缴费基数", "单位缴费额").cast(money))
    assert premiums["缴费基数"].is_between(4494, 24042).all()
    pension = premiums.filter((pl.col("险种") == "养老") & pl.col("单位名称").is_not_null())
    assert (pension["单位缴费额"] * 100 == pension["缴费基数"] * 16).all()
    pay = read(folder, "工资发放明细_202302.csv").with_columns(pl.col("应发工资", "实发工资").cast(money))
    assert (pay["实发工资"] < pay["应发工资"]).all()


def test_whoever_is_paid_by_an_enterprise_is_insured_there(district: tuple[Path, Summary]) -> None:
    folder, _ = district
    paid = read(folder, "工资发放明细_202303.csv").select("证件号码", "统一社会信用代码")
    insured = read(folder, "社会保险缴费明细_202303.csv").filter(pl.col("险种") == "养老")
    register = read(folder, "市场主体登记.csv").select("社保单位编号", pl.col("统一社会信用代码").alias("found"))
    placed = insured.join(register, left_on="单位编号", right_on="社保单位编号", how="left").select(
        "证件号码", pl.coalesce("统一社会信用代码", "found").alias("统一社会信用代码")
    )
    assert paid.join(placed, on=["证件号码", "统一社会信用代码"], how="anti").is_empty()


def test_some_payouts_are_off_by_a_slip_and_none_where_none_is_wanted(tmp_path: Path) -> None:
    amounts = {}
    for permille in (0, 500):
        folder = tmp_path / str(permille)
        generate(folder, 1_000, months=MONTHS, insurances=("养老",), wrong_permille=permille)
        amounts[permille] = read(folder, "补贴发放台账.csv")["发放金额"].cast(pl.Decimal(18, 2))
    slips = (amounts[500] - amounts[0]).cast(pl.Int64)
    assert set(slips) == {-500, 0, 500}
    assert (amounts[500] > 0).all()


def test_about_as_many_rows_as_asked_for(tmp_path: Path) -> None:
    summary = generate(tmp_path, enterprises_for(300_000))
    assert 0.9 < summary.total_rows / 300_000 < 1.1


def test_random_numbers_do_not_depend_on_the_block() -> None:
    draw = Random(3).below(pl.col("i"), "anything", 1000)
    whole = pl.DataFrame({"i": range(100)}).select(draw).to_series()
    part = pl.DataFrame({"i": range(40, 60)}).select(draw).to_series()
    assert part.equals(whole[40:60])
    # Stated, so that a change of library cannot change every synthetic district unseen.
    assert whole.head(5).to_list() == FIRST_DRAWS


def test_choose_takes_by_row() -> None:
    chosen = pl.DataFrame({"i": [2, 0, 1]}).select(choose(pl.col("i"), ("a", "b", "c")))
    assert chosen.to_series().to_list() == ["c", "a", "b"]


def test_planted_cases_are_alone() -> None:
    plan = plant(World(enterprises=10))
    assert len(CASES) > 100
    numbers = [row["payout_no"] for row in plan.rows["payout"]]
    assert len(set(numbers)) == len(numbers)
    assert {truth.case_id for truth in plan.truths} <= set(CASES)


def test_the_demo_is_the_same_each_time_and_its_truth_is_the_committed_one(tmp_path: Path) -> None:
    first, second = demo.build(tmp_path / "one"), demo.build(tmp_path / "two")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert first == second == truth.read(demo.TRUTH), "请运行 python -m fixtures.demo 更新真值表"


def test_misses_names_what_the_tables_do_not_bear_out(tmp_path: Path) -> None:
    pl.DataFrame({"id": ["a", "b"], "amount": [1, None]}).write_parquet(tmp_path / "t.parquet")
    right = [
        Truth("c", "为何", "t", {"id": "a"}, {"amount": "1"}),
        Truth("c", "为何", "t", {"id": "b"}, {"amount": None}),
    ]
    assert truth.misses(right, tmp_path) == []
    wrong = [
        Truth("value", "", "t", {"id": "a"}, {"amount": "2"}),
        Truth("absent", "", "t", {"id": "z"}, {}),
        Truth("present", "", "t", {"id": "a"}, {}, count=0),
        Truth("column", "", "t", {"other": "a"}, {}),
    ]
    assert len(truth.misses(wrong, tmp_path)) == len(wrong)
