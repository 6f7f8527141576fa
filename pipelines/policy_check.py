"""`policy check`: the package against the SQL that carries it out.

The loader proves that the data are sound by themselves; this proves that every figure, condition and reading
they name is really read, and none is made up in SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines import policy_rules as rules
from pipelines.paths import SQL_DIR
from pipelines.policy_model import Benefit, Package
from pipelines.policy_yaml import problem

COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
LITERAL = re.compile(r"'((?:[^']|'')*)'")
ASSUMPTION = re.compile(r"A-[0-9A-Z]+-\d+")
# A condition is named where its struct or column is made:
# 'condition_code': 'x', condition_code := 'x', 'x' as condition_code.
CONDITION = re.compile(r"\bcondition_code\b'?\s*(?::=?|=)\s*'(\w+)'|'(\w+)'\s+as\s+condition_code\b")
# A parameter is named where policy.parameter or facts.parameter is joined: name = 'x', name in ('x', 'y').
PARAMETER = re.compile(r"\bname\s*(?:=\s*'(\w+)'|in\s*\(([^)]*)\))")
READS = re.compile(r"^--\s*Reads:\s*(.*)$", re.MULTILINE)
OWN_FOLDERS = ("heads", "benefits")
SHARED_FOLDERS = ("heads", "facts")


@dataclass(frozen=True)
class SqlFile:
    path: Path
    text: str

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}.{self.path.stem}"

    @property
    def reads(self) -> set[str]:
        return {name.strip() for line in READS.findall(self.text) for name in line.split(",") if name.strip()}

    @property
    def code(self) -> str:
        return COMMENT.sub(" ", self.text)

    @property
    def literals(self) -> set[str]:
        return set(LITERAL.findall(self.code))

    @property
    def conditions(self) -> set[str]:
        return {first or second for first, second in CONDITION.findall(self.code)}

    @property
    def parameters(self) -> set[str]:
        found = PARAMETER.findall(self.code)
        return {single for single, _ in found if single} | {name for _, many in found for name in LITERAL.findall(many)}


def check_package(package: Package, sql_dir: Path = SQL_DIR) -> list[str]:
    """Everything that does not hold, in Chinese; empty where the package is sound."""
    read = [SqlFile(path, path.read_text(encoding="utf-8")) for path in sorted(sql_dir.glob("*/*.sql"))]
    files = {file.name: file for file in read}
    found = [*rules.problems(package), *figure_problems(package), *orphan_problems(package, files)]
    for rule in sorted({benefit.rule for benefit in package.benefits.values()}):
        found += rule_problems(package, rule, files)
    return [*found, *assumption_problems(package, files)]


def figure_problems(package: Package) -> Iterator[str]:
    for benefit in package.benefits.values():
        for parameter in benefit.parameters:
            for value in parameter.values:
                if not (value.figure and rules.source_of(value)):
                    yield problem(
                        value.place,
                        f"{benefit.code} 的参数 {parameter.name} 没有写明出处和原文数字",
                        "请补写",
                    )


def orphan_problems(package: Package, files: Mapping[str, SqlFile]) -> Iterator[str]:
    known = {benefit.rule for benefit in package.benefits.values()}
    for file in files.values():
        if file.path.parent.name in OWN_FOLDERS and file.path.stem not in known:
            yield problem(shown(file), "没有任何措施用到这个文件", f"请在措施的 rule 里写 {file.path.stem}，或删去文件")


def shown(file: SqlFile) -> str:
    return f"sql/{file.path.parent.name}/{file.path.name}"


def closure(names: list[str], files: Mapping[str, SqlFile]) -> list[SqlFile]:
    """Relations and every fact and head that they read, directly or not."""
    found: dict[str, SqlFile] = {}
    waiting = list(names)
    while waiting:
        current = waiting.pop()
        if current not in files or current in found:
            continue
        found[current] = files[current]
        waiting += [read for read in files[current].reads if read.partition(".")[0] in SHARED_FOLDERS]
    return list(found.values())


def rule_problems(package: Package, rule: str, files: Mapping[str, SqlFile]) -> Iterator[str]:
    """One rule and all the benefits that share it."""
    benefits = [benefit for benefit in package.benefits.values() if benefit.rule == rule]
    folders = OWN_FOLDERS if any(benefit.is_per_head for benefit in benefits) else ("benefits",)
    missing = [folder for folder in folders if f"{folder}.{rule}" not in files]
    for folder in missing:
        yield problem(benefits[0].place, f"规则文件 sql/{folder}/{rule}.sql 不存在", "请补写，或改正 rule")
    if missing:
        return
    read = closure([f"{folder}.{rule}" for folder in folders], files)
    own = [files[f"{folder}.{rule}"] for folder in folders]
    for benefit in benefits:
        yield from unread_problems(benefit, read)
    yield from unknown_problems(benefits, own)


def unread_problems(benefit: Benefit, read: list[SqlFile]) -> Iterator[str]:
    """What the YAML names and the SQL never looks at."""
    literals = set().union(*(file.literals for file in read))
    conditions = set().union(*(file.conditions for file in read))
    sources = {name.removeprefix("staging.") for file in read for name in file.reads if name.startswith("staging.")}
    for parameter in benefit.parameters:
        if parameter.name not in literals:
            yield problem(
                parameter.place,
                f"{benefit.code} 的参数 {parameter.name} 没有任何 SQL 读取",
                "请在规则里使用，或删去参数",
            )
    for condition in benefit.conditions:
        if condition.code not in conditions:
            yield problem(
                condition.place,
                f"{benefit.code} 的条件 {condition.code} 没有任何 SQL 判断",
                "请在规则里判断，或删去条件",
            )
    elsewhere = {benefit.window.start_assumption, *(each.assumption for each in benefit.by_reading)}
    for identifier in benefit.assumptions:
        if identifier not in literals | elsewhere:
            yield problem(
                benefit.place,
                f"{benefit.code} 列出的假设 {identifier} 在其 SQL 中没有用到",
                "请删去，或在规则里使用",
            )
    for source in benefit.data_needed:
        if source not in sources:
            yield problem(
                benefit.place,
                f"{benefit.code} 的 data_needed 写了 {source}，但其 SQL 不读这个数据源",
                "请改正",
            )


def unknown_problems(benefits: list[Benefit], own: list[SqlFile]) -> Iterator[str]:
    """What the rule's own SQL names and the YAML does not know."""
    codes = "、".join(benefit.code for benefit in benefits)
    conditions = {condition.code for benefit in benefits for condition in benefit.conditions}
    parameters = {parameter.name for benefit in benefits for parameter in benefit.parameters}
    listed = {identifier for benefit in benefits for identifier in benefit.assumptions}
    for file in own:
        for code in sorted(file.conditions - conditions):
            yield problem(shown(file), f"条件 {code} 在 {codes} 的 conditions 里没有写", "请补写，或改正 SQL")
        for name in sorted(file.parameters - parameters):
            yield problem(shown(file), f"参数 {name} 在 {codes} 的 parameters 里没有写", "请补写，或改正 SQL")
        for identifier in sorted({word for word in file.literals if ASSUMPTION.fullmatch(word)} - listed):
            yield problem(shown(file), f"用到的假设 {identifier} 没有写进 {codes} 的 assumptions", "请补写")


def assumption_problems(package: Package, files: Mapping[str, SqlFile]) -> Iterator[str]:
    """An assumption that SQL reads and the package lacks, and one that nothing depends on."""
    read: set[str] = set()
    for file in files.values():
        words = {word for word in file.literals if ASSUMPTION.fullmatch(word)}
        for identifier in sorted(words - set(package.assumptions)):
            yield problem(shown(file), f"假设 {identifier} 在 package.yaml 里不存在", "请补写，或改正 SQL")
        read |= words
    read |= {pair.assumption for pair in package.pairs if pair.assumption}
    read |= {each.assumption for benefit in package.benefits.values() for each in benefit.by_reading}
    windows = [package.window, *(benefit.window for benefit in package.benefits.values())]
    read |= {window.start_assumption for window in windows if window.start_assumption}
    for identifier, assumption in package.assumptions.items():
        if identifier not in read:
            yield problem(assumption.place, f"假设 {identifier} 没有任何 SQL、窗口或互斥组合用到", "请使用，或删去")
