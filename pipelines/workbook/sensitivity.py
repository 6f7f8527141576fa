"""口径敏感性: what each other reading of the policy would change, reading by reading and measure by measure."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.sensitivity_figures import Difference, Skipped, Variant, changes, totals
from pipelines.workbook.book import Book
from pipelines.workbook.column import Column
from pipelines.workbook.info import RunInfo
from pipelines.workbook.listing import Listing

TITLE = "口径敏感性"
EFFECT_TONES = {"有影响": "warn", "无变化": "mute"}
CHANGE_TITLES = {
    "entitled": "应享金额变化",
    "risk": "风险金额变化",
    "over": "减免多享变化",
    "unverifiable": "待核实金额变化",
}
_CHANGES = tuple(Column(name, title, "money") for name, title in CHANGE_TITLES.items())
_READING = (
    Column("assumption_id", "编号", "id"),
    Column("title", "口径", widest=30),
    Column("old_value", "本次取值", "short", widest=14),
    Column("new_value", "改为", "short", widest=14),
)
SUMMARY = Listing(
    name="汇总",
    title="口径敏感性汇总：换一种理解，结论和钱会怎样",
    relation="sensitivity.variant",
    columns=(
        *_READING,
        Column("meaning", "改后的含义", widest=36),
        Column("effect", "影响", "verdict", tones=EFFECT_TONES),
        Column("benefit_codes", "受影响的事项", "short", widest=24),
        Column("changed_count", "结论改变的对象", "integer"),
        *_CHANGES,
    ),
    note=(
        "每次只改一个口径，其余与本次相同；变化为改后减去本次。应享金额变化不含缓缴、暂退、税前扣除和应缴的数。"
        "风险金额为发放中应追回、拟发应核减的部分。各行是各自独立的比较，不可相加。"
    ),
    has_filter=False,
)
DETAIL = Listing(
    name="逐项变化",
    title="口径敏感性：逐项变化",
    relation="sensitivity.difference",
    columns=(
        *_READING,
        Column("benefit_code", "事项编码", "id"),
        Column("benefit_title", "事项名称", widest=28),
        Column("changed_count", "结论改变", "integer"),
        Column("eligible_count", "转为符合", "integer"),
        Column("ineligible_count", "转为不符合", "integer"),
        Column("unknown_count", "转为待核实", "integer"),
        Column("old_entitled", "应享金额：本次", "money"),
        Column("new_entitled", "改后", "money"),
        Column("old_risk", "风险金额：本次", "money"),
        Column("new_risk", "改后", "money"),
        *_CHANGES,
    ),
    note="只列有变化的事项。",
    fixed_columns=4,
    empty="（没有任何事项因口径不同而变化）",
)
SKIPPED = Listing(
    name="没有比较的口径",
    title="口径敏感性：没有比较的口径",
    relation="sensitivity.skipped",
    columns=(*_READING[:3], Column("reason", "原因", widest=60)),
    has_filter=False,
)


def write_sensitivity(path: Path, info: RunInfo, variants: Sequence[Variant], skipped: Sequence[Skipped]) -> None:
    with duckdb.connect() as con:
        con.execute("create schema sensitivity")
        load(con, "variant", SUMMARY, [variant_row(variant) for variant in variants])
        load(con, "difference", DETAIL, [
            reading(variant) | difference_row(difference) for variant in variants for difference in variant.differences
        ])  # fmt: skip
        load(con, "skipped", SKIPPED, [
            {"assumption_id": each.assumption.id, "title": each.assumption.title,
             "old_value": each.assumption.value, "reason": each.reason}
            for each in skipped
        ])  # fmt: skip
        with Book(
            con, info, TITLE, note="金额单位：元。改用某一口径：benefit-audit run … --assume 编号=取值。"
        ) as book:
            for listing in (SUMMARY, DETAIL, SKIPPED):
                book.write(listing)
            book.save(path)


KINDS = {"money": pa.decimal128(18, 2), "integer": pa.int64()}


def load(con: duckdb.DuckDBPyConnection, name: str, listing: Listing, rows: list[dict[str, Any]]) -> None:
    """The rows as a relation that a listing can show."""
    columns = {"sort_no": pa.int64()} | {column.name: KINDS.get(column.kind, pa.string()) for column in listing.columns}
    numbered = [row | {"sort_no": number} for number, row in enumerate(rows, 1)]
    con.register("incoming", pa.Table.from_pylist(numbered, schema=pa.schema(columns)))
    con.execute(f"create table sensitivity.{name} as select * from incoming")
    con.unregister("incoming")


def reading(variant: Variant) -> dict[str, Any]:
    assumption, choice = variant.assumption, variant.choice
    return {
        "assumption_id": assumption.id, "title": assumption.title, "old_value": assumption.value,
        "new_value": choice.value, "meaning": choice.meaning,
    }  # fmt: skip


def variant_row(variant: Variant) -> dict[str, Any]:
    found = variant.differences
    return reading(variant) | totals(found) | {
        "effect": "有影响" if found else "无变化",
        "benefit_codes": "、".join(difference.benefit_code for difference in found) or None,
        "changed_count": sum(difference.changed_count for difference in found),
    }  # fmt: skip


def difference_row(difference: Difference) -> dict[str, Any]:
    shown = ("changed_count", "eligible_count", "ineligible_count", "unknown_count", "benefit_code")
    money = ("old_entitled", "new_entitled", "old_risk", "new_risk")
    return {
        "benefit_title": difference.title,
        **{name: getattr(difference, name) for name in (*shown, *money)},
        **changes(difference),
    }
