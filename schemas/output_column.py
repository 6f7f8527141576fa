"""The kinds of column a published table has: looser than a source's, for what was delivered is not judged again."""

import pandera.polars as pa
import polars as pl

from schemas.column import DTYPES, Field, date, money, person_id, text, uscc

EVIDENCE = pl.List(pl.Struct({"source": pl.String, "delivery_no": pl.Int32, "row_no": pl.Int32}))


def words(title: str, meaning: str, *, optional: bool = False, mask: str | None = None) -> pa.Column:
    """Text that may be empty but, unless optional, not null."""
    field = Field(type="text", optional=optional, personal=mask is not None, mask=mask)
    return pa.Column(DTYPES["text"], nullable=optional, title=title, description=meaning, metadata={"field": field})


def whole(title: str, meaning: str, *, optional: bool = False, small: bool = False) -> pa.Column:
    dtype = pl.Int32() if small else DTYPES["integer"]
    field = Field(type="integer", optional=optional)
    return pa.Column(dtype, nullable=optional, title=title, description=meaning, metadata={"field": field})


def quantity(title: str, meaning: str) -> pa.Column:
    field = Field(type="decimal", optional=True)
    return pa.Column(DTYPES["decimal"], nullable=True, title=title, description=meaning, metadata={"field": field})


def amount(title: str, meaning: str, *, optional: bool = False) -> pa.Column:
    return money(title, meaning, optional=optional, may_be_negative=True)


def count(title: str, meaning: str) -> pa.Column:
    return whole(title, meaning)


def evidence() -> pa.Column:
    return pa.Column(
        EVIDENCE,
        nullable=True,
        title="依据",
        description="判断所依据的数据行：来源、到数序号、行号",
        metadata={"field": Field(type="evidence", optional=True)},
    )


def benefit(optional: bool = False) -> pa.Column:
    return text("事项编码", "惠企事项", optional=optional)


def unit(optional: bool = True) -> pa.Column:
    return uscc("统一社会信用代码", "单位的代码", optional=optional, keep_invalid=True)


def person(optional: bool = True) -> pa.Column:
    return person_id("证件号码", "个人的居民身份证号码", optional=optional, keep_invalid=True)


def subject() -> pa.Column:
    meaning = "单位代码、证件号码、申报编号、申报序号、收费单号、保证金编号、结算编号，或代码与月份"
    return words("主体", meaning, mask="subject")


def period(optional: bool = False) -> dict[str, pa.Column]:
    return {
        "period_start": date("期间起", "期间的第一天", optional=optional, may_be_open=True),
        "period_end": date("期间止", "期间的最后一天", optional=optional, may_be_open=True),
    }


def rule(name: str, error: str, holds: pl.Expr) -> pa.Check:
    """A rule that every published row keeps; what is null cannot keep it."""
    return pa.Check(lambda data: data.lazyframe.select(holds.fill_null(False)), name=name, error=error)


def table(
    name: str,
    title: str,
    columns: dict[str, pa.Column],
    key: tuple[str, ...] = (),
    rules: list[pa.Check] | None = None,
) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        columns, checks=rules, name=name, title=title, metadata={"key": key}, strict=True, ordered=True
    )
