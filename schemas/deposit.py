"""保证金台账."""

from schemas.column import date, enum, flag, money, source, text, uscc

SCHEMA = source(
    "deposit",
    "保证金台账",
    "保证金的缴纳、暂退和补足，一笔保证金一行",
    order=14,
    department="住建、文旅",
    key=("deposit_no",),
    columns={
        "deposit_no": text("保证金编号", "保证金的编号", example="BZJ2023001"),
        "uscc": uscc("统一社会信用代码", "缴纳单位的代码", aliases=("社会信用代码", "信用代码")),
        "deposit_type": enum("保证金类型", "是哪一种保证金", ("工程质量保证金", "旅游服务质量保证金")),
        "due_on": date("应缴日期", "应当缴纳的日期", example="2023-03-15"),
        "amount": money("应缴金额", "应当缴纳的金额", example="200000.00"),
        "paid_on": date("缴纳日期", "实际缴纳的日期，为空表示还没有缴纳", optional=True, example=None),
        "refunded_amount": money("暂退金额", "暂时退还的金额", optional=True, example=None),
        "refunded_on": date("暂退日期", "暂时退还的日期", optional=True, example=None),
        "replenished_on": date("补足日期", "暂退之后重新补足的日期", optional=True, example=None),
        "withheld_from_payment": flag(
            "是否扣留工程款", "缓缴期间是否从工程款中扣留", aliases=("扣留工程款",), optional=True
        ),
    },
)
