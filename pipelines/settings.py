"""A run's settings: what the policy leaves open, what this district accepts, what the workbooks mask.

The file is YAML, every key optional:

    GS23-17A.min_passengers: 20            # 政策未定的参数：直接写数，或 {value: 20, note: 演示值}
    masking: true                          # 工作簿是否遮盖个人信息
    max_rejected_rows: 0                   # 允许退回的行数；超过时退出码为 1
    max_rejected_share: 0.05               # 允许退回的行数占比；超过时中止，不发布（不写则不限）
    order: [甲.csv, 乙.csv]                # 文件先后（默认按文件名的自然顺序）
    coverage:                              # 数据是否到齐，以此为准
      - {source: roster, partition: 重点企业, covered: true}
    same_subject:                          # 同一单位换过代码的，旧代码一律按新代码判断
      - {old: 91320508000000000D, new: 91320508000000001G, note: 区市场监管局函}
    brake_share: 0.5                       # 某数据源退回的行（含整份退回的文件）超过这个比例，视为缺失（默认 0.5）
    month_jump_share: 0.5                  # 某月行数或金额与居中的月份相差超过这个比例，提示异常（默认 0.5）
    passwords:                             # 加密工作簿的密码：直接写，或写环境变量的名字
      - {pattern: "社会保险*.xlsx", env: SI_PASSWORD}
    headers:                               # 确认过的表头：某报送单位的某个列名就是哪一列
      - {sender: 区人社局, source: social_insurance, header: 缴费基数合计, column: contribution_base}
    memory_limit: 1500MB                   # 计算引擎最多用多少内存（默认 1500MB）；以下三项不影响结果
    threads: 2                             # 计算引擎用几个处理器核（默认全部）
    spill_dir: /data/spill                 # 内存放不下时临时文件写在哪里（默认在结果目录的 .work 里）
    keep_read: true                        # 读过的收件留给以后的运行，内容没变的不再读
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from pipelines.errors import AuditError
from pipelines.identifiers import uscc_is_valid
from pipelines.policy_model import CoverageOverride, Package, SubjectLink, article_name
from pipelines.policy_rules import amount_fault
from pipelines.policy_yaml import Block, Problems, near_miss, read_node
from pipelines.settings_bounds import BOUND_KEYS, read_bounds
from pipelines.settings_model import COVERAGE, LINKS, MASKING, MAX_ROWS, MAX_SHARE, ORDER, ParameterSetting, Settings
from pipelines.settings_reading import READING_KEYS, read_reading
from schemas import SOURCES

WRONG_CALL = 2
OWN_KEYS = (MASKING, MAX_ROWS, MAX_SHARE, ORDER, COVERAGE, LINKS, *READING_KEYS, *BOUND_KEYS)
MONTH = re.compile(r"(\d{4})-?(0[1-9]|1[0-2])")
WHOLE = "whole"


class SettingsError(AuditError):
    """The settings do not hold; nothing was started."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        listed = "\n".join(f"  {line}" for line in problems)
        super().__init__(f"设置有误（{len(problems)} 处）：\n{listed}", WRONG_CALL)


def load_settings(path: Path | None, package: Package) -> Settings:
    """The settings of a file, checked against the package; the defaults without one."""
    if path is None:
        return Settings()
    problems = Problems()
    node = read_node(path, path.name, problems)
    settings = Settings()
    if node is not None:
        allowed = (*OWN_KEYS, *package.unset_parameters())
        settings = read_settings(Block(node, path.name, problems, allowed, fixed_parameters(package)), package)
    if problems.found:
        raise SettingsError(problems.found)
    return settings


def fixed_parameters(package: Package) -> dict[str, tuple[str, str]]:
    """What the policy states itself, and why no setting may touch it."""
    return {
        f"{benefit.code}.{parameter.name}": (
            f"{benefit.code}.{parameter.name} 由政策写明（{article_name(benefit.article)}），不能用设置改写",
            "请删去这一行",
        )
        for benefit in package.benefits.values()
        for parameter in benefit.parameters
        if not parameter.is_unset
    }


def read_settings(block: Block, package: Package) -> Settings:
    share = block.decimal(MAX_SHARE)
    if share is not None and not 0 <= share <= 1:
        block.fault(MAX_SHARE, f"{MAX_SHARE} 应在 0 与 1 之间", "比例写成小数，如 0.05")
    return Settings(
        parameters=read_parameters(block, package),
        is_masked=block.boolean(MASKING, True),
        max_rejected_rows=block.integer(MAX_ROWS, 0),
        max_rejected_share=share,
        order=block.texts(ORDER),
        coverage=read_coverage(block, package),
        links=read_links(block),
        reading=read_reading(block),
        bounds=read_bounds(block),
    )


def read_parameters(block: Block, package: Package) -> dict[str, ParameterSetting]:
    given = {}
    for name, (_, parameter) in package.unset_parameters().items():
        if not block.has(name):
            continue
        entry, key = (block.block(name, ("value", "note")), "value") if block.is_mapping(name) else (block, name)
        entry.require(key)
        value = entry.decimal(key)
        if value is None:
            continue
        if fault := amount_fault(parameter.type, value):
            entry.fault(key, f"{name}（{parameter.title}）的值 {value} {fault[0]}", fault[1])
        note = entry.text("note") if entry is not block else ""
        given[name] = ParameterSetting(value, note)
    return given


def read_coverage(block: Block, package: Package) -> tuple[CoverageOverride, ...]:
    entries = block.blocks(COVERAGE, ("source", "partition", "covered"))
    if not entries:
        return ()

    overrides: dict[tuple[str, str], CoverageOverride] = {}
    for entry in entries:
        entry.require("source", "partition", "covered")
        source = entry.one_of("source", SOURCES)
        partition = read_partition(entry, source, package)
        if (source, partition) in overrides:
            entry.fault(None, f"{source} 的 {partition} 写了两次", "请只保留一处")
        overrides[source, partition] = CoverageOverride(source, partition, entry.boolean("covered"))
    return tuple(overrides.values())


def read_links(block: Block) -> tuple[SubjectLink, ...]:
    """Pairs of codes of one unit; each code is looked at for its form, and an old one may stand for one unit only."""
    links: dict[str, SubjectLink] = {}
    for entry in block.blocks(LINKS, ("old", "new", "note")):
        entry.require("old", "new")
        codes = entry.text("old"), entry.text("new")
        for key, code in zip(("old", "new"), codes, strict=True):
            if code and not pl.select(uscc_is_valid(pl.lit(code))).item():
                entry.fault(key, f"{key} 不是有效的统一社会信用代码", "请核对18位代码和校验位")
        if codes[0] == codes[1] or codes[0] in links:
            entry.fault("old", "旧代码与新代码相同，或旧代码写了两次", "请只保留一处")
        links[codes[0]] = SubjectLink(*codes, entry.text("note"))
    return tuple(links.values())


def read_partition(entry: Block, source: str, package: Package) -> str:
    """A month of social_insurance, a roster, the claims of a benefit, or the source as a whole."""
    text = entry.text("partition")
    if text == WHOLE or not text:
        return text
    month = MONTH.fullmatch(text)
    if source == "social_insurance":
        if not month:
            entry.fault("partition", f"partition 的值“{text}”不对", f"写月份，如 202301，或写 {WHOLE}")
        return "".join(month.groups()) if month else text
    known = {"roster": package.rosters, "claim": package.benefits}.get(source, ())
    if text not in known:
        entry.fault("partition", f"{source} 没有名为“{text}”的部分", near_miss(text, (*known, WHOLE)))
    return text
