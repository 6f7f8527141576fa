"""劳动合同备案."""

from schemas.column import date, enum, in_order, person_id, person_name, source, uscc

SCHEMA = source(
    "contract",
    "劳动合同备案",
    "备案的劳动合同，一份一行",
    order=9,
    department="人社",
    replace_by=("person_id", "uscc", "start_on"),
    columns={
        "person_id": person_id(
            "证件号码", "劳动者的居民身份证号码", aliases=("身份证号", "身份证号码", "公民身份号码")
        ),
        "person_name": person_name("姓名", "劳动者姓名", aliases=("劳动者姓名",)),
        "uscc": uscc("统一社会信用代码", "用人单位的代码", aliases=("社会信用代码", "用人单位信用代码")),
        "contract_type": enum(
            "合同类型",
            "合同的期限类型",
            ("固定期限", "无固定期限", "以完成一定工作任务为期限", "劳务派遣"),
            aliases=("合同期限类型",),
        ),
        "signed_on": date("签订日期", "签订合同的日期", aliases=("合同签订日期",), example="2023-02-10"),
        "start_on": date(
            "合同起始日", "合同开始的日期", aliases=("合同开始日期", "合同起始日期"), example="2023-02-10"
        ),
        "end_on": date(
            "合同终止日",
            "合同期满的日期，为空表示没有约定期限",
            aliases=("合同结束日期", "合同终止日期"),
            optional=True,
            may_be_open=True,
            example="2026-02-09",
        ),
        "introduced_by_uscc": uscc(
            "推荐机构信用代码",
            "介绍或输送劳动者的人力资源机构的代码",
            aliases=("输送机构信用代码", "推荐机构统一社会信用代码"),
            optional=True,
            example=None,
        ),
    },
    rules=[in_order("start_on", "end_on")],
)
