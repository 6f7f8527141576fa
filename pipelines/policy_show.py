"""`policy show`: everything the package says about one measure, as an auditor would want to read it out."""

from __future__ import annotations

from pathlib import Path

from pipelines.paths import SQL_DIR
from pipelines.policy import Package, PolicyError
from pipelines.policy_model import Benefit, Industry, article_name
from pipelines.policy_rules import plain, source_of
from pipelines.policy_tables import why_not_computed
from pipelines.policy_text import aligned, paragraph
from pipelines.policy_yaml import near_miss
from schemas import SOURCES

KINDS = {
    "cash": "补贴", "tax_relief": "税收减免", "fee_relief": "收费减免", "deduction": "税前扣除",
    "deferral": "缓缴", "refund": "暂退", "reimbursement": "按实际费用补贴", "compliance": "合规核对",
}  # fmt: skip
SUBJECTS = {
    "enterprise": "市场主体", "person": "个人", "claim": "申报", "filing": "税费申报", "bill": "收费单",
    "deposit": "保证金", "settlement": "医疗结算", "month": "缴费月份",
}  # fmt: skip
AMOUNTS = {"exact": "足额（少发也是问题）", "ceiling": "限额（在限额以内即可）"}
ROLES = {"subject": "享受主体", "person": "人员", "employer": "用人单位", "school": "毕业院校"}
GRAINS = {"subject": "主体", "person": "人员"}
SCOPES = {
    "person": "同一人",
    "head": "同一机构同一人",
    "hire": "同一次录用，付给两方，后一项让前一项",
    "filing": "同一申报",
    "bill": "同一单据",
    "subject": "同一主体",
}
RELATIONS = {"exclusive": "各级次之间不得重复", "shared": "各级次共同分担", "additive": "各级次可以叠加"}


def render_benefit(package: Package, code: str, sql_dir: Path = SQL_DIR) -> str:
    benefit = find(package, code)
    sections = [
        ("", heading(package, benefit)),
        ("算法", paragraph(benefit.method)),
        ("不算在内", paragraph(benefit.exclusions)),
        ("条件", aligned(condition_rows(benefit))),
        ("参数", aligned(parameter_rows(benefit))),
        ("政策未定、须由设置给出的参数", aligned(unset_rows(benefit))),
        ("口径假设（--assume 编号=取值）", aligned(assumption_rows(package, benefit))),
        ("互斥组合", aligned(pair_rows(package, benefit))),
        ("台账中的别名", paragraph("、".join(benefit.aliases))),
        *((f"sql/{path.relative_to(sql_dir).as_posix()}", text) for path, text in rule_files(benefit, sql_dir)),
    ]
    return "\n\n".join(f"【{title}】\n{body}" if title else body for title, body in sections if body) + "\n"


def find(package: Package, code: str) -> Benefit:
    """By code, or by any name that a ledger may use for it."""
    for benefit in package.benefits.values():
        if plain(code) in {plain(name) for name in (benefit.code, benefit.title, *benefit.aliases)}:
            return benefit
    for article in package.articles.values():
        if code in article.planned:
            raise PolicyError("找不到措施", [f"{code} {article.planned[code]}：本版本尚未计算。"])
    raise PolicyError("找不到措施", [f"没有编码或名称为“{code}”的措施。{near_miss(code, package.benefits)}"])


def heading(package: Package, benefit: Benefit) -> str:
    return f"{benefit.code} {benefit.title}\n{package.title}\n\n{aligned(heading_rows(package, benefit))}"


