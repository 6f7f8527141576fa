"""The generated pages of docs/: a page a measure, their index, the data dictionary."""

from pathlib import Path

import pytest

from pipelines import measure_example, measure_page, pages
from pipelines.paths import ROOT
from pipelines.policy import load_package, package_folder

GUSU = load_package(package_folder("gusu-2023"))
SECTIONS = ["方法", "举例", "依据", "不算在内", "口径假设", "所需数据", "参数", "互斥"]


@pytest.fixture(scope="module")
def wanted() -> dict[Path, str]:
    return pages.pages()


def test_every_page_is_what_data_and_code_say(wanted: dict[Path, str]) -> None:
    assert [str(path.relative_to(ROOT)) for path in pages.stale(wanted)] == [], "run: make fix"


@pytest.mark.parametrize("code", GUSU.benefits)
def test_a_measure_has_its_page_with_all_sections_in_order(code: str, wanted: dict[Path, str]) -> None:
    text = wanted[ROOT / "docs" / "measures" / f"{code}.md"]
    assert text.startswith(f"# {code} {GUSU.benefits[code].title}\n")
    assert [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")] == SECTIONS
    assert f"({code}.md)" in wanted[ROOT / "docs" / "measures" / "README.md"]
    assert "None" not in text


@pytest.mark.parametrize("code", GUSU.benefits)
def test_a_measure_has_an_example_that_its_own_rule_decided(code: str) -> None:
    found = {each.verdict: each for each in measure_example.examples(GUSU.benefits[code])}
    assert found, "its spec has no case that its SQL judges"
    for each in found.values():
        assert each.reason or each.verdict == "eligible"


def test_an_example_shows_each_step_to_the_amount(wanted: dict[Path, str]) -> None:
    text = wanted[ROOT / "docs" / "measures" / "GS23-16A.md"]
    assert "数量 101 × 标准 500.00 元 = 50,500.00 元；限额 50,000.00 元；应享 50,000.00 元。" in text
    assert "没有满足的条件：" in text
    assert "缺数据的条件：" in text


def test_the_figures_an_example_was_given_have_the_names_departments_know(wanted: dict[Path, str]) -> None:
    text = wanted[ROOT / "docs" / "measures" / "GS23-17A.md"]
    assert "核定基数金额" in text
    assert "base_amount" not in text


def test_every_link_of_a_page_leads_somewhere(wanted: dict[Path, str]) -> None:
    for path, text in wanted.items():
        for target in (part.partition(")")[0] for part in text.split("](")[1:]):
            assert (path.parent / target).resolve().exists(), f"{path.name}: {target}"


def test_a_page_that_says_something_else_and_one_of_a_measure_that_is_gone_are_stale(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "measures"
    wanted = {folder / "A.md": "a", folder / "B.md": "b", tmp_path / "docs" / "数据字典.md": "d"}
    pages.write(wanted)
    assert pages.stale(wanted) == []
    (folder / "A.md").write_text("other", encoding="utf-8")
    (folder / "C.md").write_text("gone", encoding="utf-8")
    assert pages.stale(wanted) == [folder / "A.md", folder / "C.md"]
    pages.write(wanted)
    assert pages.stale(wanted) == []
    assert not (folder / "C.md").exists()


def test_a_measure_without_a_usable_case_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure_page, "examples", lambda _: [])
    assert "规格里还没有这项措施的例子。" in measure_page.page(GUSU, GUSU.benefits["GS23-16A"])
