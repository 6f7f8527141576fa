"""What must hold between the parts of a package once each file reads well. All problems are told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from pipelines.policy_dates import window_problems
from pipelines.policy_model import Article, Benefit, Package, Pair, Parameter, ParameterValue, article_name
from pipelines.policy_yaml import near_miss, problem
from schemas import SOURCES
from schemas.column import field_of
from schemas.industry import is_known_industry

CODE = re.compile(r"[A-Z]{2}\d{2}-(\d{2})[A-Z]")
NAME = re.compile(r"[a-z][a-z0-9_]*")


def problems(package: Package, is_whole: bool = True) -> list[str]:
    """`is_whole` False: some benefits could not be read; what would only echo their absence is left out."""
    found = [*assumption_problems(package), *reading_problems(package)]
    if not found:  # windows can only be worked out when the assumptions they hang on are there
        found += window_problems(package)
    if is_whole:
        found += [*article_problems(package), *pair_problems(package)]
    found += [*alias_problems(package), *target_problems(package)]
    for benefit in package.benefits.values():
        found += benefit_problems(package, benefit)
    return found


def assumption_problems(package: Package) -> Iterator[str]:
    """An assumption that something refers to and nobody defines; a window's must be a date."""
    known = package.assumptions
    windows = [("package.yaml", package.window)]
    windows += [(benefit.place, benefit.window) for benefit in package.benefits.values()]
    for place, window in windows:
        identifier = window.start_assumption
        if identifier is None:
            continue
        if identifier not in known:
            yield problem(place, f"窗口所依据的假设 {identifier} 不存在", near_miss(identifier, known))
        elif known[identifier].type != "date":
            yield problem(place, f"窗口所依据的假设 {identifier} 不是日期", "请把它的 type 写成 date")
    for benefit in package.benefits.values():
        for identifier in benefit.assumptions:
            if identifier not in known:
                yield problem(benefit.place, f"assumptions 里的 {identifier} 不存在", near_miss(identifier, known))
        for condition in benefit.conditions:
            if condition.assumption and condition.assumption not in known:
                yield problem(
                    condition.place,
                    f"条件 {condition.code} 引用的假设 {condition.assumption} 不存在",
                    near_miss(condition.assumption, known),
                )


def reading_problems(package: Package) -> Iterator[str]:
    """What follows a reading follows one that is there, with a value for each that it may take."""
    known = package.assumptions
    for each in (each for benefit in package.benefits.values() for each in benefit.by_reading):
        if each.assumption not in known:
            yield problem(each.place, f"所随的假设 {each.assumption} 不存在", near_miss(each.assumption, known))
            continue
        choices = {choice.value for choice in known[each.assumption].choices}
        if choices != set(each.values):
            yield problem(
                each.place,
                f"没有照假设 {each.assumption} 的取值逐个写明",
                f"请恰好写：{'、'.join(sorted(choices))}",
            )


def article_problems(package: Package) -> Iterator[str]:
    expected = set(range(1, package.article_count + 1))
    missing, extra = expected - set(package.articles), set(package.articles) - expected
    if missing:
        yield problem("articles.yaml", f"缺少{'、'.join(map(article_name, sorted(missing)))}", "请补写，每条都要有条目")
    if extra:
        yield problem(
            "articles.yaml",
            f"多出条号 {'、'.join(map(str, sorted(extra)))}",
            f"本文件只有 {package.article_count} 条",
        )
    for department in package.common_departments:
        if department in package.departments:
            yield problem("package.yaml", f"{department} 同时写在 departments 和 common_departments", "请只保留后者")
    for article in package.articles.values():
        yield from one_article_problems(package, article)


def one_article_problems(package: Package, article: Article) -> Iterator[str]:
    name = article_name(article.number)
    is_measured = bool(article.planned or package.benefits_of(article.number))
    if is_measured != (article.kind == "可计量措施"):
        yield problem(article.place, f"{name}的 kind 与其措施不合", "有措施（含待建）的写 可计量措施，没有的写其他类别")
    if not is_measured and not article.not_computed:
        yield problem(article.place, f"{name}没有任何措施，却没有说明为何不计算", "请补写 not_computed")
    if not article.departments:
        yield problem(article.place, f"{name}没有责任单位", "请补写 departments")
    for code, title in article.planned.items():
        match = CODE.fullmatch(code)
        if not match or int(match[1]) != article.number or not title:
            yield problem(
                article.place,
                f"{name}的待建措施 {code} 写法不对",
                f"应写 编码: 名称，且编码中的条号为 {article.number:02}",
            )


def pair_problems(package: Package) -> Iterator[str]:
    seen: dict[tuple[frozenset[str], str], Pair] = {}
    for pair in package.pairs:
        for code in (pair.benefit_a, pair.benefit_b):
            if code not in package.benefits:
                yield problem(pair.place, f"互斥组合 {pair.id} 里的 {code} 不存在", near_miss(code, package.benefits))
        key = (frozenset((pair.benefit_a, pair.benefit_b)), pair.scope)
        if key in seen:
            yield problem(pair.place, f"互斥组合 {pair.id} 与 {seen[key].id} 是同一对", "请只保留一处")
        seen.setdefault(key, pair)
        if pair.assumption is None:
            continue
        assumption = package.assumptions.get(pair.assumption)
        if assumption is None:
            yield problem(pair.place, f"假设 {pair.assumption} 不存在", near_miss(pair.assumption, package.assumptions))
        elif {choice.value for choice in assumption.choices} != {"on", "off"}:
            yield problem(pair.place, f"假设 {pair.assumption} 不是开关", "互斥组合所依据的假设，可选值须为 on 和 off")


