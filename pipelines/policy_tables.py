"""The package as the tables of schema `policy`: the only way a legal number reaches the SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyarrow as pa

from pipelines.policy_model import ROLES, Benefit, Package, Parameter, article_name
from pipelines.policy_rules import source_of
from pipelines.policy_secrecy import secrecy_of
from schemas.industry import DIVISIONS

TEXT, FLAG, DAY, WHOLE = pa.string(), pa.bool_(), pa.date32(), pa.int32()
NUMBER = pa.decimal128(18, 6)
Row = tuple[Any, ...]

SCHEMAS: dict[str, pa.Schema] = {
    name: pa.schema(columns)
    for name, columns in {
        "package": {
            "package_code": TEXT, "title": TEXT, "effective_from": DAY, "effective_to": DAY,
            "district": TEXT, "city": TEXT, "region_prefix": TEXT,
        },
        "article": {
            "article_no": WHOLE, "section": TEXT, "title": TEXT, "summary": TEXT, "departments": TEXT,
            "kind": TEXT, "evidence": TEXT, "why_not_computed": TEXT,
        },
        "benefit": {
            "benefit_code": TEXT, "article_no": WHOLE, "title": TEXT, "kind": TEXT, "subject_kind": TEXT,
            "rule": TEXT, "amount_kind": TEXT, "window_start": DAY, "window_end": DAY,
            "window_assumption_id": TEXT, "level_relation": TEXT, "is_per_head": FLAG, "sort_order": WHOLE,
            "department": TEXT, "method": TEXT, "exclusions": TEXT, "data_needed": TEXT,
            "secrecy": TEXT, "is_amount_secret": FLAG, "is_subject_secret": FLAG,
        },
        "benefit_level": {"benefit_code": TEXT, "level": TEXT},
        "parameter": {
            "benefit_code": TEXT, "name": TEXT, "valid_from": DAY, "valid_until": DAY, "value": NUMBER,
            "day": DAY, "unit": TEXT, "figure": TEXT, "basis": TEXT, "setting": TEXT,
            "is_set_by_settings": FLAG, "title": TEXT,
        },
        "benefit_scope": {"benefit_code": TEXT, "source": TEXT, "column_name": TEXT, "value": TEXT},
        "benefit_industry": {"benefit_code": TEXT, "industry": TEXT, "code": TEXT, "is_excepted": FLAG},
        "industry_division": {"letter": TEXT, "division": TEXT},
        "benefit_roster": {"benefit_code": TEXT, "role": TEXT, "roster": TEXT, "members": TEXT},
        "assumption": {
            "assumption_id": TEXT, "title": TEXT, "value": TEXT, "default_value": TEXT, "is_default": FLAG,
            "meaning": TEXT, "why": TEXT,
        },
        "assumption_choice": {"assumption_id": TEXT, "value": TEXT, "meaning": TEXT},
        "assumption_use": {"benefit_code": TEXT, "assumption_id": TEXT},
        "alias": {"alias": TEXT, "benefit_code": TEXT},
        "exclusive_pair": {
            "pair_id": TEXT, "benefit_code_a": TEXT, "benefit_code_b": TEXT, "scope": TEXT, "basis": TEXT,
            "assumption_id": TEXT, "reason": TEXT, "is_on": FLAG,
        },
        "condition": {
            "benefit_code": TEXT, "condition_code": TEXT, "grain": TEXT, "title": TEXT, "article": TEXT,
            "assumption_id": TEXT, "sort_order": WHOLE,
        },
        "unset_setting": {
            "setting": TEXT, "benefit_code": TEXT, "title": TEXT, "meaning": TEXT, "unit": TEXT,
            "article": TEXT, "is_set": FLAG, "decided_by": TEXT,
        },
        "subject_link": {"old_uscc": TEXT, "new_uscc": TEXT, "note": TEXT},
        "coverage_override": {"source": TEXT, "partition": TEXT, "covered": FLAG},
        "threshold": {"name": TEXT, "value": NUMBER},
        "target": {
            "metric_code": TEXT, "article_no": WHOLE, "title": TEXT, "comparison": TEXT, "value": NUMBER,
            "due_on": DAY, "is_cumulative": FLAG, "unit": TEXT, "figure": TEXT,
        },
    }.items()
}  # fmt: skip


def to_tables(package: Package) -> dict[str, pa.Table]:
    """policy.<name> -> its rows, ready for DuckDB."""
    start, end = package.window_start(package.window), package.window.end
    place = package.place
    benefits = sorted(package.benefits.values(), key=lambda benefit: benefit.code)
    rows: dict[str, list[Row]] = {
        "package": [(package.code, package.title, start, end, place.district, place.city, place.region_prefix)],
        "article": list(article_rows(package)),
        "benefit": [benefit_row(package, order, benefit) for order, benefit in enumerate(benefits, 1)],
        "benefit_level": [(benefit.code, level) for benefit in benefits for level in benefit.levels],
        "parameter": [row for benefit in benefits for row in parameter_rows(package, benefit)],
        "benefit_roster": [
            (benefit.code, role, roster, package.rosters[roster])
            for benefit in benefits
            for role in ROLES
            for roster in package.chosen(benefit.rosters.get(role, ()))
        ],
        "benefit_scope": [
            (benefit.code, scope.source, scope.column, word)
            for benefit in benefits
            for scope in benefit.scope
            for word in scope.words
        ],
        "benefit_industry": [
            (benefit.code, industry.name, code, is_excepted)
            for benefit in benefits
            for industry in benefit.industries
            for codes, is_excepted in ((industry.codes, False), (industry.excepted, True))
            for code in codes
        ],
        "industry_division": sorted(DIVISIONS),
        "assumption": [
            (each.id, each.title, each.value, each.default, each.is_default, each.meaning, each.why)
            for each in package.assumptions.values()
        ],
        "assumption_choice": [
            (each.id, choice.value, choice.meaning)
            for each in package.assumptions.values()
            for choice in each.choices
        ],
        "assumption_use": [
            (benefit.code, used) for benefit in benefits for used in package.assumptions_of(benefit)
        ],
        "alias": [
            (alias, benefit.code)
            for benefit in benefits
            for alias in (benefit.code, benefit.title, *benefit.aliases)
        ],
        "exclusive_pair": [
            (each.id, each.benefit_a, each.benefit_b, each.scope, each.basis, each.assumption, each.reason,
             package.pair_is_on(each))
            for each in package.pairs
        ],
        "condition": [
            (benefit.code, each.code, each.grain, each.title, article_name(each.article), each.assumption,
             order)
            for benefit in benefits
            for order, each in enumerate(benefit.conditions, 1)
        ],
        "unset_setting": [
            (setting, benefit.code, each.title, each.meaning, each.unit, article_name(benefit.article),
             each.given_value is not None, each.decided_by)
            for setting, (benefit, each) in sorted(package.unset_parameters().items())
        ],
        "subject_link": [(each.old, each.new, each.note or None) for each in package.links],
        "coverage_override": [(each.source, each.partition, each.is_covered) for each in package.coverage],
        "threshold": sorted(package.thresholds.items()),
        "target": [
            (each.code, each.article, each.title, each.comparison, each.value, each.due_on,
             each.is_cumulative, each.unit, each.figure)
            for each in package.targets
        ],
    }  # fmt: skip
    return {f"policy.{name}": to_table(schema, rows[name]) for name, schema in SCHEMAS.items()}


def to_table(schema: pa.Schema, rows: list[Row]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [pa.array(values, type=field.type) for field, values in zip(schema, columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def article_rows(package: Package) -> Iterator[Row]:
    for number, article in sorted(package.articles.items()):
        yield (
            number, f"{article.section}、{package.sections[article.section]}", article.title, article.summary,
            "、".join((*article.departments, *package.common_departments)), article.kind, article.evidence,
            why_not_computed(package, number),
        )  # fmt: skip


def why_not_computed(package: Package, number: int) -> str | None:
    """What of the article is not computed: measures still to be written, then what never will be, and why."""
    article = package.articles[number]
    waiting = [f"{code} {title}" for code, title in article.planned.items() if code not in package.benefits]
    parts = [f"本版本尚未计算：{'；'.join(waiting)}。"] if waiting else []
    parts += [article.not_computed] if article.not_computed else []
    return "".join(parts) or None


def benefit_row(package: Package, order: int, benefit: Benefit) -> Row:
    start, end = package.window_of(benefit)
    window = package.window if benefit.window.is_year else benefit.window
    secrecy = secrecy_of(benefit)
    return (
        benefit.code, benefit.article, benefit.title, benefit.kind, benefit.subject_kind, benefit.rule,
        package.chosen(benefit.amount_kind), start, end, window.start_assumption, benefit.level_relation,
        benefit.is_per_head, order, benefit.department, benefit.method, benefit.exclusions,
        "、".join(benefit.data_needed), secrecy.kind, secrecy.hides_amounts, secrecy.hides_subjects,
    )  # fmt: skip


def parameter_rows(package: Package, benefit: Benefit) -> Iterator[Row]:
    """Dated rows, half-open: `valid_until` is the first day on which the figure no longer holds."""
    start, end = package.window_of(benefit)
    for parameter in benefit.parameters:
        if parameter.is_unset:
            yield unset_row(benefit, parameter, start, end + timedelta(days=1))
        for value in parameter.values:
            yield (
                benefit.code, parameter.name, value.valid_from or start,
                (value.valid_to or end) + timedelta(days=1), value.value, value.day, parameter.unit, value.figure,
                source_of(value), None, False, parameter.title,
            )  # fmt: skip


def unset_row(benefit: Benefit, parameter: Parameter, valid_from: Any, valid_until: Any) -> Row:
    """The figure stays what the document prints (一定规模); the value, if there is one, is the run's own."""
    is_given = parameter.given_value is not None
    basis = f"设置：{parameter.note}" if is_given and parameter.note else "设置" if is_given else parameter.decided_by
    return (
        benefit.code, parameter.name, valid_from, valid_until, parameter.given_value, None, parameter.unit,
        parameter.figure or None, basis, parameter.setting, is_given, parameter.title,
    )  # fmt: skip
