"""Why a row is sent back, and what to do about it, in the words the department reads.

One entry a check name. The pandera checks of `schemas.column` carry the same names; the others
(`*_unreadable`, `required`, …) name what ingest finds before a value has its type.
`{values}`, `{title}` and `{unit}` are filled in from the column by `explain`.
"""

from typing import NamedTuple


class Reason(NamedTuple):
    reason: str
    advice: str


REASONS: dict[str, Reason] = {
    # Found while a delivered text is read into its type.
    "required": Reason("必填项“{title}”为空", "请补填后重新报送"),
    "month_unreadable": Reason("不是能识别的月份", "请写成 202303、2023-03 或 2023年3月"),
    "date_unreadable": Reason("不是能识别的日期，或日历上没有这一天", "请写成 2023-03-05、20230305 或 2023年3月5日"),
    "money_unreadable": Reason("不是能识别的金额", "请只填数字，单位为{unit}，如 1234.56"),
    "money_too_precise": Reason("金额超过两位小数", "请按四舍五入保留到分后重新报送"),
    "decimal_unreadable": Reason("不是能识别的数", "请只填数字，如 0.03 或 12.5"),
    "decimal_too_precise": Reason("小数超过六位", "请保留到六位小数后重新报送"),
    "integer_unreadable": Reason("不是能识别的整数", "请只填不带小数的数字"),
    "number_too_large": Reason("数值过大，超出可记录的范围", "请核对是否多填了位数或弄错了单位"),
    "flag_unreadable": Reason("不是“是”或“否”", "请填“是”或“否”"),
    "digits_lost": Reason(
        "编码被存成了数值，末尾几位已经丢失", "请把该列设为文本格式，按原始证照重新填写；不能在原数上补零"
    ),
    "row_too_long": Reason("本行的列数与表头不符", "请检查本行是否多了或少了分隔符"),
    # Found on the typed value.
    "text_not_blank": Reason("只有空白字符", "请填写内容，没有内容的选填项请留空"),
    "uscc_valid": Reason("统一社会信用代码不正确（字符或校验码有误）", "请按营业执照或登记证书核对 18 位代码"),
    "legacy_registration": Reason("填的是旧注册号，不是统一社会信用代码", "请改填换照后的 18 位统一社会信用代码"),
    "person_id_valid": Reason("证件号码不正确（位数、出生日期或校验码有误）", "请按居民身份证核对 18 位号码"),
    "enum_known": Reason("“{title}”的取值不在规定范围内", "请改为以下之一：{values}"),
    "month_in_range": Reason("月份不在合理范围内", "请核对年份和月份"),
    "date_in_range": Reason("日期不在合理范围内", "请核对年份"),
    "not_negative": Reason("“{title}”不能为负数", "请核对正负号；冲减请按本表说明的方式报送"),
    "industry_code_form": Reason("行业代码不是门类字母加数字", "请按 GB/T 4754-2017 填写，如 H6110"),
    "division_code_form": Reason("行政区划代码不是 6 位数字", "请填写 6 位行政区划代码，如 320508"),
    # Found on the row as a whole.
    "subject_present": Reason("统一社会信用代码和证件号码都为空", "两项至少填一项"),
    "benefit_present": Reason("事项编码和事项名称都为空", "两项至少填一项"),
    "negative_only_when_reversing": Reason(
        "发放金额为负数，但没有填红冲原发放编号", "红冲请填写被冲销的原发放编号，否则请改为正数"
    ),
    "negative_only_when_refunded": Reason(
        "缴费类型不是退费，但有金额为负数", "退费请把缴费类型填为“退费”，否则请改为正数"
    ),
    "ends_after_it_starts": Reason("结束日期早于开始日期", "请核对起止日期，可能填反了"),
    "layoff_rate_is_fraction": Reason("裁员率大于 1", "裁员率请填小数，如 5.5% 填 0.055"),
}


def explain(check_name: str, *, title: str = "", unit: str | None = None, values: tuple[str, ...] = ()) -> Reason:
    """The reason and the advice for one failed check of one column, ready to be shown."""
    text = REASONS[check_name]
    filled = {"title": title, "unit": unit or "元", "values": "、".join(values)}
    return Reason(text.reason.format(**filled), text.advice.format(**filled))
