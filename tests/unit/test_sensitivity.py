"""`benefit-audit sensitivity`: which alternatives are tried, what is written, and what is not."""

import duckdb
import openpyxl
import pytest

from pipelines import cli, sensitivity
from pipelines.engine import Relation
from pipelines.policy import load_package, package_folder, resolve
from pipelines.sensitivity_figures import Difference, totals
from tests.unit.tiny import deliver

GUSU = load_package(package_folder("gusu-2023"))
DIFFERENCE = {
    "title": "甲", "changed_count": 1, "eligible_count": 1, "ineligible_count": 0, "unknown_count": 0,
    "old_entitled": 100, "new_entitled": 130, "old_risk": 5, "new_risk": 1, "old_over": 0, "new_over": 2,
    "old_unverifiable": 0, "new_unverifiable": 0,
}  # fmt: skip


def test_every_choice_but_the_one_in_force_is_an_alternative() -> None:
    package = resolve(GUSU, assume={"A-16C-1": "6"})
    tried = [each.choice.value for each in sensitivity.alternatives(package) if each.assumption.id == "A-16C-1"]
    assert tried == ["3", "12"]


def test_a_reading_that_may_be_any_day_or_amount_is_named_with_what_to_do() -> None:
    left = {skip.assumption.id: skip.reason for each in GUSU.assumptions.values() if (skip := sensitivity.free(each))}
    assert left.keys() == {each.id for each in GUSU.assumptions.values() if not each.choices}
    assert "任何日期" in left["A-00-1"]
    assert "--assume A-15-1=" in left["A-15-1"]


@pytest.mark.parametrize(
    ("text", "is_touched"),
    [
        ("select 1 where assumption_id = 'A-16A-1'", True),
        ("select 1 where assumption_id = 'A-SI-1' or assumption_id = 'A-16A-1'", True),
        ("select 1 where assumption_id = 'A-SI-1'", False),
        ("select * from policy.assumption", True),
    ],
)
def test_a_relation_that_names_other_readings_only_is_left(text: str, is_touched: bool) -> None:
    relation = Relation("facts.x", "x", ("policy.assumption",))
    relation.__dict__["text"] = text
    assert sensitivity.names_reading(relation, "A-16A-1") is is_touched


def test_what_is_no_money_given_is_not_added_to_the_entitled() -> None:
    given = Difference("GS23-16A", is_given=True, **DIFFERENCE)
    deducted = Difference("GS23-06C", is_given=False, **DIFFERENCE)
    assert totals([given, deducted]) == {"entitled": 30, "risk": -8, "over": 4, "unverifiable": 0}


def test_the_command_tries_every_alternative_and_leaves_one_workbook(tmp_path, capsys) -> None:
    runs = tmp_path / "runs"
    assert cli.main(["sensitivity", str(deliver(tmp_path / "in")), "--out", str(runs)]) == 0
    out, err = capsys.readouterr()
    (folder,) = [path for path in runs.iterdir() if path.name != ".work"]
    assert out.splitlines()[-1] == str(folder / "sensitivity.xlsx")
    assert folder.name.endswith("-sensitivity"), "no audit is published, and latest stays what it was"
    assert [path.name for path in (runs / ".work").iterdir()] == ["read"]
    assert "没有比较：A-00-1" in err

    summary = openpyxl.load_workbook(folder / "sensitivity.xlsx")["汇总"]
    rows = [row for row in summary.iter_rows(values_only=True) if str(row[1]).startswith("A-")]
    assert {(row[1], row[4]) for row in rows} == {
        (each.assumption.id, each.choice.value) for each in sensitivity.alternatives(GUSU)
    }


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--assume", "A-16A-1=up"], 2, "half_up"),
        (["--as-of", "2023-13-01"], 2, "不是日期"),
        (["--settings", "absent.yaml"], 2, "找不到设置文件"),
    ],
)
def test_a_wrong_call_starts_nothing(arguments, code, said, tmp_path, capsys) -> None:
    folder = deliver(tmp_path / "in")
    assert cli.main(["sensitivity", str(folder), "--out", str(tmp_path / "runs"), *arguments]) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def test_a_failure_inside_a_variant_leaves_the_database_as_it_was() -> None:
    def fail(engine: sensitivity.Engine) -> None:
        with sensitivity.rolled_back(engine):
            engine.con.execute("create or replace table kept as select 2 as n")
            engine.con.execute("select * from absent")

    with sensitivity.Engine() as engine:
        engine.con.execute("create table kept as select 1 as n")
        with pytest.raises(duckdb.Error):
            fail(engine)
        assert engine.con.execute("from kept").fetchone() == (1,)