def heading_rows(package: Package, benefit: Benefit) -> list[tuple[str, str]]:
    """What a measure is, for whom, when, and who answers for it."""
    article = package.articles[benefit.article]
    start, end = package.window_of(benefit)
    section = f"{article.section}、{package.sections[article.section]}"
    rosters = [f"{ROLES[role]}：{'、'.join(package.chosen(names))}" for role, names in benefit.rosters.items()]
    kind = f"{KINDS[benefit.kind]}；按{SUBJECTS[benefit.subject_kind]}计"
    return [
        ("条款", f"{section}，{article_name(article.number)} {article.title}"),
        ("本条大意", article.summary),
        ("责任单位", "、".join((*article.departments, *package.common_departments))),
        ("主管部门", benefit.department),
        ("类别", kind + ("，逐人计数" if benefit.is_per_head else "")),
        ("金额", AMOUNTS[package.chosen(benefit.amount_kind)]),
        ("窗口", f"{start} 至 {end}（含首尾两日）" + ("，随政策有效期" if benefit.window.is_year else "")),
        ("级次", f"{'、'.join(benefit.levels)}；{RELATIONS[benefit.level_relation]}"),
        ("名录", "；".join(rosters) or "不看名录"),
        *(
            (f"限于{SOURCES[scope.source].columns[scope.column].title}", "、".join(scope.words))
            for scope in benefit.scope
        ),
        *((f"行业：{each.name}", industry_text(each)) for each in benefit.industries),
        ("所需数据", "、".join(benefit.data_needed)),
        ("本条未计算", why_not_computed(package, benefit.article) or "无"),
    ]


def condition_rows(benefit: Benefit) -> list[tuple[str, ...]]:
    return [
        (each.code, GRAINS[each.grain], article_name(each.article), each.assumption or "—", each.title)
        for each in benefit.conditions
    ]


def industry_text(industry: Industry) -> str:
    excepted = f"（不含 {'、'.join(industry.excepted)}）" if industry.excepted else ""
    return "、".join(industry.codes) + excepted


def parameter_rows(benefit: Benefit) -> list[tuple[str, ...]]:
    rows = []
    for parameter in benefit.parameters:
        for value in parameter.values:
            since = "窗口首日" if value.valid_from is None else str(value.valid_from)
            until = "窗口末日" if value.valid_to is None else str(value.valid_to)
            text = f"{parameter.title}；{source_of(value)}，原文“{value.figure}”"
            rows.append((parameter.name, f"{value.day or value.value} {parameter.unit}", f"{since} 至 {until}", text))
    return rows


def unset_rows(benefit: Benefit) -> list[tuple[str, ...]]:
    rows = []
    for parameter in (each for each in benefit.parameters if each.is_unset):
        given = "未给出，相关金额列为待核实"
        if parameter.given_value is not None:
            given = f"本次给定 {parameter.given_value} {parameter.unit}" + (
                f"（{parameter.note}）" if parameter.note else ""
            )
        printed = f"原文只说“{parameter.figure}”。" if parameter.figure else ""
        rows.append((parameter.setting or "", f"{printed}{parameter.meaning}由{parameter.decided_by}决定；{given}。"))
    return rows


def assumption_rows(package: Package, benefit: Benefit) -> list[tuple[str, ...]]:
    rows = []
    for identifier in package.assumptions_of(benefit):
        each = package.assumptions[identifier]
        choices = "；".join(f"{choice.value} {choice.meaning}" for choice in each.choices)
        allowed = choices or {"date": "任何日期", "money": "任何金额"}.get(each.type, "任何整数")
        default = "" if each.is_default else f"（默认 {each.default}）"
        rows.append(
            (
                each.id,
                f"{each.value}{default}",
                f"{each.title}：{each.meaning}可取：{allowed}。理由：{each.why}",
            )
        )
    return rows


def pair_rows(package: Package, benefit: Benefit) -> list[tuple[str, ...]]:
    rows = []
    for pair in package.pairs_of(benefit.code):
        other = pair.benefit_b if pair.benefit_a == benefit.code else pair.benefit_a
        basis = "文本直接写明" if pair.assumption is None else f"依假设 {pair.assumption}"
        state = "生效" if package.pair_is_on(pair) else "不生效"
        rows.append((other, state, f"{package.benefits[other].title}，{SCOPES[pair.scope]}，{basis}。{pair.reason}"))
    return rows


def rule_files(benefit: Benefit, sql_dir: Path) -> list[tuple[Path, str]]:
    paths = [sql_dir / folder / f"{benefit.rule}.sql" for folder in ("heads", "benefits")]
    return [(path, path.read_text(encoding="utf-8").rstrip()) for path in paths if path.is_file()]
