"""What every file of the repository keeps to."""

import re
import subprocess
from pathlib import Path

import pytest

from pipelines.engine import relations
from pipelines.paths import ROOT

TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is wherever it is
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()
CODE = [path for path in TRACKED if path.endswith((".py", ".sql", ".yaml", ".toml", ".md", "Makefile", "run"))]
PYTHON = [path for path in TRACKED if path.endswith(".py")]
LONGEST_MODULE = 400
# The law once more, in one piece, to be read beside it.
LONGEST_REFERENCE = 600


def read(path: str) -> str:
    return Path(ROOT, path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PYTHON)
def test_a_module_stays_short_and_says_what_it_is(path: str) -> None:
    text = read(path)
    assert len(text.splitlines()) <= (LONGEST_REFERENCE if path.startswith("tests/reference/") else LONGEST_MODULE)
    assert not text.strip() or text.startswith(('"""', "#!"))


def test_the_lock_is_exact_hashed_and_names_no_host() -> None:
    for path in ("requirements.lock", "bootstrap.lock", "benchmarks/pandas.lock"):
        text = read(path)
        packages = re.findall(r"^[a-z0-9][\w.\[\]-]*.*$", text, re.MULTILINE | re.IGNORECASE)
        assert packages
        assert all("==" in package for package in packages)
        assert text.count("--hash=sha256:") >= len(packages)
        assert "://" not in text


def test_no_machine_path_stands_anywhere() -> None:
    found = re.compile(r"(?<![\w.])/(?:home|Users|root|tmp|work)/\w")
    assert [path for path in CODE if found.search(read(path)) and path != "tests/conventions/test_repository.py"] == []


def test_every_finding_has_its_page() -> None:
    codes = {name.partition(".")[2] for name in relations() if name.startswith("findings.")}
    pages = {Path(path).stem for path in TRACKED if path.startswith("docs/findings/")}
    assert codes == pages