def plain(text: str) -> str:
    """An alias as a ledger may vary it: width, case and blanks make no other name."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def alias_problems(package: Package) -> Iterator[str]:
    owner: dict[str, str] = {}
    for benefit in package.benefits.values():
        names = [benefit.code, benefit.title, *benefit.aliases]
        for alias in names:
            first = owner.setdefault(plain(alias), benefit.code)
            if first != benefit.code:
                yield problem(
                    benefit.place,
                    f"名称“{alias}”已属于 {first}",
                    "一个别名只能指向一项措施，请改用能区分的名称",
                )
        if len({plain(name) for name in names}) < len(names):
            yield problem(
                benefit.place,
                f"{benefit.code} 的名称和别名有重复",
                "编码和 title 已自动算作别名，请删去重复的",
            )


def target_problems(package: Package) -> Iterator[str]:
    for target in package.targets:
        if target.article not in package.articles:
            yield problem(
                target.place,
                f"目标 {target.code} 所属的{article_name(target.article)}不存在",
                "请改正 article",
            )
        if target.is_cumulative and (target.due_on is None or target.comparison != ">="):
            yield problem(
                target.place,
                f"目标 {target.code} 写了 cumulative，却没有到期日，或不是“不少于”",
                "按时间进度衡量的目标须写 due_on，comparison 写 >=",
            )


def benefit_problems(package: Package, benefit: Benefit) -> Iterator[str]:
    match = CODE.fullmatch(benefit.code)
    if not match or int(match[1]) != benefit.article:
        yield problem(
            benefit.place,
            f"编码 {benefit.code} 与条号 {benefit.article} 不合",
            "编码应如 GS23-16A，中间两位是条号",
        )
    if not NAME.fullmatch(benefit.rule):
        yield problem(
            benefit.place, f"rule “{benefit.rule}”不是合格的文件名", "应写小写字母、数字和下划线，如 gs23_16a"
        )
    if benefit.article not in package.articles:
        yield problem(
            benefit.place,
            f"{article_name(benefit.article)}在 articles.yaml 里不存在",
            "请补写该条，或改正 article",
        )
    elif benefit.department not in package.articles[benefit.article].departments:
        yield problem(
            benefit.place,
            f"主管部门 {benefit.department} 不在{article_name(benefit.article)}的责任单位之内",
            "请改正 department",
        )
    for condition in benefit.conditions:
        if not NAME.fullmatch(condition.code):
            yield problem(
                condition.place,
                f"条件编码“{condition.code}”不合格",
                "应写小写字母、数字和下划线，如 on_roster",
            )
        if condition.article not in package.articles:
            yield problem(
                condition.place,
                f"条件 {condition.code} 的出处{article_name(condition.article)}不存在",
                "请改正 article",
            )
    has_heads = any(condition.grain == "person" for condition in benefit.conditions)
    if has_heads != benefit.is_per_head:
        yield problem(benefit.place, "is_per_head 与条件的 grain 不合", "按人计算的措施才有 grain: person 的条件")
    yield from scope_problems(benefit)
    for parameter in benefit.parameters:
        yield from parameter_problems(package, benefit, parameter)


def scope_problems(benefit: Benefit) -> Iterator[str]:
    """A scope names a column of a source and, where that is a list of words, words of that list."""
    for scope in benefit.scope:
        schema = SOURCES.get(scope.source)
        if schema is None or scope.column not in schema.columns:
            yield problem(
                scope.place,
                f"{benefit.code} 的 scope 写了 {scope.source}.{scope.column}，没有这一列",
                "写 数据源.列名，如 tax_filing.tax_type",
            )
            continue
        known = field_of(schema.columns[scope.column]).values
        for word in scope.words:
            if known and word not in known:
                yield problem(scope.place, f"{scope.source}.{scope.column} 没有“{word}”", near_miss(word, known))
    for industry in benefit.industries:
        for code in (*industry.codes, *industry.excepted):
            if not is_known_industry(code):
                yield problem(
                    industry.place,
                    f"行业“{industry.name}”的代码 {code} 不存在",
                    "写国民经济行业分类（GB/T 4754-2017）的门类字母，后面可跟数字，如 H 或 L7291",
                )


def parameter_problems(package: Package, benefit: Benefit, parameter: Parameter) -> Iterator[str]:
    name = f"{benefit.code} 的参数 {parameter.name}"
    if not NAME.fullmatch(parameter.name):
        yield problem(parameter.place, f"{name} 名称不合格", "应写小写字母、数字和下划线，如 unit_amount")
    expected = f"{benefit.code}.{parameter.name}"
    if parameter.setting is not None and parameter.setting != expected:
        yield problem(parameter.place, f"{name} 的 setting 写成了 {parameter.setting}", f"应写 {expected}")
    for value in parameter.values:
        if value.value is not None and (fault := amount_fault(parameter.type, value.value)):
            yield problem(value.place, f"{name} 的值 {value.value} {fault[0]}", fault[1])
        if value.article is not None and value.article not in package.articles:
            yield problem(value.place, f"{name} 的出处{article_name(value.article)}不存在", "请改正 article")


def amount_fault(type_name: str, value: Decimal) -> tuple[str, str] | None:
    """Why a number cannot be a parameter of this type, and what to write; None where it can."""
    if not 0 <= value < Decimal(10) ** 12:  # the tables hold DECIMAL(18,6)
        return "是负数或太大", "请核对数值和单位"
    if type_name == "rate" and value > 1:
        return "大于 1", "比例写成小数，如 10% 写 0.10"
    digits = {"count": 0, "money": 2}.get(type_name, 6)
    if value != round(value, digits):
        return "小数位太多", f"最多 {digits} 位小数" if digits else "请写整数"
    return None


def source_of(value: ParameterValue) -> str:
    return article_name(value.article) if value.article is not None else value.document
