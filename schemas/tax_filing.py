"""税费申报明细."""

from schemas.column import date, decimal, enum, in_order, money, one_of, person_id, source, text, uscc

SCHEMA = source(
    "tax_filing",
    "税费申报明细",
    "税费的申报明细，一次申报的一个税费种和征收品目一行",
    order=5,
    department="税务",
    key=("filing_no",),
    columns={
        "filing_no": text("申报序号", "申报的编号", example="SB20230400001"),
        "amends_filing_no": text(
            "更正原申报序号", "本申报更正的是哪一次申报，被更正的不再计算", optional=True, example=None
        ),
        "uscc": uscc("统一社会信用代码", "纳税人为单位时的代码", aliases=("社会信用代码", "信用代码"), optional=True),
        "person_id": person_id(
            "证件号码",
            "纳税人为个人时的居民身份证号码",
            aliases=("身份证号", "身份证号码", "公民身份号码"),
            optional=True,
            example=None,
        ),
        "tax_type": enum(
            "税费种",
            "申报的是哪一种税费",
            (
                "增值税",
                "企业所得税",
                "个人所得税",
                "房产税",
                "城镇土地使用税",
                "资源税",
                "城市维护建设税",
                "印花税",
                "耕地占用税",
                "契税",
                "教育费附加",
                "地方教育附加",
            ),
            open_values=True,
            aliases=("征收项目", "税种"),
        ),
        "taxpayer_type": enum("纳税人类型", "增值税的纳税人类型", ("一般纳税人", "小规模纳税人")),
        "tax_item": text(
            "征收品目",
            "税费种之下的品目，如一般销售、预缴、孵化服务、证券交易、自用、在孵、创投抵扣、不良债权抵债",
            optional=True,
            example="一般销售",
        ),
        "period_start": date(
            "税款所属期起", "税款所属期的第一天", aliases=("所属期起", "税款所属期始"), example="2023-01-01"
        ),
        "period_end": date("税款所属期止", "税款所属期的最后一天", aliases=("所属期止",), example="2023-03-31"),
        "tax_base": money(
            "计税依据",
            "计税的金额",
            aliases=("销售额",),
            may_be_negative=True,
            tax_secret=True,
            example="90000.00",
        ),
        "rate": decimal("税率", "税率或征收率，3% 记为 0.03", aliases=("征收率",), example="0.03"),
        "tax_due": money("应纳税额", "减免之前应纳的税额", may_be_negative=True, tax_secret=True, example="2700.00"),
        "input_tax": money(
            "可抵扣进项税额",
            "一般纳税人当期可以抵扣的进项税额",
            may_be_negative=True,
            optional=True,
            tax_secret=True,
            example=None,
        ),
        "relief_code": text(
            "减免事项编码",
            "享受减免的依据：事项编码，或税务机关的减免性质代码",
            aliases=("减免性质代码",),
            optional=True,
            example="GS23-05A",
        ),
        "relief_amount": money("减免税额", "本次减免的税额", may_be_negative=True, tax_secret=True, example="2700.00"),
        "tax_paid": money("实缴税额", "实际缴纳的税额", may_be_negative=True, tax_secret=True, example="0.00"),
    },
    rules=[one_of("subject_present", "uscc", "person_id"), in_order("period_start", "period_end")],
)
