"""`policy show` says everything about a measure, and the columns stand under each other in a terminal."""

import re
from pathlib import Path

import pytest

from pipelines.policy import PolicyError, load_package, package_folder, resolve
from pipelines.policy_show import render_benefit
from pipelines.policy_text import aligned, display_width, wrap

GUSU = load_package(package_folder("gusu-2023"))
SMALL = load_package(Path(__file__).parent / "policy_small")


@pytest.mark.parametrize(
    "words",
    [
        "GS23-16A 留苏慰问补贴",
        "三、援企稳岗，第十六条",
        "2023-01-01 至 2023-03-31（含首尾两日）",
        "result_grew",
        "第十六条，原文“500元/人”",
        "A-16A-1",
        "half_up 四舍五入到整数",
        "【sql/benefits/gs23_16a.sql】",
        "区人社局、区经科局、区城管委、区财政局、各街道",
    ],
)
def test_the_measure_is_shown_with(words: str) -> None:
    assert words in render_benefit(GUSU, "GS23-16A")


def test_an_unset_parameter_is_shown_with_who_decides_it() -> None:
    text = render_benefit(GUSU, "GS23-17A").replace("\n", "").replace(" ", "")
    assert "GS23-17A.min_passengers" in text
    assert "由区人社局、区财政局的实施细则决定；未给出，相关金额列为待核实" in text


def test_a_measure_is_found_by_any_name_of_its_own() -> None:
    assert render_benefit(GUSU, "规模输送") == render_benefit(GUSU, "gs23-17b")


def test_a_measure_still_to_be_written_is_called_so() -> None:
    with pytest.raises(PolicyError, match="TS23-02B 奖励丙：本版本尚未计算"):
        render_benefit(SMALL, "TS23-02B")


def test_what_follows_a_reading_is_shown_as_chosen() -> None:
    assert "用人单位：高新技术企业、领军人才企业；毕业院校：双一流A类" in render_benefit(GUSU, "GS23-18B")
    widened = render_benefit(resolve(GUSU, assume=["A-18B-2=yes"]), "GS23-18B")
    assert "用人单位：高新技术企业、领军人才企业、重点企业；毕业院校：双一流A类" in widened
    assert "限额（在限额以内即可）" in render_benefit(GUSU, "GS23-03E")
    assert "足额（少发也是问题）" in render_benefit(resolve(GUSU, assume=["A-03E-1=no"]), "GS23-03E")


def test_the_words_of_a_source_are_shown_under_its_title() -> None:
    text = render_benefit(GUSU, "GS23-18A")
    assert re.search(r"限于学历 +博士、硕士、本科", text)
    assert re.search(r"限于类别 +江苏、浙江、上海、安徽", text)


def test_an_unknown_code_is_told_with_the_one_probably_meant() -> None:
    with pytest.raises(PolicyError, match="您是否想写 GS23-16D？"):
        render_benefit(GUSU, "GS23-16DD")


def test_a_chosen_reading_is_shown_beside_its_default() -> None:
    assert "none（默认 down）" in render_benefit(resolve(GUSU, assume=["A-16A-1=none"]), "GS23-16A")


def test_chinese_counts_double_in_a_column() -> None:
    lines = aligned([("甲", "x"), ("ab", "y"), ("abcde", "z")], indent="").splitlines()
    assert {display_width(line) for line in lines} == {8}


def test_text_breaks_at_the_width_but_not_inside_a_number_or_before_a_comma() -> None:
    assert wrap("每人50000元。", 8) == ["每人", "50000元。"]
    assert "".join(wrap("一二三四五六七八九十", 7)) == "一二三四五六七八九十"
    assert wrap("", 10) == [""]
