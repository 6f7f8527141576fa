"""申报台账."""

from schemas.column import date, decimal, enum, in_order, money, person_id, source, text, uscc

SCHEMA = source(
    "claim",
    "申报台账",
    "企业和个人的申报及审核结论，一次申报一行",
    order=7,
    department="主管部门",
    key=("claim_no",),
    columns={
        "claim_no": text("申报编号", "申报的编号", aliases=("申请编号",), example="SQ20230001"),
        "benefit_code": text("事项编码", "申报的是哪个事项", aliases=("政策事项编码",), example="GS23-17A"),
        "uscc": uscc(
            "统一社会信用代码",
            "申报单位的代码；个人申报时是与之有关的单位",
            aliases=("社会信用代码", "信用代码"),
            optional=True,
        ),
        "person_id": person_id(
            "证件号码",
            "申报人的居民身份证号码",
            aliases=("身份证号", "身份证号码", "公民身份号码"),
            optional=True,
            example=None,
        ),
        "matter": text(
            "项目名称",
            "申报的具体项目",
            aliases=("事项说明",),
            optional=True,
            example="2 月返岗包车（阜阳至苏州）",
        ),
        "occurred_on": date("发生日期", "申报的事情发生（开始）的日期", example="2023-02-05"),
        "ended_on": date("结束日期", "申报的事情结束的日期", optional=True, may_be_open=True, example=None),
        "quantity": decimal("申报数量", "人数、次数、预付金额等，由事项决定", optional=True, example="40"),
        "base_amount": money(
            "核定基数金额", "部门核定的计算基数", aliases=("核定基数",), optional=True, example="8000.00"
        ),
        "category": text("类别", "部门所分的类别", optional=True, example=None),
        "submitted_on": date("申报日期", "提交申报的日期", aliases=("申请日期",), optional=True, example="2023-03-01"),
        "approved": enum("审核结论", "部门的审核结论", ("通过", "不通过", "待审"), aliases=("审核结果",)),
    },
    rules=[in_order("occurred_on", "ended_on")],
)
