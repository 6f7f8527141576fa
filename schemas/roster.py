"""名录."""

from schemas.column import date, in_order, source, text

SCHEMA = source(
    "roster",
    "名录",
    "各类认定名录，一个名录、一个主体、一段有效期一行",
    order=11,
    department="主管部门",
    key=("roster", "subject_id", "valid_from"),
    columns={
        "roster": text(
            "名录名称",
            "名录的名称，如重点企业、人力资源机构、失业人员、就业困难人员、重点高校",
            aliases=("名录",),
            example="重点企业",
        ),
        # Its mask hides identity numbers only: codes of enterprises and names of schools stay readable.
        "subject_id": text(
            "主体代码",
            "单位的统一社会信用代码、个人的居民身份证号码，或者学校的名称",
            personal=True,
            mask="subject",
            example="91320508000000000D",
        ),
        "subject_name": text("主体名称", "主体的名称", optional=True, example="苏州示例餐饮有限公司"),
        "category": text("类别", "名录之内的类别；重点高校填学校所在的省份", optional=True, example=None),
        "valid_from": date("生效日期", "列入名录的日期", aliases=("有效期起",), example="2023-01-01"),
        "valid_to": date(
            "失效日期",
            "移出名录的日期，为空表示仍然有效",
            aliases=("有效期止",),
            optional=True,
            may_be_open=True,
            example=None,
        ),
        "approved_by": text("认定单位", "认定的部门", aliases=("认定部门",), optional=True, example="区发改委"),
    },
    rules=[in_order("valid_from", "valid_to")],
)
