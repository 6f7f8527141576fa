"""The data dictionary, written from the schemas (see pipelines/pages.py)."""

from collections.abc import Iterable

import pandera.polars as pa

from pipelines.templates import TYPE_TITLES
from schemas import SOURCES
from schemas.column import field_of
from schemas.outputs import OUTPUTS
from schemas.reasons import explain

PLACE = "docs/数据字典.md"
SOURCE_HEADER = ("列名", "中文表头", "其他可用的表头", "类型", "必填", "单位", "密级", "含义", "取值")
OUTPUT_HEADER = ("列名", "中文名称", "类型", "可为空", "密级", "含义", "取值")
OUTPUT_TYPE_TITLES = TYPE_TITLES | {
    "uscc": "统一社会信用代码",
    "person_id": "居民身份证号码",
    "date": "日期",
    "decimal": "数值，六位小数",
    "evidence": "列表",
}
INTRODUCTION = """# 数据字典

本文件由 `make fix` 根据 `schemas/` 生成，请勿手工修改。

密级：P 个人信息，在工作簿中默认遮蔽；T 涉税秘密、H 健康信息，用于判断，但只出现在疑点清单中。
"""


def render() -> str:
    parts = [INTRODUCTION, contents(), "## 数据来源\n"]
    parts += [source_section(schema) for schema in SOURCES.values()]
    parts += [
        "## 结果表\n",
        "列名和编码为英文，金额为两位小数；每次审计的 `tables/` 目录中一表一个 Parquet 文件。\n",
    ]
    parts += [output_section(schema) for schema in OUTPUTS.values()]
    return "\n".join(parts)


def contents() -> str:
    rows = (
        (schema.title, f"`{name}`", schema.metadata["department"], key_text(schema)) for name, schema in SOURCES.items()
    )
    return table(("数据来源", "表名", "报送部门", "主键"), rows)


def source_section(schema: pa.DataFrameSchema) -> str:
    replaced = "、".join(schema.columns[name].title for name in schema.metadata["replace_by"])
    lines = [
        f"### {schema.title} `{schema.name}`\n",
        f"{schema.description}。报送部门：{schema.metadata['department']}。主键：{key_text(schema)}。"
        f"更正、全量文件替换相同{replaced}的数据。\n",
    ]
    if schema.checks:
        lines.append("有下列情形的行会被退回：\n")
        lines += [f"- {explain(check.name).reason}" for check in schema.checks] + [""]
    lines.append(table(SOURCE_HEADER, (source_row(name, column) for name, column in schema.columns.items())))
    return "\n".join(lines)


def source_row(name: str, column: pa.Column) -> tuple[str, ...]:
    field = field_of(column)
    return (
        f"`{name}`",
        column.title,
        "、".join(field.aliases),
        TYPE_TITLES[field.type],
        "" if field.optional else "必填",
        field.unit or "",
        secrecy(column),
        column.description,
        "、".join(field.values) + ("；其他取值记为范围之外" if field.open_values else ""),
    )


def output_section(schema: pa.DataFrameSchema) -> str:
    lines = [f"### {schema.title} `{schema.name}`\n"]
    if schema.metadata["key"]:
        lines.append(f"主键：{key_text(schema)}。\n")
    lines.append(table(OUTPUT_HEADER, (output_row(name, column) for name, column in schema.columns.items())))
    return "\n".join(lines)


def output_row(name: str, column: pa.Column) -> tuple[str, ...]:
    field = field_of(column)
    values = "" if field.type == "flag" else "、".join(field.values)
    kind = OUTPUT_TYPE_TITLES[field.type]
    return (
        f"`{name}`",
        column.title,
        kind,
        "可" if column.nullable else "",
        secrecy(column),
        column.description,
        values,
    )


def secrecy(column: pa.Column) -> str:
    field = field_of(column)
    marks = (("P", field.personal), ("T", field.tax_secret), ("H", field.health))
    return "、".join(mark for mark, is_set in marks if is_set)


def key_text(schema: pa.DataFrameSchema) -> str:
    return "、".join(schema.columns[name].title for name in schema.metadata["key"]) or "无"


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"
