"""社会保险缴费明细."""

import polars as pl

from schemas.column import (
    date,
    enum,
    money,
    month,
    negative_only_if,
    person_id,
    person_name,
    source,
    text,
    uscc,
)

SCHEMA = source(
    "social_insurance",
    "社会保险缴费明细",
    "社会保险费的缴纳明细，一人、一单位、一险种、一月、一笔一行",
    order=2,
    department="人社、税务",
    replace_by=("period",),
    columns={
        "person_id": person_id(
            "证件号码",
            "参保人的居民身份证号码",
            aliases=("身份证号", "身份证号码", "公民身份号码", "社会保障号码"),
        ),
        "person_name": person_name("姓名", "参保人姓名", aliases=("人员姓名", "职工姓名")),
        "uscc": uscc(
            "统一社会信用代码",
            "参保单位的代码；为空时按单位编号查找，两项都为空的是灵活就业人员",
            aliases=("社会信用代码", "信用代码"),
            optional=True,
        ),
        "employer_no": text(
            "单位编号",
            "社保系统中的单位编号",
            aliases=("社保单位编号", "单位社保编号"),
            optional=True,
            example=None,
        ),
        "employer_name": text(
            "单位名称",
            "参保单位名称",
            aliases=("缴费单位名称",),
            optional=True,
            example="苏州示例餐饮有限公司",
        ),
        "insurance_type": enum(
            "险种",
            "缴纳的是哪一种保险",
            ("养老", "失业", "工伤", "医疗", "生育"),
            open_values=True,
            aliases=("险种类型", "险种名称"),
        ),
        "period": month("费款所属期", "这笔费款所属的月份", aliases=("缴费月份", "费款所属月份")),
        "contribution_base": money(
            "缴费基数", "当月缴费基数", aliases=("月缴费基数",), may_be_negative=True, example="5000.00"
        ),
        "employer_amount": money(
            "单位缴费额",
            "单位缴纳的部分",
            aliases=("单位应缴", "单位缴费金额"),
            may_be_negative=True,
            example="800.00",
        ),
        "employee_amount": money(
            "个人缴费额",
            "个人缴纳的部分",
            aliases=("个人应缴", "个人缴费金额"),
            may_be_negative=True,
            example="400.00",
        ),
        "payment_kind": enum("缴费类型", "正常缴纳、事后补缴还是退回", ("正常", "补缴", "退费"), aliases=("缴费类别",)),
        "paid_on": date(
            "到账日期", "费款到账的日期，为空表示还没有到账", aliases=("到账时间", "入账日期"), optional=True
        ),
    },
    rules=[
        negative_only_if(
            "negative_only_when_refunded",
            ("contribution_base", "employer_amount", "employee_amount"),
            pl.col("payment_kind") == "退费",
            because_of="payment_kind",
        )
    ],
)
