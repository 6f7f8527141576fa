"""The policy package: loading it, and fixing it for one run (settings, `--assume` for another reading)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pipelines import policy_rules as rules
from pipelines.errors import AuditError
from pipelines.paths import POLICY_DIR
from pipelines.policy_dates import window_problems
from pipelines.policy_model import Assumption, Benefit, Package, Parameter
from pipelines.policy_read import (
    BENEFIT_KEYS,
    PACKAGE_KEYS,
    normal_form,
    read_articles,
    read_benefit,
    read_package,
)
from pipelines.policy_tables import to_tables
from pipelines.policy_yaml import Problems, near_miss, read_mapping
from pipelines.settings_model import ParameterSetting, Settings

__all__ = [
    "Package", "PolicyError", "digest", "load_package", "package_folder", "resolve", "to_tables",
]  # fmt: skip

WRONG_CALL = 2


class PolicyError(AuditError):
    """The package, or what a run asks of it, does not hold. `problems` are the single faults."""

    def __init__(self, title: str, problems: list[str]) -> None:
        self.problems = problems
        listed = "\n".join(f"  {line}" for line in problems)
        super().__init__(f"{title}（{len(problems)} 处）：\n{listed}", WRONG_CALL)


def package_folder(code: str, policies: Path = POLICY_DIR) -> Path:
    """gusu-2023 is kept in policies/gusu_2023."""
    folder = policies / code.replace("-", "_")
    if not (folder / "package.yaml").is_file():
        known = sorted(path.parent.name.replace("_", "-") for path in policies.glob("*/package.yaml"))
        raise PolicyError("找不到政策包", [f"没有名为 {code} 的政策包。{near_miss(code, known)}"])
    return folder


def package_files(folder: Path) -> list[Path]:
    return [folder / "package.yaml", folder / "articles.yaml", *sorted((folder / "benefits").glob("*.yaml"))]


def digest(folder: Path) -> str:
    """One digest of all that the package says; a file's name counts as much as its bytes."""
    total = hashlib.sha256()
    for path in package_files(folder):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def load_package(folder: Path) -> Package:
    """The package of a folder, or a PolicyError that tells everything that is wrong with it."""
    problems = Problems()
    package = read_files(Path(folder), problems)
    if package is not None:
        problems.found += rules.problems(package, is_whole=not problems.found)
    if package is None or problems.found:
        raise PolicyError(f"政策包 {Path(folder).name} 有误", problems.found)
    return package


def read_files(folder: Path, problems: Problems) -> Package | None:
    """None where the package's own files do not read; benefits that do not read are left out."""
    header = read_mapping(folder / "package.yaml", "package.yaml", problems, PACKAGE_KEYS)
    if header is None:
        return None
    fields = read_package(header)
    listing = read_mapping(folder / "articles.yaml", "articles.yaml", problems, ("sections", "articles"))
    sections, articles = read_articles(listing, fields["departments"]) if listing else ({}, {})
    is_readable = not problems.found
    benefits: dict[str, Benefit] = {}
    for path in package_files(folder)[2:]:
        benefit = read_benefit_file(path, fields, problems)
        if benefit is not None:
            benefits[benefit.code] = benefit
    for path in sorted((folder / "benefits").glob("*")):
        if path.suffix != ".yaml":
            problems.add(f"benefits/{path.name}", "不是 .yaml 文件，不会被读取", "请改名或移走")
    if not package_files(folder)[2:]:
        problems.add("benefits/", "没有任何措施文件", "每项措施写一个 benefits/<编码>.yaml")
    if not is_readable:
        return None
    return Package(**fields, sections=sections, articles=articles, benefits=benefits, folder=folder)


def read_benefit_file(path: Path, fields: Mapping[str, object], problems: Problems) -> Benefit | None:
    file = f"benefits/{path.name}"
    block = read_mapping(path, file, problems, BENEFIT_KEYS)
    if block is None:
        return None
    benefit = read_benefit(block, fields["levels"], fields["rosters"], fields["departments"])
    if benefit.code and benefit.code != path.stem:
        block.fault("code", f"编码 {benefit.code} 与文件名不同", f"请把文件改名为 {benefit.code}.yaml，或改正 code")
    return benefit if block.is_sound else None


def resolve(
    package: Package, settings: Settings | None = None, assume: Mapping[str, str] | Iterable[str] = ()
) -> Package:
    """The package as one run sees it. Windows and pairs follow the assumptions by themselves."""
    settings = settings or Settings()
    wanted = dict(assume) if isinstance(assume, Mapping) else parse_assume(assume)
    resolved = replace(
        package,
        assumptions=assumed(package, wanted),
        benefits={code: with_settings(benefit, settings) for code, benefit in package.benefits.items()},
        coverage=settings.coverage,
        links=settings.links,
        thresholds=settings.thresholds,
    )
    problems = list(window_problems(resolved))
    if problems:
        raise PolicyError("所选口径与政策包不合", problems)
    return resolved


def parse_assume(words: Iterable[str]) -> dict[str, str]:
    """A-16A-1=half_up, as typed; the same assumption twice is refused."""
    wanted: dict[str, str] = {}
    problems = []
    for word in words:
        identifier, equals, value = (part.strip() for part in word.partition("="))
        if not (identifier and equals and value):
            problems.append(f"“{word}”的写法不对。应写 编号=取值，如 A-16A-1=half_up")
        elif identifier in wanted:
            problems.append(f"假设 {identifier} 给了两次。请只给一次")
        wanted[identifier] = value
    if problems:
        raise PolicyError("--assume 有误", problems)
    return wanted


def assumed(package: Package, wanted: Mapping[str, str]) -> dict[str, Assumption]:
    known, problems = dict(package.assumptions), []
    for identifier, value in wanted.items():
        if identifier not in known:
            problems.append(f"没有编号为 {identifier} 的假设。{near_miss(identifier, known)}")
            continue
        try:
            known[identifier] = replace(known[identifier], value=allowed_value(known[identifier], value))
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise PolicyError("--assume 有误", problems)
    return known


def allowed_value(assumption: Assumption, text: str) -> str:
    choices = [choice.value for choice in assumption.choices]
    expected = "、".join(choices) or {"date": "日期，如 2023-02-01", "money": "金额，如 0.01"}.get(
        assumption.type, "整数"
    )
    try:
        value = normal_form(assumption.type, text)
    except ValueError:
        value = None
    if value is None or (choices and value not in choices):
        raise ValueError(f"假设 {assumption.id}（{assumption.title}）不能取“{text}”。可以取：{expected}")
    return value


def with_settings(benefit: Benefit, settings: Settings) -> Benefit:
    return replace(
        benefit,
        parameters=tuple(
            given(parameter, settings.parameters[parameter.setting])
            if parameter.setting in settings.parameters
            else parameter
            for parameter in benefit.parameters
        ),
    )


def given(parameter: Parameter, setting: ParameterSetting) -> Parameter:
    """An unset parameter with the value of this run: it stays marked as no figure of the policy."""
    return replace(parameter, given_value=setting.value, note=setting.note)
