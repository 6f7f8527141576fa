"""`policy check` finds what the package and its SQL do not share; the package of this checkout passes it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.policy import load_package, package_folder
from pipelines.policy_check import check_package

SMALL = Path(__file__).parent / "policy_small"
FIRST, HEADS = "sql/benefits/ts23_01a.sql", "sql/heads/ts23_02a.sql"


def check(folder: Path) -> list[str]:
    return check_package(load_package(folder), folder / "sql")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


def test_a_package_that_its_sql_carries_out_is_sound() -> None:
    assert check(SMALL) == []


def test_the_package_of_this_checkout_is_sound() -> None:
    assert check_package(load_package(package_folder("gusu-2023"))) == []


BROKEN = yaml.safe_load((SMALL / "broken_sql.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", BROKEN, ids=[case["name"] for case in BROKEN])
def test_the_check_finds(folder: Path, case: dict[str, Any]) -> None:
    path = folder / case["file"]
    text = path.read_text(encoding="utf-8")
    assert case["old"] in text
    path.write_text(text.replace(case["old"], case["new"]), encoding="utf-8")
    told = "\n".join(check(folder))
    assert [words for words in case["told"] if words not in told] == []


def test_a_rule_without_its_file_is_told(folder: Path) -> None:
    (folder / HEADS).unlink()
    assert any("规则文件 sql/heads/ts23_02a.sql 不存在" in line for line in check(folder))


@pytest.mark.parametrize("kind", ["heads", "benefits"])
def test_a_file_that_no_measure_uses_is_told(folder: Path, kind: str) -> None:
    shutil.copy(folder / FIRST, folder / f"sql/{kind}/ts23_09z.sql")
    assert check(folder) == [
        f"sql/{kind}/ts23_09z.sql：没有任何措施用到这个文件。请在措施的 rule 里写 ts23_09z，或删去文件"
    ]
