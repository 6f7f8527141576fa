"""A delivery of a handful of rows, with which a whole run takes a second."""

import csv
from pathlib import Path

from schemas import SOURCES

ENTERPRISE = "91320508000000000D"
PERSON = "320508199001010010"
MONTHS = ("202301", "202302", "202303")
DELIVERY: dict[str, list[dict[str, str]]] = {
    "enterprise": [
        {
            "uscc": ENTERPRISE,
            "name": "苏州示例有限公司",
            "entity_type": "企业",
            "industry_code": "C2669",
            "registered_on": "2010-05-06",
            "status": "存续",
            "status_on": "",
            "district": "姑苏区",
        }
    ],
    "social_insurance": [
        {
            "person_id": PERSON,
            "person_name": "张示例",
            "uscc": ENTERPRISE,
            "insurance_type": "养老",
            "period": month,
            "contribution_base": "5000.00",
            "employer_amount": "800.00",
            "employee_amount": "400.00",
            "payment_kind": "正常",
            "paid_on": f"{month[:4]}-{month[4:]}-15",
        }
        for month in MONTHS
    ],
    "payroll": [
        {
            "person_id": PERSON,
            "person_name": "张示例",
            "uscc": ENTERPRISE,
            "month": month,
            "gross_pay": "6000.00",
            "net_pay": "5000.00",
            "paid_on": f"{month[:4]}-{month[4:]}-10",
        }
        for month in MONTHS
    ],
    "payout": [
        {
            "payout_no": "P-1",
            "benefit_code": "GS23-16A",
            "level": "区",
            "uscc": ENTERPRISE,
            "payee_name": "苏州示例有限公司",
            "amount": "500.00",
            "status": "已发放",
            "paid_on": "2023-03-20",
        },
        {
            "payout_no": "P-2",
            "benefit_code": "GS23-16A",
            "level": "区",
            "uscc": ENTERPRISE,
            "payee_name": "苏州示例有限公司",
            "amount": "500.00",
            "status": "拟发放",
        },
    ],
}


def deliver(folder: Path, *left_out: str) -> Path:
    """Write the delivery, one CSV a source under its Chinese title, as departments do."""
    folder.mkdir(parents=True)
    for name, rows in DELIVERY.items():
        if name not in left_out:
            columns = {column: about.title for column, about in SOURCES[name].columns.items()}
            with (folder / f"{SOURCES[name].title}_202303.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns.values())
                writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return folder
