"""The rows that go back: one entry a fault, with the value as it was delivered (masked where personal)."""

from dataclasses import dataclass, field

import pandera.polars as pa
import polars as pl

from pipelines.identifiers import MASKS, is_legacy_registration, normalise_identifier
from schemas.column import columns_of, explain_check, field_of
from schemas.reasons import Reason, explain

# Where a value stands, and what it was, as far as it may be shown.
ADDRESS = {
    "source": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int32(),
    "column": pl.String(),
    "value": pl.String(),
}
SCHEMA = {
    **ADDRESS,
    "reason": pl.String(),
    "advice": pl.String(),
}
# Faults of a file rather than of a value, which only reading can find.
OWN_REASONS = {
    "error_cell": Reason("单元格是 Excel 的错误值", "请在原表中更正公式或引用，改为实际的值后重新报送"),
    "formula_without_value": Reason(
        "单元格是公式，但文件里没有存下计算结果", "请在 Excel 中打开、重新计算并保存，或粘贴为数值后重新报送"
    ),
    "merged_amount": Reason("金额或数量是合并单元格，分不清各行是多少", "请取消合并单元格，逐行填写后重新报送"),
    "unit_conflict": Reason("数值自带的单位与表头的单位不一致", "请统一换算成表头所写的单位，只填数字"),
    "garbled": Reason("含有无法识别的字符（乱码）", "请核对本行文字，用 GB18030 或 UTF-8 编码重新导出"),
}
WHOLE_ROW = "（整行）"
EMPTY = "（空）"


@dataclass
class Faults:
    """The faults of one batch: where (index in the batch), in which column, by which rule."""

    parts: list[pl.DataFrame] = field(default_factory=list)

    def add(self, column: str, rows: pl.DataFrame) -> None:
        """`rows`: index and reason (a key) of what is wrong in this column."""
        if rows.height:
            self.parts.append(rows.select(pl.col("index").cast(pl.UInt32), "reason", column=pl.lit(column)))

    def drop(self, columns: list[str], except_reasons: tuple[str, ...]) -> None:
        """Forget the faults of these columns: they are marked instead."""
        keep = ~pl.col("column").is_in(columns) | pl.col("reason").is_in(except_reasons)
        self.parts = [part.filter(keep) for part in self.parts]

    def frame(self) -> pl.DataFrame:
        if not self.parts:
            return pl.DataFrame(schema={"index": pl.UInt32, "reason": pl.String(), "column": pl.String})
        return pl.concat(self.parts)


def describe(reason: str, column: pa.Column | None) -> Reason:
    if reason in OWN_REASONS:
        return OWN_REASONS[reason]
    return explain_check(reason, column) if column is not None else explain(reason)


def masked(schema: pa.DataFrameSchema, column: str, value: pl.Expr) -> pl.Expr:
    """What may be shown of a delivered value. An identity number in the wrong column is hidden too."""
    about = field_of(schema.columns[column])
    mask = MASKS.get(about.mask or "subject", MASKS["all"]) if about.personal else MASKS["subject"]
    return mask(value)


def entries(
    schema: pa.DataFrameSchema,
    faults: pl.DataFrame,
    delivered: pl.DataFrame,
    row_no: pl.Series,
    headers: dict[str, str],
) -> pl.DataFrame:
    """One entry a fault, in the order of rows, then of columns."""
    parts = []
    order = {name: place for place, name in enumerate(schema.columns)}
    for (column, reason), group in faults.group_by("column", "reason", maintain_order=True):
        names = [name for name in column.split(",") if name in schema.columns]
        words = describe(reason, schema.columns[names[0]] if len(names) == 1 else None)
        rows = group["index"]
        parts.append(
            pl.DataFrame(
                {
                    "row": row_no.gather(rows),
                    "column": pl.repeat("、".join(headers[n] for n in names) or WHOLE_ROW, rows.len(), eager=True),
                    "value": _values(schema, names, delivered[rows] if names else None, rows.len()),
                    "reason": pl.repeat(words.reason, rows.len(), eager=True),
                    "advice": pl.repeat(words.advice, rows.len(), eager=True),
                    "place": pl.repeat(order.get(names[0], 0) if names else -1, rows.len(), eager=True),
                }
            )
        )
    if not parts:
        return pl.DataFrame(schema={name: SCHEMA[name] for name in ("row", "column", "value", "reason", "advice")})
    return pl.concat(parts).sort("row", "place", maintain_order=True).drop("place")


def _values(schema: pa.DataFrameSchema, names: list[str], rows: pl.DataFrame | None, height: int) -> pl.Series:
    if rows is None:
        return pl.repeat(None, height, dtype=pl.String, eager=True)
    shown = [masked(schema, name, pl.col(name)) for name in names]
    if len(shown) > 1:
        shown = [pl.concat_str([value.fill_null(EMPTY) for value in shown], separator="、")]
    return rows.select(shown[0].alias("value")).to_series()


def name_legacy_codes(faults: pl.DataFrame, typed: pl.DataFrame) -> pl.DataFrame:
    """A registration number of the time before the unified code is called so, not a wrong check character."""
    wrong = faults.filter(pl.col("reason") == "uscc_valid")
    if wrong.is_empty():
        return faults
    parts = [faults.filter(pl.col("reason") != "uscc_valid")]
    for (column,), group in wrong.group_by("column", maintain_order=True):
        code = typed[column].gather(group["index"]).alias("code").to_frame()
        is_legacy = code.select(is_legacy_registration(normalise_identifier(pl.col("code")))).to_series()
        reason = pl.when(is_legacy).then(pl.lit("legacy_registration")).otherwise("reason")
        parts.append(group.with_columns(reason=reason))
    return pl.concat(parts)


def rule_columns(check: pa.Check) -> str:
    """The columns of a row rule, as one name."""
    return ",".join(columns_of(check))
