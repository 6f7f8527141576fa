"""医疗费用结算."""

from schemas.column import date, enum, flag, in_order, money, person_id, source, text

SCHEMA = source(
    "medical_settlement",
    "医疗费用结算",
    "医疗费用的结算，一次结算一行",
    order=15,
    department="医保",
    key=("settlement_no",),
    columns={
        "settlement_no": text("结算编号", "结算的编号", aliases=("结算单号",), health=True, example="JS2023000001"),
        "person_id": person_id(
            "证件号码",
            "就诊人的居民身份证号码",
            aliases=("身份证号", "身份证号码", "公民身份号码"),
            health=True,
        ),
        "hospital": text("医疗机构", "就诊的医疗机构", aliases=("医疗机构名称",), health=True, example="示例社区医院"),
        "hospital_grade": enum(
            "机构等级",
            "医疗机构的等级",
            ("三级", "二级", "一级", "社区"),
            aliases=("医院等级",),
            health=True,
            example="社区",
        ),
        "hospital_district": text("机构所在区", "医疗机构所在的区", health=True, example="姑苏区"),
        "visit_type": enum("就诊类型", "住院还是门急诊", ("住院", "门急诊"), health=True, example="门急诊"),
        "covid": enum("新冠诊断", "是否诊断为新冠病毒感染", ("确诊", "疑似", "否"), health=True),
        "designated": flag("是否定点", "是否为定点收治机构", aliases=("是否定点机构",), health=True, example="是"),
        "insurance_type": enum("参保类型", "就诊人参加的医疗保险", ("职工医保", "居民医保"), health=True),
        "started_on": date("就诊日期", "就诊或入院的日期", aliases=("入院日期",), health=True, example="2023-01-10"),
        "settled_on": date("结算日期", "结算的日期", aliases=("结算时间",), health=True, example="2023-01-10"),
        "total_amount": money("总费用", "本次医疗总费用", aliases=("医疗总费用",), health=True, example="300.00"),
        "eligible_amount": money("政策范围内费用", "医保政策范围内的费用", health=True, example="280.00"),
        "basic_paid": money("基本医保支付", "基本医疗保险支付的金额", health=True, example="168.00"),
        "critical_illness_paid": money("大病保险支付", "大病保险支付的金额", health=True, example="0.00"),
        "aid_paid": money("医疗救助支付", "医疗救助支付的金额", health=True, example="0.00"),
        "special_paid": money("专项或财政支付", "专项资金或财政支付的金额", health=True, example="70.00"),
        "personal_paid": money("个人支付", "个人负担的金额", health=True, example="62.00"),
    },
    rules=[in_order("started_on", "settled_on")],
)
