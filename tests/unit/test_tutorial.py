"""The tutorial of CONTRIBUTING.md adds a measure: followed to the letter, in a copy of the checkout."""

import csv
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipelines.paths import ROOT
from schemas import SOURCES
from tests.unit.tiny import ENTERPRISE, deliver

BLOCK = re.compile(r"^`(?P<path>[\w./-]+)`\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = "GS23-17C"
COPIED = ("pipelines", "schemas", "sql", "policies", "tests/spec")
MAIN = "import sys; from pipelines.cli import main; sys.exit(main())"


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=copy, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout with the tutorial's files in it; no other spec than the tutorial's."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in COPIED:
        left_out = shutil.ignore_patterns("__pycache__", *(["*.md"] if name == "tests/spec" else []))
        shutil.copytree(ROOT / name, copy / name, ignore=left_out)
    (copy / "tests" / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", copy)
    for path, text in written().items():
        assert not (copy / path).exists(), "the tutorial's measure is not one of the package"
        (copy / path).write_text(text, encoding="utf-8")
    return copy


def written() -> dict[str, str]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return {found["path"]: found["text"] for found in BLOCK.finditer(text)}


def test_the_tutorial_writes_a_policy_file_a_rule_and_a_spec() -> None:
    assert list(written()) == [
        f"policies/gusu_2023/benefits/{CODE}.yaml",
        "sql/benefits/gs23_17c.sql",
        "tests/spec/benefits/gs23_17c.md",
    ]


def test_the_package_with_it_is_sound(copy: Path) -> None:
    found = run(copy, "-c", MAIN, "policy", "check")
    assert not [line for line in found.stdout.splitlines() if "17c" in line.lower()], found.stdout


def test_its_spec_holds(copy: Path) -> None:
    found = run(copy, "-m", "pytest", "tests/spec", "-k", "gs23_17c")
    assert found.returncode == 0, found.stdout


def test_a_run_judges_pays_and_shows_it(copy: Path, tmp_path: Path) -> None:
    folder = deliver(tmp_path / "in")
    add(folder, "roster", {"roster": "重点企业", "subject_id": ENTERPRISE, "valid_from": "2023-01-01"})
    payout = {
        "benefit_code": CODE,
        "level": "区",
        "uscc": ENTERPRISE,
        "payee_name": "苏州示例有限公司",
        "status": "已发放",
    }
    add(folder, "payout", payout | {"payout_no": "P-17C", "amount": "301.00", "paid_on": "2023-03-20"})
    found = run(copy, "-c", MAIN, "run", str(folder), "--out", str(tmp_path / "runs"))
    assert found.returncode == 0, found.stderr
    published = Path(found.stdout.splitlines()[-1])

    entitled = pl.read_parquet(published / "tables" / "entitlement.parquet").filter(pl.col("benefit_code") == CODE)
    assert entitled.select("subject_id", "verdict", "amount").rows() == [(ENTERPRISE, "eligible", Decimal(300))]
    judged = pl.read_parquet(published / "tables" / "payout_verdict.parquet").filter(pl.col("payout_no") == "P-17C")
    assert judged.select("verdict", "excess_amount").rows() == [("over_entitlement", Decimal(1))]
    assert "17C 用工联络补贴" in openpyxl.load_workbook(published / "eligibility.xlsx", read_only=True).sheetnames


def add(folder: Path, source: str, row: dict[str, str]) -> None:
    titles = {name: str(column.title) for name, column in SOURCES[source].columns.items()}
    with (folder / f"{SOURCES[source].title}_补充.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=[titles[name] for name in row])
        writer.writeheader()
        writer.writerow({titles[name]: value for name, value in row.items()})
