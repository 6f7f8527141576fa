"""人员信息."""

from schemas.column import date, division_code, enum, month, person_id, person_name, source, text

SCHEMA = source(
    "person",
    "人员信息",
    "人员的户籍、首次参保和学历信息，一人一行",
    order=10,
    department="人社、公安",
    key=("person_id",),
    columns={
        "person_id": person_id("证件号码", "居民身份证号码", aliases=("身份证号", "身份证号码", "公民身份号码")),
        "name": person_name("姓名", "姓名", aliases=("人员姓名",)),
        "hukou_code": division_code(
            "户籍区划代码",
            "户籍所在地的 6 位行政区划代码，3205 开头的在苏州",
            aliases=("户籍地区划代码", "户籍行政区划代码"),
            optional=True,
            example="341202",
        ),
        "first_insured_period": month(
            "首次在苏参保月份", "在苏州第一次参加社会保险的月份", aliases=("首次参保月份",), optional=True
        ),
        "education": enum(
            "学历", "最高学历", ("博士", "硕士", "本科", "专科", "高中及以下"), optional=True, example="本科"
        ),
        "school": text("毕业院校", "取得该学历的学校", aliases=("毕业学校",), optional=True, example="示例大学"),
        "study_mode": enum("学习形式", "取得该学历的方式", ("全日制", "非全日制"), optional=True),
        "graduated_on": date("毕业日期", "毕业的日期", aliases=("毕业时间",), optional=True, example="2022-06-30"),
        "deceased_on": date("死亡日期", "死亡的日期", optional=True, personal=True, mask="all", example=None),
    },
)
