"""The pages of docs/ that are written from data and code: `python -m pipelines.pages [--check]`."""

import argparse
import sys
from pathlib import Path

from pipelines import dictionary, measure_page
from pipelines.paths import ROOT
from pipelines.policy import load_package, package_folder

PACKAGE = "gusu-2023"


def pages(root: Path = ROOT) -> dict[Path, str]:
    """Every generated page, by its place."""
    measures = measure_page.pages(load_package(package_folder(PACKAGE)))
    folder = root / measure_page.FOLDER
    return {root / dictionary.PLACE: dictionary.render()} | {folder / name: text for name, text in measures.items()}


def stale(wanted: dict[Path, str]) -> list[Path]:
    """Pages that are not there or say something else, and pages of measures that are gone."""
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return changed + [path for path in written(wanted) if path not in wanted]


def written(wanted: dict[Path, str]) -> list[Path]:
    """The files that stand in the folders that hold generated pages only."""
    folders = {path.parent for path in wanted if path.parent.name == measure_page.FOLDER.name}
    return [path for folder in sorted(folders) for path in sorted(folder.glob("*.md"))]


def write(wanted: dict[Path, str]) -> None:
    for path in stale(wanted):
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()


def main() -> int:
    parser = argparse.ArgumentParser(description="生成数据字典和各项措施的说明页")
    parser.add_argument("--check", action="store_true", help="只核对是否最新")
    wanted = pages()
    if not parser.parse_args().check:
        write(wanted)
        return 0
    old = stale(wanted)
    for path in old:
        print(f"{path.relative_to(ROOT)} 不是最新的，请运行 make fix", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
