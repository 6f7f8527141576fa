"""市场主体登记."""

from schemas.column import date, enum, industry_code, person_id, person_name, source, text, uscc

SCHEMA = source(
    "enterprise",
    "市场主体登记",
    "市场主体的登记信息，一个主体一行",
    order=1,
    department="市场监管",
    key=("uscc",),
    columns={
        "uscc": uscc("统一社会信用代码", "主体的统一社会信用代码", aliases=("社会信用代码", "信用代码")),
        "name": text("企业名称", "登记的名称", aliases=("单位名称", "市场主体名称"), example="苏州示例餐饮有限公司"),
        "entity_type": enum(
            "主体类型",
            "主体属于哪一类",
            ("企业", "个体工商户", "农民专业合作社", "事业单位", "社会团体", "民办非企业单位", "机关"),
            aliases=("市场主体类型",),
        ),
        "industry_code": industry_code(
            "行业代码", "国民经济行业分类（GB/T 4754-2017）门类字母加数字", aliases=("国民经济行业代码",)
        ),
        "registered_on": date("成立日期", "登记成立的日期", aliases=("注册日期", "成立时间"), example="2018-06-01"),
        "status": enum("登记状态", "报送时的登记状态", ("存续", "注销", "吊销", "迁出"), aliases=("经营状态",)),
        "status_on": date("状态日期", "进入当前登记状态的日期", aliases=("状态变更日期",), optional=True, example=None),
        "district": text("所属区", "住所所在的区", aliases=("所在区",), example="姑苏区"),
        "street": text("所属街道", "住所所在的街道", aliases=("街道", "所在街道"), optional=True, example="平江街道"),
        "legal_person_name": person_name(
            "法定代表人", "法定代表人或经营者的姓名", aliases=("法人姓名", "法定代表人姓名"), optional=True
        ),
        "legal_person_id": person_id(
            "法定代表人证件号",
            "法定代表人或经营者的居民身份证号码",
            aliases=("法人证件号", "法定代表人身份证号"),
            optional=True,
        ),
        "si_employer_no": text(
            "社保单位编号",
            "社保系统中的单位编号，用来认出没有填统一社会信用代码的缴费明细",
            aliases=("单位社保编号",),
            optional=True,
            example="32050800001",
        ),
    },
)
