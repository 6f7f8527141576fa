"""Explaining one case from a published run."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines import manifest
from pipelines.errors import AuditError
from pipelines.explain import explain
from schemas.outputs import OUTPUTS

ENTERPRISE = "91320508000000000D"
PERSON = "320508199001010010"
WINDOW = {"period_start": date(2023, 1, 1), "period_end": date(2023, 3, 31)}
CASE = {"benefit_code": "GS23-16A", "subject_id": ENTERPRISE, **WINDOW}
ENTITLED = CASE | {
    "subject_kind": "enterprise", "uscc": ENTERPRISE, "verdict": "eligible", "quantity": Decimal(120),
    "unit_amount": Decimal(500), "gross_amount": Decimal(60000), "cap_amount": Decimal(50000), "amount": Decimal(50000),
    "cut_amount": Decimal(10000),
}  # fmt: skip
UNKNOWN = CASE | {
    "benefit_code": "GS23-16B", "subject_kind": "enterprise", "uscc": ENTERPRISE, "verdict": "unknown",
    "reason": "缺人员信息",
}  # fmt: skip
CONDITIONS = [
    CASE | {"condition_code": "gusu_enterprise", "verdict": "pass", "observed": "姑苏区", "required": "姑苏区"},
    CASE | {"condition_code": "result_grew", "verdict": "unknown", "observed": None, "required": "一项高于上年同期"},
    CASE | {"benefit_code": "GS23-16B", "person_id": PERSON, "condition_code": "non_suzhou", "verdict": "fail",
            "observed": "320508", "required": "不以 3205 开头"},
]  # fmt: skip
HEAD = {
    "benefit_code": "GS23-16B", "subject_id": ENTERPRISE, "person_id": PERSON, "verdict": "ineligible",
    "reason": "苏州户籍",
}  # fmt: skip
PAYOUT = {
    "payout_no": "P-1", "benefit_code": "GS23-16A", "level": "区", "uscc": ENTERPRISE, "amount": Decimal(60000),
    "verdict": "over_cap", "compliant_amount": Decimal(50000), "over_cap_amount": Decimal(10000),
    "allowed_amount": Decimal(50000), "excess_amount": Decimal(10000), "basis": "text",
    "entitlement_subject_id": ENTERPRISE, "entitlement_period_start": WINDOW["period_start"],
    "entitlement_period_end": WINDOW["period_end"], "explanation": "超过每家上限的部分不予认可",
    "conflicts_with": "P-2", "node_id": "n-1",
}  # fmt: skip
CERTIFICATE = {
    "certificate_id": "0123456789abcdef", "trial": 0, "is_solved": True, "node_count": 2, "unknown_count": 0,
    "payout_nos": "P-1,P-2", "statement": "互斥的2项中从高享受：留苏慰问补贴（区级，应享50000.00元），合计50000.00元",
}  # fmt: skip
MEMBER = {"certificate_id": "0123456789abcdef", "trial": 0, "node_id": "n-1", "is_solved": True, "is_lawful": True}
RECOVERY = {"payout_no": "P-1", "part": "over_cap", "ground": "recover", "amount": Decimal(10000)}
LINK = {"uscc": "91320502000000000X", "linked_uscc": ENTERPRISE, "basis": "组织机构代码相同", "is_merged": True}
FINDING = {
    "finding_id": "F-1", "code": "over_cap", "severity": "high", "benefit_code": "GS23-16A", "uscc": ENTERPRISE,
    "payout_no": "P-1", "amount": Decimal(60000), "excess_amount": Decimal(10000), "message": "发放超过上限",
    "basis": "text",
    "evidence": json.dumps([{"source": "payout", "file": "台账.xlsx", "sheet": "区", "row": 7, "key": "P-1"}]),
}  # fmt: skip


def table(name: str, given: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows with the columns of the schema: amounts 0 and everything else empty unless given."""
    columns = OUTPUTS[name].columns
    empty = {column: None if about.nullable else Decimal(0) for column, about in columns.items()}
    filled = [empty | row for row in given]
    return pl.DataFrame(filled, schema={column: about.dtype.type for column, about in columns.items()})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "it's a run"
    (folder / "tables").mkdir(parents=True)
    rows = {
        "entitlement": [ENTITLED, UNKNOWN],
        "entitlement_person": [HEAD],
        "condition": CONDITIONS,
        "payout_verdict": [PAYOUT],
        "certificate": [CERTIFICATE],
        "certificate_node": [MEMBER],
        "recovery": [RECOVERY],
        "subject_link": [LINK],
        "finding": [FINDING],
    }
    for name in OUTPUTS:
        table(name, rows.get(name, [])).write_parquet(folder / "tables" / f"{name}.parquet")
    benefits = [{"benefit_code": "GS23-16A", "title": "留苏慰问补贴"}, {"benefit_code": None, "title": "不明"}]
    conditions = [{"benefit_code": "GS23-16A", "condition_code": "result_grew", "title": "经营指标增长"}]
    findings = [{"code": "over_cap", "title": "超过限额"}]
    about = {"totals": {"benefits": benefits, "findings": findings}, "policy": {"conditions": conditions}}
    manifest.write_json(folder / manifest.FILE_NAME, about)
    return folder


