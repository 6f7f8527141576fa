"""申报花名册."""

from schemas.column import person_id, person_name, source, text

SCHEMA = source(
    "claim_person",
    "申报花名册",
    "申报所列的人员，一次申报、一人一行",
    order=8,
    department="主管部门",
    key=("claim_no", "person_id"),
    columns={
        "claim_no": text("申报编号", "属于哪一次申报", aliases=("申请编号",), example="SQ20230002"),
        "person_id": person_id(
            "证件号码", "所列人员的居民身份证号码", aliases=("身份证号", "身份证号码", "公民身份号码")
        ),
        "person_name": person_name("姓名", "所列人员的姓名", aliases=("人员姓名",)),
        "category": text("人员类别", "部门所分的人员类别", optional=True, example="来苏就业"),
    },
)
