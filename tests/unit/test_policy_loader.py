"""The loader accepts a sound package and tells every fault of a broken one, with its place and what to write."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.policy import PolicyError, digest, load_package, package_folder

SMALL = Path(__file__).parent / "policy_small"
PACKAGE, ARTICLES = "package.yaml", "articles.yaml"
FIRST, SECOND = "benefits/TS23-01A.yaml", "benefits/TS23-02A.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"the test's own premise: {old!r} stands in {file}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load_package(folder)
    assert caught.value.exit_code == 2
    return caught.value.problems


def test_a_sound_package_loads(folder: Path) -> None:
    package = load_package(folder)
    first, second = package.benefits.values()
    assert [str(value.value) for value in first.parameters[0].values] == ["500", "600.50"]
    assert first.method == "一人一份，乘以标准。", "a line break in the file is none in the text"
    assert [day.isoformat() for day in package.window_of(second)] == ["2023-01-01", "2023-12-31"]


BROKEN = yaml.safe_load((SMALL / "broken_package.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", BROKEN, ids=[case["name"] for case in BROKEN])
def test_the_loader_refuses(folder: Path, case: dict[str, Any]) -> None:
    edit(folder, case["file"], case["old"], case["new"])
    told = "\n".join(faults(folder))
    assert [words for words in case["told"] if words not in told] == []


def test_all_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    edit(folder, FIRST, "kind: cash", "kind: gift")
    edit(folder, SECOND, "amount_kind: exact", "amount_knd: exact")
    edit(folder, PACKAGE, "scope: head", "scope: hand")
    told = faults(folder)
    assert [line.split(" ")[0] for line in told] == [PACKAGE, FIRST, SECOND, SECOND]


def test_a_benefit_that_does_not_read_hides_no_fault_of_another(folder: Path) -> None:
    edit(folder, FIRST, "kind: cash", "kind: gift")
    edit(folder, SECOND, "{from: window,", "{from: 2023-02-01,")
    told = faults(folder)
    assert len(told) == 2, "and the pair that names the unread benefit is not blamed"
    assert "TS23-02A 的参数 unit_amount 在 2023-01-01 至 2023-01-31 没有取值" in told[1]


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / ARTICLES).unlink()
    assert faults(folder) == ["articles.yaml：文件不存在。请补上这个文件"]


def test_a_package_without_measures_is_refused(folder: Path) -> None:
    shutil.rmtree(folder / "benefits")
    assert "没有任何措施文件" in faults(folder)[0]


def test_a_measure_that_would_be_passed_over_is_refused(folder: Path) -> None:
    (folder / FIRST).rename(folder / "benefits/TS23-01A.yml")
    assert "benefits/TS23-01A.yml：不是 .yaml 文件，不会被读取。请改名或移走" in faults(folder)


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / FIRST).write_bytes((folder / FIRST).read_text(encoding="utf-8").encode("gb18030"))
    assert f"{FIRST}：不是 UTF-8 编码" in faults(folder)[0]


def test_an_unknown_package_is_told_with_the_known_ones(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "small_2023")
    with pytest.raises(PolicyError, match="您是否想写 small-2023？"):
        package_folder("smal-2023", tmp_path)
    assert package_folder("small-2023", tmp_path) == tmp_path / "small_2023"


def test_the_digest_follows_content_and_names(folder: Path) -> None:
    before = digest(folder)
    assert digest(SMALL) == before, "the same content elsewhere is the same package"
    (folder / FIRST).rename(folder / "benefits/TS23-01Z.yaml")
    renamed = digest(folder)
    edit(folder, SECOND, "1000元/人", "1000元每人")
    assert len({before, renamed, digest(folder)}) == 3
