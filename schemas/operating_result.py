"""经营指标确认表."""

import polars as pl

from schemas.column import date, decimal, enum, in_order, row_rule, source, text, uscc

SCHEMA = source(
    "operating_result",
    "经营指标确认表",
    "主管部门确认的经营指标，一个单位、一个指标、一段期间一行",
    order=12,
    department="主管部门",
    replace_by=("uscc", "indicator", "period_start", "period_end"),
    columns={
        "uscc": uscc("统一社会信用代码", "单位的代码", aliases=("社会信用代码", "信用代码")),
        "indicator": enum("指标", "是哪个指标", ("产值", "销售额", "营业收入", "裁员率"), aliases=("指标名称",)),
        "period_start": date("期间起", "期间的第一天", aliases=("统计期间起",), example="2023-01-01"),
        "period_end": date("期间止", "期间的最后一天", aliases=("统计期间止",), example="2023-03-31"),
        "current_amount": decimal(
            "本期数",
            "本期的数值；裁员率为小数，5.5% 记为 0.055",
            unit="元；裁员率为小数",
            may_be_negative=True,
            example="1200000",
        ),
        "prior_amount": decimal(
            "上年同期数",
            "上年同一期间的数值",
            aliases=("去年同期数",),
            unit="元；裁员率为小数",
            may_be_negative=True,
            optional=True,
            example="1000000",
        ),
        "confirmed_by": text("确认部门", "确认的部门，为空表示还没有确认", optional=True, example="区工信局"),
    },
    rules=[
        in_order("period_start", "period_end"),
        row_rule(
            "layoff_rate_is_fraction",
            ("current_amount",),
            (pl.col("indicator") != "裁员率") | (pl.col("current_amount") <= 1),
        ),
    ],
)
