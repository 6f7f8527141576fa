"""The settings file that asks for what the policy leaves open."""

from pathlib import Path

import pytest

from pipelines import cli
from pipelines.errors import AuditError
from pipelines.policy import load_package, package_folder
from pipelines.settings import SettingsError, load_settings
from pipelines.settings_bounds import Bounds
from pipelines.settings_init import write_template
from pipelines.settings_model import Settings

GUSU = load_package(package_folder("gusu-2023"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_template(tmp_path / "新目录" / "设置.yaml", GUSU)
    return tmp_path / "新目录" / "设置.yaml"


def test_the_file_loads_as_it_is_and_sets_nothing(path: Path) -> None:
    assert load_settings(path, GUSU) == Settings()


def test_every_open_parameter_is_asked_for_with_what_is_needed_to_answer(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert GUSU.unset_parameters()
    for name, (benefit, parameter) in GUSU.unset_parameters().items():
        part = text[: text.index(f"# {name}: ")].rpartition("\n\n")[2]
        plain = part.replace("\n", "").replace("# ", "").replace("  ", "")
        for said in (benefit.title, parameter.title, "条款：第", parameter.figure, parameter.unit):
            assert said in plain
        assert parameter.meaning.replace(" ", "") in plain.replace(" ", "")
        assert parameter.decided_by.replace(" ", "") in plain.replace(" ", "")


def test_a_line_whose_mark_is_removed_and_whose_figure_is_filled_in_is_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in GUSU.unset_parameters():
        text = text.replace(f"# {name}: {{value: 数值", f"{name}: {{value: 1")
    path.write_text(text, encoding="utf-8")
    given = load_settings(path, GUSU).parameters
    assert {name: setting.value for name, setting in given.items()} == dict.fromkeys(GUSU.unset_parameters(), 1)


def test_a_line_whose_figure_is_forgotten_is_told(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("# GS23-17A.min_passengers", "GS23-17A.min_passengers"), encoding="utf-8")
    with pytest.raises(SettingsError, match="数值"):
        load_settings(path, GUSU)


def test_every_other_key_of_a_settings_file_is_shown_as_it_is_written(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("# 其余可写的键，各行是写法的例子：")
    # A file or folder named as an example is not there.
    others = [line.removeprefix("# ") for line in lines[start + 1 :] if not line.startswith(("# order", "# spill_dir"))]
    path.write_text("\n".join(others), encoding="utf-8")
    settings = load_settings(path, GUSU)
    assert str(settings.max_rejected_share) == "0.05"
    assert [entry.partition for entry in settings.coverage] == ["重点企业"]
    assert settings.bounds == Bounds(threads=2)


def test_a_file_that_is_there_is_never_overwritten(path: Path) -> None:
    path.write_text("GS23-17A.min_passengers: 20\n", encoding="utf-8")
    with pytest.raises(AuditError, match="已经存在") as fault:
        write_template(path, GUSU)
    assert fault.value.exit_code == 2
    assert path.read_text(encoding="utf-8") == "GS23-17A.min_passengers: 20\n"


def test_a_place_that_cannot_be_written_is_told(path: Path) -> None:
    with pytest.raises(AuditError, match="写不出"):
        write_template(path / "under a file" / "设置.yaml", GUSU)


def test_the_command_prints_where_the_file_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["settings", "init", "--out", str(tmp_path / "s.yaml")]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "s.yaml")
    assert (tmp_path / "s.yaml").exists()
