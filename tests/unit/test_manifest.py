"""Digests, and the files that prove a run."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines import manifest


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def test_a_digest_does_not_depend_on_the_order_of_keys():
    assert manifest.object_digest({"a": 1, "b": [2]}) == manifest.object_digest({"b": [2], "a": 1})


@pytest.mark.parametrize("other", [{"a": Decimal("1.0")}, {"a": "2023-01-02"}, {"a": None}, {}])
def test_a_digest_tells_values_apart(other):
    assert manifest.object_digest({"a": Decimal("1.00")}) != manifest.object_digest(other)


def test_a_date_and_money_are_kept_exactly(tmp_path):
    manifest.write_json(tmp_path / manifest.FILE_NAME, {"as_of": date(2023, 12, 31), "amount": Decimal("0.10")})
    assert manifest.read(tmp_path) == {"as_of": "2023-12-31", "amount": "0.10"}


def test_a_value_without_a_json_form_is_refused():
    with pytest.raises(TypeError, match="set"):
        manifest.object_digest({"a": {1}})


def test_the_program_digest_sees_content_and_name_but_no_caches(tmp_path):
    before = manifest.tree_digest([write(tmp_path / "sql", a__sql="select 1")])
    write(tmp_path / "sql", a__pyc="cached")
    assert manifest.tree_digest([tmp_path / "sql"]) == before
    (tmp_path / "sql" / "a.sql").rename(tmp_path / "sql" / "b.sql")
    renamed = manifest.tree_digest([tmp_path / "sql"])
    write(tmp_path / "sql", b__sql="select 2")
    assert len({before, renamed, manifest.tree_digest([tmp_path / "sql"])}) == 3


def test_a_folder_holds_until_a_file_changes_goes_or_comes(tmp_path):
    folder = write(tmp_path / "run", a__txt="1", b__txt="2")
    about = {"outputs": manifest.output_digests(folder)}
    manifest.write_json(folder / manifest.FILE_NAME, about)
    assert manifest.holds(folder, about)
    write(folder, c__txt="3")
    assert not manifest.holds(folder, about)
    (folder / "c.txt").unlink()
    write(folder, a__txt="1 and a half")
    assert not manifest.holds(folder, about)
    write(folder, a__txt="1")
    (folder / "b.txt").unlink()
    assert not manifest.holds(folder, about)


def test_an_unreadable_manifest_is_none(tmp_path):
    assert manifest.read(tmp_path) is None
    assert manifest.read(write(tmp_path / "run", manifest__json="{half")) is None
    assert manifest.reference(tmp_path / "run") is None


def test_the_next_run_names_the_one_before_by_digest(tmp_path):
    manifest.write_json(tmp_path / manifest.FILE_NAME, {"run_id": "gusu-2023-0123456789ab"})
    assert manifest.reference(tmp_path) == {
        "run_id": "gusu-2023-0123456789ab",
        "manifest_digest": manifest.file_digest(tmp_path / manifest.FILE_NAME),
    }


def test_writing_leaves_nothing_beside_the_file(tmp_path):
    manifest.write_json(tmp_path / "a.json", {"a": 1})
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