def test_an_enterprise_is_shown_measure_by_measure_with_conditions_and_arithmetic(folder):
    text = explain(folder, ENTERPRISE)
    assert "GS23-16A 留苏慰问补贴" in text
    assert "√ 通过　gusu_enterprise：实际 姑苏区；要求 姑苏区" in text
    assert "? 待核实　经营指标增长：实际 无数据；要求 一项高于上年同期" in text
    assert "120 × 500.00 = 60,000.00；上限 50,000.00，超出 10,000.00 不计，得 50,000.00" in text
    assert "结论：待核实" in text
    assert "理由：缺人员信息" in text
    assert "按人计：共 1 人，符合 0、不符合 1、待核实 0" in text
    assert "发放款项 1 笔" in text
    assert "疑点 1 条" in text


def test_heads_are_masked_and_a_heads_condition_stands_under_the_head(folder):
    lines = explain(folder, ENTERPRISE).splitlines()
    assert not any(PERSON in line for line in lines)
    at = next(number for number, line in enumerate(lines) if "320508********0010" in line)
    assert "× 不通过　non_suzhou：实际 320508；要求 不以 3205 开头" in lines[at + 1]


def test_a_person_is_found_as_a_head(folder):
    text = explain(folder, PERSON)
    assert f"作为 {ENTERPRISE} 的人员" in text
    assert "苏州户籍" in text
    assert PERSON not in text


def test_a_payout_shows_its_split_its_entitlement_and_its_findings(folder):
    text = explain(folder, "P-1")
    assert "拆分：合规 50,000.00；超上限 10,000.00" in text
    assert "允许支付：50,000.00　风险金额：10,000.00" in text
    assert "依据：条文" in text
    assert "说明：超过每家上限的部分不予认可" in text
    assert "所对应的资格" in text
    assert "120 × 500.00" in text
    assert "疑点 F-1　超过限额（over_cap）" in text


def test_a_finding_shows_the_rows_it_rests_on(folder):
    text = explain(folder, "F-1")
    assert "补贴发放台账　台账.xlsx › 区 › 第 7 行" in text
    assert "款项 P-1" in text


def test_a_measure_and_its_subject_show_that_case_alone(folder):
    text = explain(folder, f"GS23-16B {ENTERPRISE}")
    assert "GS23-16B" in text
    assert "GS23-16A" not in text


def test_latest_is_a_run_too(folder, tmp_path):
    (tmp_path / "latest").symlink_to(folder)
    assert explain(tmp_path / "latest", "F-1") == explain(folder, "F-1")


@pytest.mark.parametrize("identifier", ["nobody", "GS23-16A", "' or true --", ""])
def test_an_unknown_id_is_told_with_the_kinds_of_id(folder, identifier):
    with pytest.raises(AuditError, match="没有这个编号") as caught:
        explain(folder, identifier)
    assert caught.value.exit_code == 2


def test_a_person_id_that_is_unknown_is_not_repeated(folder):
    with pytest.raises(AuditError) as caught:
        explain(folder, "320508199001019999")
    assert "320508199001019999" not in str(caught.value)


def test_a_folder_that_is_no_run_is_told(tmp_path):
    with pytest.raises(AuditError, match="不是一次审计的目录"):
        explain(tmp_path, "P-1")


def test_a_conflicted_payout_comes_with_its_proof_and_what_to_recover(folder: Path) -> None:
    text = explain(folder, "P-1")
    assert "从高不重复的证明 0123456789abcdef" in text
    assert "合计50000.00元" in text
    assert "应追回 10,000.00" in text
    assert explain(folder, "0123456789abcdef").startswith("从高不重复的证明")


def test_a_former_code_leads_to_the_unit(folder: Path) -> None:
    text = explain(folder, "91320502000000000X")
    assert text.startswith(f"91320502000000000X 与 {ENTERPRISE} 是同一单位（组织机构代码相同）")
    assert "P-1" in text
