"""The order in which relations are made, several at a time."""

from pathlib import Path

import duckdb
import pytest

from pipelines import engine
from pipelines.engine import Engine, read_relation

FILES = {
    "a/one": ("(none)", "select 1 as n"),
    "a/two": ("a.one", "select n + 1 as n from a.one"),
    "a/three": ("a.one", "select n + 2 as n from a.one"),
    "heads/x": ("a.two", "select n, 'x' as member from a.two"),
    "heads/y": ("a.three", "select n, 'y' as member from a.three"),
    "b/all": ("heads.*", "select sum(n) as n, count(*) as members from collected.heads"),
}


def a_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **changed: tuple[str, str]) -> None:
    for name, (reads, text) in (FILES | {name.replace("__", "/"): file for name, file in changed.items()}).items():
        path = tmp_path / f"{name}.sql"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"-- title\n-- Grain: n\n-- Reads: {reads}\n-- Article: 全文\n{text}\n", encoding="utf-8")
    found = [read_relation(path, tmp_path) for path in sorted(tmp_path.glob("*/*.sql"))]
    monkeypatch.setattr(engine, "relations", lambda: {relation.name: relation for relation in found})


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_what_is_read_is_made_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    a_world(tmp_path, monkeypatch)
    told = []
    with Engine(settings={"threads": threads}) as world:
        finished = world.run(["b.all"], on_relation=lambda done, total, title: told.append((done, total)))
        assert world.con.execute("select n, members from b.all").fetchall() == [(5, 2)]
    assert sorted(finished) == ["a.one", "a.three", "a.two", "b.all", "heads.x", "heads.y"]
    assert finished[0] == "a.one" and finished[-1] == "b.all"
    assert told == [(done, 6) for done in range(1, 7)]


def test_a_failure_is_raised_and_nothing_that_needs_it_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_world(tmp_path, monkeypatch, a__two=("a.one", "select nothing as n from a.one"))
    with Engine(settings={"threads": 2}) as world:
        with pytest.raises(duckdb.BinderException):
            world.run(["b.all"])
        assert "b.all" not in world.existing()
        assert "a.one" in world.existing()


def test_a_circle_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_world(tmp_path, monkeypatch, a__one=("b.all", "select n from b.all"))
    with Engine() as world, pytest.raises(ValueError, match=r"read each other: .*b\.all"):
        world.run(["b.all"])
