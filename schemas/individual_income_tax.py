"""个人所得税扣缴明细."""

from schemas.column import money, month, person_id, person_name, source, uscc

SCHEMA = source(
    "individual_income_tax",
    "个人所得税扣缴明细",
    "单位代扣代缴个人所得税的明细，一人、一单位、一月一行",
    order=4,
    department="税务",
    replace_by=("month",),
    columns={
        "person_id": person_id(
            "证件号码", "纳税人的居民身份证号码", aliases=("身份证号", "身份证号码", "公民身份号码")
        ),
        "person_name": person_name("姓名", "纳税人姓名", aliases=("纳税人姓名",)),
        "uscc": uscc(
            "统一社会信用代码",
            "扣缴义务人的代码",
            aliases=("扣缴义务人信用代码", "扣缴义务人统一社会信用代码", "社会信用代码"),
        ),
        "month": month("税款所属期", "收入所属的月份", aliases=("税款所属月份",)),
        "income": money("收入额", "当月收入", aliases=("本期收入",), example="6000.00"),
        # A month can take back what an earlier one withheld too much.
        "tax_withheld": money(
            "已扣缴税额", "当月扣缴的税额", aliases=("已扣缴税款",), may_be_negative=True, example="30.00"
        ),
    },
)
