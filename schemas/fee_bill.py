"""涉企收费明细."""

from schemas.column import date, enum, money, source, text, uscc

SCHEMA = source(
    "fee_bill",
    "涉企收费明细",
    "向市场主体收取的费用，一张单一行",
    order=13,
    department="收费单位",
    key=("bill_no",),
    columns={
        "bill_no": text("收费单号", "收费单的编号", aliases=("单号",), example="SF2023000001"),
        "uscc": uscc("统一社会信用代码", "缴费主体的代码", aliases=("社会信用代码", "信用代码")),
        "fee_type": enum(
            "收费项目",
            "收的是哪一项费用",
            (
                "电梯检验费",
                "锅炉检验费",
                "压力容器检验费",
                "特种设备检验费",
                "产品质量检验费",
                "计量检测费",
                "水土保持补偿费",
                "防空地下室易地建设费",
                "水资源费",
                "文化事业建设费",
                "水费违约金",
                "电费违约金",
                "燃气违约金",
            ),
            aliases=("收费项目名称",),
        ),
        "billed_on": date("开单日期", "开具收费单的日期", aliases=("开单时间",)),
        "standard_amount": money("标准应收金额", "减免之前按标准应收的金额", aliases=("应收金额",), example="1000.00"),
        "charged_amount": money("实收金额", "实际收取的金额", aliases=("实收",), example="500.00"),
        "claim_no": text("申报编号", "减免依据的申报", aliases=("申请编号",), optional=True, example=None),
    },
)
