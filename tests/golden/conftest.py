"""One audit of the demo district for all golden tests: with the demo's settings, and without."""

from pathlib import Path

import pytest

from fixtures import demo
from pipelines import run
from pipelines.job import Request


class Silent:
    """A reporter for whom nobody looks."""

    def step(self, number: int, total: int, title: str) -> None:
        pass

    def progress(self, done: int, total: int, detail: str) -> None:
        pass

    def note(self, text: str) -> None:
        pass


@pytest.fixture(scope="session")
def demo_input(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo.build(folder)
    return folder


@pytest.fixture(scope="session")
def demo_run(demo_input: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published run with the demo's settings."""
    request = Request(demo_input, tmp_path_factory.mktemp("runs"), settings_path=demo.SETTINGS)
    return run.perform_all(run.open_job(request, Silent())).folder


@pytest.fixture(scope="session")
def unset_run(demo_input: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without settings: the parameters that the policy leaves open stay open."""
    request = Request(demo_input, tmp_path_factory.mktemp("unset"))
    return run.perform_all(run.open_job(request, Silent())).folder
