"""What a measure may name beside its figures: words of a source, trades, days, and what follows a reading."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.policy import PolicyError, load_package, resolve, to_tables
from pipelines.policy_model import Package

SMALL = Path(__file__).parent / "policy_small"
FIRST = "benefits/TS23-01A.yaml"
PARAMETERS = "parameters:\n"
DAY = """  - name: last_day
    title: 最后一天
    unit: 日
    type: date
    values:
      - {from: 2023-01-01, value: 2023-06-30, figure: 6月底, article: 1}
"""
Written = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Written:
    """The small package with one text of the first measure in another's place."""

    def edited(old: str, new: str) -> Path:
        folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
        text = (folder / FIRST).read_text(encoding="utf-8")
        assert old in text, f"the test's own premise: {old!r} stands in {FIRST}"
        (folder / FIRST).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edited


def rows(package: Package, name: str) -> list[dict]:
    return to_tables(package)[f"policy.{name}"].to_pylist()


def faults(folder: Path) -> str:
    with pytest.raises(PolicyError) as caught:
        load_package(folder)
    return "\n".join(caught.value.problems)


def test_a_scope_becomes_one_row_a_word(write: Written) -> None:
    scope = "scope: {tax_filing.tax_type: [房产税, 城镇土地使用税], roster.category: [江苏]}\n"
    found = rows(load_package(write(PARAMETERS, scope + PARAMETERS)), "benefit_scope")
    assert [tuple(row.values()) for row in found] == [
        ("TS23-01A", "tax_filing", "tax_type", "房产税"),
        ("TS23-01A", "tax_filing", "tax_type", "城镇土地使用税"),
        ("TS23-01A", "roster", "category", "江苏"),
    ]


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        ("{tax_filing.tax_typ: [房产税]}", "scope 写了 tax_filing.tax_typ，没有这一列"),
        ("{tax_filling.tax_type: [房产税]}", "scope 写了 tax_filling.tax_type，没有这一列"),
        ("{tax_type: [房产税]}", "scope 写了 tax_type.，没有这一列"),
        ("{person.education: [博士, 大专]}", "person.education 没有“大专”"),
        ("{tax_filing.tax_type: [房地产税]}", "tax_filing.tax_type 没有“房地产税”。您是否想写 房产税？"),
        ("{tax_filing.tax_type: [房产税, 房产税]}", "“房产税”重复"),
        ("{tax_filing.tax_type: 房产税}", "应是一个列表"),
    ],
)
def test_a_scope_that_no_source_has_is_refused(write: Written, scope: str, told: str) -> None:
    assert told in faults(write(PARAMETERS, f"scope: {scope}\n{PARAMETERS}"))


def test_a_trade_becomes_one_row_a_code_and_says_which_are_left_out(write: Written) -> None:
    trades = "industries: [{name: 交通运输, codes: [G], except: [G59, G60]}, {name: 旅行社, codes: [L7291]}]\n"
    package = load_package(write(PARAMETERS, trades + PARAMETERS))
    assert [tuple(row.values())[1:] for row in rows(package, "benefit_industry")] == [
        ("交通运输", "G", False),
        ("交通运输", "G59", True),
        ("交通运输", "G60", True),
        ("旅行社", "L7291", False),
    ]


@pytest.mark.parametrize(
    ("trade", "told"),
    [
        ("{name: 某业, codes: [H99]}", "行业“某业”的代码 H99 不存在"),
        ("{name: 某业, codes: [Z]}", "代码 Z 不存在"),
        ("{name: 某业, codes: [61]}", "代码 61 不存在"),
        ("{name: 某业, codes: [H6]}", "代码 H6 不存在"),
        ("{name: 某业, codes: [G], except: [G99]}", "代码 G99 不存在"),
        ("{name: 某业}", "缺少键 codes"),
        ("{name: 某业, codes: [H]}, {name: 某业, codes: [R]}", "“某业”重复出现"),
    ],
)
def test_a_trade_of_no_classification_is_refused(write: Written, trade: str, told: str) -> None:
    assert told in faults(write(PARAMETERS, f"industries: [{trade}]\n{PARAMETERS}"))


def test_a_day_is_a_figure_too(write: Written) -> None:
    package = load_package(write(PARAMETERS, PARAMETERS + DAY))
    found = next(row for row in rows(package, "parameter") if row["name"] == "last_day")
    assert (found["value"], found["day"], found["figure"]) == (None, date(2023, 6, 30), "6月底")
    others = {row["day"] for row in rows(package, "parameter") if row["name"] != "last_day"}
    assert others == {None}


@pytest.mark.parametrize("day", ["2023-06-31", "20230630", "500", "六月底"])
def test_a_day_that_is_none_is_refused(write: Written, day: str) -> None:
    assert f"value 的值“{day}”不对。应写日期" in faults(
        write(PARAMETERS, PARAMETERS + DAY.replace("2023-06-30", day, 1))
    )


def test_a_number_is_no_day(write: Written) -> None:
    assert "value 的值“2023-01-31”不对。应写数字" in faults(write("value: 500,", "value: 2023-01-31,"))


def test_what_follows_a_reading_is_what_the_run_assumes(write: Written) -> None:
    by_reading = "amount_kind: {assumption: A-EX-2, on: ceiling, off: exact}"
    package = load_package(write("amount_kind: exact", by_reading))
    off = resolve(package, assume=["A-EX-2=off"])
    assert [rows(each, "benefit")[0]["amount_kind"] for each in (package, off)] == ["ceiling", "exact"]
    used = [row["assumption_id"] for row in rows(package, "assumption_use") if row["benefit_code"] == "TS23-01A"]
    assert "A-EX-2" in used


@pytest.mark.parametrize(
    ("by_reading", "told"),
    [
        ("{assumption: A-EX-9, on: ceiling, off: exact}", "假设 A-EX-9 不存在。您是否想写 A-EX-"),
        ("{assumption: A-EX-2, on: ceiling}", "没有照假设 A-EX-2 的取值逐个写明。请恰好写：off、on"),
        ("{assumption: A-EX-2, on: ceiling, off: exact, no: exact}", "没有照假设 A-EX-2 的取值逐个写明"),
        ("{assumption: A-EX-2, on: celling, off: exact}", "on 的值“celling”不认识。您是否想写 ceiling？"),
        ("{on: ceiling, off: exact}", "缺少键 assumption"),
    ],
)
def test_a_reading_without_a_value_for_each_choice_is_refused(write: Written, by_reading: str, told: str) -> None:
    assert told in faults(write("amount_kind: exact", f"amount_kind: {by_reading}"))
