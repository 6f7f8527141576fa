"""The page of a measure, docs/measures/<code>.md: what it is, how it is computed, an example, on what it rests."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pipelines.dictionary import table
from pipelines.engine import relations
from pipelines.measure_example import Example, examples
from pipelines.policy_model import Benefit, Package, article_name
from pipelines.policy_show import (
    GRAINS,
    KINDS,
    assumption_rows,
    heading_rows,
    pair_rows,
    parameter_rows,
    unset_rows,
)
from schemas import SOURCES

FOLDER = Path("docs") / "measures"
NOTE = "本页由 `make fix` 根据政策包、规则和规格生成，请勿手工修改。"
# What an amount is called that is not given.
AMOUNT_WORDS = {"compliance": "应缴", "deduction": "可扣除", "deferral": "可缓缴"}
TITLES = {"eligible": "符合", "ineligible": "不符合", "unknown": "待核实"}


def pages(package: Package) -> dict[str, str]:
    """File name -> text, of every measure and of their index."""
    found = sorted(package.benefits.values(), key=lambda benefit: benefit.code)
    return {"README.md": index(package, found)} | {f"{benefit.code}.md": page(package, benefit) for benefit in found}


def index(package: Package, found: list[Benefit]) -> str:
    parts = [f"# 各项措施\n\n{NOTE}\n\n{package.title}：{len(found)} 项可以复算的措施，按条文的部分排列。\n"]
    for number, title in package.sections.items():
        rows = [
            (
                f"[{benefit.code}]({benefit.code}.md)",
                benefit.title,
                article_name(benefit.article),
                KINDS[benefit.kind],
                benefit.department,
            )
            for benefit in found
            if package.articles[benefit.article].section == number
        ]
        if rows:
            parts.append(f"## {number}、{title}\n\n" + table(("编码", "措施", "条", "性质", "主管部门"), rows))
    return "\n".join(parts)


def page(package: Package, benefit: Benefit) -> str:
    sections = (
        ("方法", method(package, benefit)),
        ("举例", "\n".join(example(benefit, each) for each in examples(benefit)) or "规格里还没有这项措施的例子。\n"),
        ("依据", basis(package, benefit)),
        ("不算在内", f"{benefit.exclusions}\n"),
        ("口径假设", table(("编号", "本次取值", "说明"), assumption_rows(package, benefit))),
        ("所需数据", "".join(f"- {SOURCES[source].title}（`{source}`）\n" for source in benefit.data_needed)),
        ("参数", parameters(benefit)),
        ("互斥", pairs(package, benefit)),
    )
    body = "\n".join(f"## {title}\n\n{text}" for title, text in sections)
    return f"# {benefit.code} {benefit.title}\n\n{NOTE}\n\n{body}"


def method(package: Package, benefit: Benefit) -> str:
    rows = [(each.title, GRAINS[each.grain]) for each in benefit.conditions]
    conditions = table(("条件（逐项判断，缺一不可）", "看谁"), rows) if rows else ""
    files = "、".join(
        f"[{relations()[name].title}](../../sql/{folder}/{benefit.rule}.sql)"
        for folder in ("heads", "benefits")
        if (name := f"{folder}.{benefit.rule}") in relations()
    )
    spec = f"[规格](../../tests/spec/benefits/{benefit.rule}.md)"
    amount = dict(heading_rows(package, benefit))["金额"]
    return f"{benefit.method}\n\n{conditions}\n金额：{amount}。规则：{files}；{spec}。\n"


def example(benefit: Benefit, found: Example) -> str:
    lines = [f"**{TITLES[found.verdict]}**"]
    if found.given:
        lines.append("所给数据：" + "，".join(f"{title} {value}" for title, value in found.given) + "。")
    if found.verdict == "eligible":
        lines.append("".join(sums(benefit, found)) + "。")
    else:
        word = "没有满足的条件" if found.verdict == "ineligible" else "缺数据的条件"
        lines.append(f"{word}：{found.reason}。")
    return "\n".join(f"{line}\n" for line in lines)


def sums(benefit: Benefit, found: Example) -> Iterator[str]:
    """50,500.00 元 less what a cap cuts, each step that there is."""
    if found.quantity is not None and found.unit_amount is not None:
        yield f"数量 {found.quantity.normalize():f} × 标准 {money(found.unit_amount)} = {money(found.gross_amount)}；"
    elif found.gross_amount != found.amount:
        yield f"限额以前 {money(found.gross_amount)}；"
    if found.cap_amount is not None:
        yield f"限额 {money(found.cap_amount)}；"
    yield f"{AMOUNT_WORDS.get(benefit.kind, '应享')} {money(found.amount)}"


def money(amount: Decimal | None) -> str:
    return "—" if amount is None else f"{amount:,.2f} 元"


def basis(package: Package, benefit: Benefit) -> str:
    shown = {"条款", "本条大意", "责任单位", "主管部门", "类别", "窗口", "级次", "名录"}
    rows = [row for row in heading_rows(package, benefit) if row[0] in shown or row[0].startswith(("限于", "行业"))]
    return table(("项目", "内容"), rows)


def parameters(benefit: Benefit) -> str:
    fixed = (
        table(("参数", "数值", "起止", "出处与原文"), parameter_rows(benefit)) if any(parameter_rows(benefit)) else ""
    )
    unset = table(("政策未定的参数", "由谁定"), unset_rows(benefit)) if any(unset_rows(benefit)) else ""
    return "\n".join(text for text in (fixed, unset) if text) or "没有参数。\n"


def pairs(package: Package, benefit: Benefit) -> str:
    rows = pair_rows(package, benefit)
    return table(("另一项", "本次", "范围、依据和理由"), rows) if rows else "与其他措施没有互斥。\n"
