"""工资发放明细."""

from schemas.column import date, money, month, person_id, person_name, source, text, uscc

SCHEMA = source(
    "payroll",
    "工资发放明细",
    "工资的发放明细，一人、一单位、一月、一笔一行",
    order=3,
    department="人社",
    replace_by=("month",),
    columns={
        "person_id": person_id(
            "证件号码", "领工资的人的居民身份证号码", aliases=("身份证号", "身份证号码", "公民身份号码")
        ),
        "person_name": person_name("姓名", "领工资的人的姓名", aliases=("员工姓名", "职工姓名")),
        "uscc": uscc("统一社会信用代码", "发工资的单位的代码", aliases=("社会信用代码", "信用代码")),
        "month": month("工资月份", "工资所属的月份", aliases=("工资所属期", "工资所属月份")),
        "gross_pay": money("应发工资", "扣除个人负担各项之前的工资", aliases=("应发合计",), example="6000.00"),
        "net_pay": money("实发工资", "实际发到个人的工资", aliases=("实发合计",), example="5200.00"),
        "paid_on": date("发放日期", "工资发放的日期", aliases=("发放时间",)),
        "account_no": text(
            "收款账号",
            "收款的银行账号",
            aliases=("银行账号", "银行卡号"),
            optional=True,
            personal=True,
            mask="account",
            example="6222000000000000000",
        ),
    },
)
