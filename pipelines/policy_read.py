"""From the files of a package to its values; see policy_rules for what must hold between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from pipelines import policy_model as model
from pipelines.policy_yaml import Block, Entries, near_miss, parse_date, parse_decimal, parse_integer

T = TypeVar("T")
PACKAGE_KEYS = (
    "code", "title", "effective", "levels", "rosters", "departments", "common_departments", "assumptions",
    "exclusive_pairs", "targets", "article_count", "place",
)  # fmt: skip
ARTICLE_KEYS = (
    "number", "section", "title", "kind", "departments", "summary", "evidence", "planned", "not_computed",
)  # fmt: skip
BENEFIT_KEYS = (
    "code", "article", "title", "aliases", "kind", "subject_kind", "rule", "amount_kind", "is_per_head",
    "window", "levels", "level_relation", "department", "rosters", "scope", "industries", "parameters",
    "conditions", "assumptions", "method", "exclusions", "data_needed",
)  # fmt: skip
PARAMETER_KEYS = (
    "name",
    "title",
    "unit",
    "type",
    "values",
    "unset",
    "setting",
    "figure",
    "meaning",
    "decided_by",
)
WINDOW_START = "window"
WHOLE_YEAR = "year"


def normal_form(type_name: str, text: str) -> str:
    """A value as the tables carry it; ValueError where it is not of the type."""
    if type_name == "date":
        return parse_date(text).isoformat()
    if type_name == "integer":
        return str(parse_integer(text))
    if type_name == "money":
        amount = parse_decimal(text)
        if not 0 <= amount < Decimal(10) ** 12 or amount != amount.quantize(Decimal("0.01")):
            raise ValueError(text)
        return str(amount.quantize(Decimal("0.01")))
    return text


def read_assumption(block: Block) -> model.Assumption:
    block.require("id", "title", "type", "default", "meaning", "why")
    type_name = block.one_of("type", model.ASSUMPTION_TYPES)
    choices = tuple(read_choice(choice, type_name) for choice in block.blocks("choices", ("value", "meaning")))
    default = read_typed(block, "default", type_name)
    values = [choice.value for choice in choices]
    if type_name == "word" and not choices:
        block.fault("type", "类型为 word 的假设没有列出可选值", "请在 choices 下写出每个值及其含义")
    if choices and default not in values:
        block.fault("default", f"默认值“{default}”不在可选值之内", near_miss(default, values))
    if len(set(values)) < len(values):
        block.fault("choices", "可选值重复", "每个值只写一次")
    return model.Assumption(
        block.text("id"), block.text("title"), type_name, default, default, choices,
        block.prose("meaning"), block.prose("why"), block.place(),
    )  # fmt: skip


def read_choice(block: Block, type_name: str) -> model.Choice:
    block.require("value", "meaning")
    return model.Choice(read_typed(block, "value", type_name), block.prose("meaning"))


def read_typed(block: Block, key: str, type_name: str) -> str:
    return block.convert(key, lambda text: normal_form(type_name, text), f"类型为 {type_name} 的值", "")


def read_window(block: Block) -> model.Window:
    """`year`, or {from, to}; `from` is a date or the assumption that decides it."""
    if not block.has("window"):
        return model.Window(None, None, None, False)
    if not block.is_mapping("window"):
        if block.text("window") != WHOLE_YEAR:
            block.fault("window", f"窗口“{block.text('window')}”不认识", "写 year，或 {from: 日期, to: 日期}")
        return model.Window(None, None, None, True)
    return read_dates(block.block("window", ("from", "to")))


def read_dates(block: Block) -> model.Window:
    block.require("from", "to")
    if block.text("from").startswith("A-"):
        return model.Window(None, block.text("from"), block.date("to"), False)
    return model.Window(block.date("from"), None, block.date("to"), False)


def read_pair(block: Block) -> model.Pair:
    block.require("id", "benefits", "scope", "basis", "reason")
    codes = block.texts("benefits")
    if len(codes) != 2:
        block.fault("benefits", "互斥组合须恰好写两个不同的事项编码", "如 [GS23-16C, GS23-16D]")
    basis = block.one_of("basis", model.PAIR_BASES)
    if (basis == "reading") != block.has("assumption"):
        block.fault("basis", "basis 为 reading 时须写 assumption，为 text 时不写", "请补写或删去 assumption")
    first, second = codes if len(codes) == 2 else ("", "")
    return model.Pair(
        block.text("id"), first, second, block.one_of("scope", model.PAIR_SCOPES), basis,
        block.text("assumption") or None, block.prose("reason"), block.place(),
    )  # fmt: skip


def read_place(block: Block) -> model.Place:
    block.require(*PLACE_KEYS)
    return model.Place(*(block.text(key) for key in PLACE_KEYS))


def read_target(block: Block) -> model.Target:
    block.require("code", "article", "title", "comparison", "value", "unit", "figure")
    return model.Target(
        block.text("code"), block.article("article"), block.text("title"),
        block.one_of("comparison", model.COMPARISONS), block.decimal("value") or Decimal(0),
        block.text("unit"), block.text("figure"), block.date("due_on"), block.boolean("cumulative"), block.place(),
    )  # fmt: skip


PLACE_KEYS = ("district", "city", "region_prefix")
TARGET_KEYS = ("code", "article", "title", "comparison", "value", "unit", "figure", "due_on", "cumulative")
ASSUMPTION_KEYS = ("id", "title", "type", "default", "choices", "meaning", "why")
PAIR_KEYS = ("id", "benefits", "scope", "basis", "assumption", "reason")


def unique(blocks: list[Block], key: str) -> list[Block]:
    """The blocks with every repeated key told; the first one stands."""
    seen: dict[str, Block] = {}
    kept = []
    for block in blocks:
        name = block.text(key)
        if name in seen:
            block.fault(key, f"{key} “{name}”重复出现", f"已写在 {seen[name].place(key)}，请只保留一处")
            continue
        if name:
            seen[name] = block
        kept.append(block)
    return kept


def read_package(block: Block) -> dict[str, object]:
    """The fields of Package that package.yaml states."""
    block.require(*PACKAGE_KEYS)
    rosters = {}
    for roster in unique(block.blocks("rosters", ("name", "members")), "name"):
        roster.require("name", "members")
        rosters[roster.text("name")] = roster.one_of("members", model.ROSTER_MEMBERS)
    assumptions = [read_assumption(each) for each in unique(block.blocks("assumptions", ASSUMPTION_KEYS), "id")]
    return {
        "code": block.text("code"),
        "title": block.text("title"),
        "window": read_dates(block.block("effective", ("from", "to"))),
        "levels": block.texts("levels"),
        "rosters": rosters,
        "departments": block.texts("departments"),
        "common_departments": block.texts("common_departments"),
        "assumptions": {assumption.id: assumption for assumption in assumptions},
        "pairs": tuple(read_pair(each) for each in unique(block.blocks("exclusive_pairs", PAIR_KEYS), "id")),
        "article_count": block.article("article_count"),
        "place": read_place(block.block("place", PLACE_KEYS)),
        "targets": tuple(read_target(each) for each in unique(block.blocks("targets", TARGET_KEYS), "code")),
    }


def read_articles(block: Block, departments: tuple[str, ...]) -> tuple[dict[str, str], dict[int, model.Article]]:
    block.require("sections", "articles")
    sections = {}
    for section in unique(block.blocks("sections", ("number", "title")), "number"):
        section.require("number", "title")
        sections[section.text("number")] = section.text("title")
    articles = {}
    for entry in unique(block.blocks("articles", ARTICLE_KEYS), "number"):
        article = read_article(entry, sections, departments)
        articles[article.number] = article
    return sections, articles


def read_article(block: Block, sections: dict[str, str], departments: tuple[str, ...]) -> model.Article:
    block.require("number", "section", "title", "kind", "departments", "summary", "evidence")
    planned = {}
    if block.has("planned"):
        entries = Entries(block.nodes["planned"], block.file, block.problems, ())
        planned = {code: entries.text(code) for code in entries.nodes}
    return model.Article(
        block.article("number"), block.one_of("section", sections), block.text("title"),
        block.prose("summary"), block.texts("departments", departments),
        block.one_of("kind", model.ARTICLE_KINDS), block.prose("evidence"), planned,
        block.prose("not_computed"), block.place(),
    )  # fmt: skip


def read_value(block: Block, type_name: str) -> model.ParameterValue:
    block.require("from", "value", "figure")
    is_day = type_name == "date"
    if block.has("article") == block.has("document"):
        block.fault(None, "参数值须恰好有一个出处", "写 article: 条号，或 document: 文件名称及文号")
    starts_with_window = block.text("from") == WINDOW_START
    valid_from: date | None = None if starts_with_window else block.date("from")
    return model.ParameterValue(
        valid_from, block.date("to"), None if is_day else block.decimal("value") or Decimal(0),
        block.date("value") if is_day else None, block.text("figure"),
        block.article("article") if block.has("article") else None, block.text("document"), block.place(),
    )  # fmt: skip


def read_parameter(block: Block) -> model.Parameter:
    block.require("name", "title", "unit", "type")
    is_unset = block.boolean("unset")
    if is_unset:
        block.require("setting", "meaning", "decided_by")
    else:
        block.require("values")
    for key in ("values",) if is_unset else ("setting", "meaning", "decided_by", "figure"):
        if block.has(key):
            block.fault(key, f"{key} 与 unset 的写法不合", "定了值的写 values，未定的写 unset: true 和 setting")
    type_name = block.one_of("type", model.PARAMETER_TYPES)
    values = [
        read_value(each, type_name)
        for each in block.blocks("values", ("from", "to", "value", "figure", "article", "document"))
    ]
    return model.Parameter(
        block.text("name"), block.text("title"), block.text("unit"),
        type_name, tuple(values), block.text("setting") or None,
        block.text("figure"), block.prose("meaning"),
        block.prose("decided_by"), place=block.place(),
    )  # fmt: skip


def read_condition(block: Block, article: int) -> model.Condition:
    block.require("code", "grain", "title")
    return model.Condition(
        block.text("code"), block.one_of("grain", model.GRAINS), block.text("title"),
        block.article("article", article), block.text("assumption") or None, block.place(),
    )  # fmt: skip


def read_scope(block: Block) -> tuple[model.Scope, ...]:
    """`{tax_filing.tax_type: [房产税]}`: a column of a source, and the words of it that the measure names."""
    if not block.has("scope"):
        return ()
    entries = Entries(block.nodes["scope"], block.file, block.problems, ())
    return tuple(model.Scope(*key.partition(".")[::2], entries.texts(key), entries.place(key)) for key in entries.nodes)


def read_industry(block: Block) -> model.Industry:
    block.require("name", "codes")
    return model.Industry(block.text("name"), block.texts("codes"), block.texts("except"), block.place())


def by_reading(block: Block, key: str, read: Callable[[Block, str], T]) -> T | model.ByReading[T]:
    """What stands under the key, or {assumption: A-…, 取值: …}: what holds under each value of the assumption."""
    if not block.is_mapping(key):
        return read(block, key)
    entries = Entries(block.nodes[key], block.file, block.problems, ())
    entries.require("assumption")
    values = {value: read(entries, value) for value in entries.nodes if value != "assumption"}
    return model.ByReading(entries.text("assumption"), values, block.place(key))


def read_benefit(
    block: Block, levels: tuple[str, ...], rosters: dict[str, str], departments: tuple[str, ...]
) -> model.Benefit:
    block.require(
        *(key for key in BENEFIT_KEYS if key not in ("rosters", "scope", "industries", "parameters", "assumptions"))
    )
    roles = block.block("rosters", model.ROLES) if block.has("rosters") else None
    article = block.article("article")
    condition_keys = ("code", "grain", "title", "article", "assumption")
    return model.Benefit(
        code=block.text("code"),
        article=article,
        title=block.text("title"),
        aliases=block.texts("aliases"),
        kind=block.one_of("kind", model.BENEFIT_KINDS),
        subject_kind=block.one_of("subject_kind", model.SUBJECT_KINDS),
        rule=block.text("rule"),
        amount_kind=by_reading(block, "amount_kind", lambda each, key: each.one_of(key, model.AMOUNT_KINDS)),
        is_per_head=block.boolean("is_per_head"),
        window=read_window(block),
        levels=block.texts("levels", levels),
        level_relation=block.one_of("level_relation", model.LEVEL_RELATIONS),
        department=block.one_of("department", departments),
        rosters={
            role: by_reading(roles, role, lambda each, key: each.texts(key, rosters))
            for role in model.ROLES
            if roles and roles.has(role)
        },
        scope=read_scope(block),
        industries=tuple(
            read_industry(each) for each in unique(block.blocks("industries", ("name", "codes", "except")), "name")
        ),
        parameters=tuple(read_parameter(each) for each in unique(block.blocks("parameters", PARAMETER_KEYS), "name")),
        conditions=tuple(
            read_condition(each, article) for each in unique(block.blocks("conditions", condition_keys), "code")
        ),
        assumptions=block.texts("assumptions"),
        method=block.prose("method"),
        exclusions=block.prose("exclusions"),
        data_needed=block.texts("data_needed"),
        place=block.place(),
    )
