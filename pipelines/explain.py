"""Why a subject is or is not eligible, and why a payout or a finding is judged as it is.

Reads a published run and nothing else. Heads are shown masked: the text is made to be passed on.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines import manifest, publish
from pipelines.errors import AuditError
from pipelines.identifiers import mask_subject
from pipelines.job import WRONG_CALL
from pipelines.summary import rows
from schemas import SOURCES
from schemas.outputs import PAYOUT_PARTS

SHOWN_HEADS = 50
SHOWN_PAYOUTS = 50
VERDICTS = {"eligible": "符合", "ineligible": "不符合", "unknown": "待核实"}
CONDITION_VERDICTS = {"pass": "√ 通过", "fail": "× 不通过", "unknown": "? 待核实"}
PAYOUT_VERDICTS = {
    "compliant": "合规",
    "over_cap": "超上限",
    "over_entitlement": "超应享",
    "ineligible": "不符合条件",
    "duplicate": "重复享受",
    "unverifiable": "待核实",
    "returned": "已退回",
}
SEVERITIES = {"high": "高", "medium": "中", "low": "低"}
BASES = {"text": "条文", "reading": "口径假设（建议核实）"}
GROUNDS = {"recover": "应追回", "verify": "建议核实", "adjust": "需调账（不退回）"}
SUBJECT = "benefit_code is not distinct from $benefit_code and subject_id = $subject_id"
OF_SUBJECT = f"{SUBJECT} and period_start = $period_start and period_end = $period_end"


@dataclass(frozen=True)
class Run:
    """A published run that is being asked about."""

    tables: duckdb.DuckDBPyConnection
    benefit_titles: Mapping[str, str]
    # In the policy's own order of the conditions, which is also the order to show them in.
    condition_titles: Mapping[tuple[str, str], str]
    finding_titles: Mapping[str, str]

    def find(self, table: str, where: str, order: str = "all", **values: Any) -> list[dict[str, Any]]:
        """Rows of a table. The condition is this module's own text; what the user gave comes in as a value."""
        used = {name: value for name, value in values.items() if f"${name}" in where}
        return rows(self.tables, f"select * from {table} where {where} order by {order}", used)

    def conditions(self, where: str, about: Mapping[str, Any]) -> list[dict[str, Any]]:
        places = list(self.condition_titles)
        found = self.find("condition", where, **about)
        keys = [(row["benefit_code"], row["condition_code"]) for row in found]
        ranks = [places.index(key) if key in places else len(places) for key in keys]
        return [row for _, row in sorted(zip(ranks, found, strict=True), key=lambda pair: pair[0])]

    def finding(self, code: str) -> str:
        return f"{self.finding_titles.get(code, '')}（{code}）"

    def benefit(self, code: str | None) -> str:
        return f"{code} {self.benefit_titles.get(code, '')}".rstrip() if code else "事项编码不明"


def explain(folder: Path, identifier: str) -> str:
    """The text for one id: of a finding, a payout, a claim, an enterprise, a person, or a measure and its subject."""
    run = open_run(folder)
    wanted = identifier.strip()
    for search in (by_finding, by_payout, by_certificate, by_benefit_and_subject, by_subject, by_former_code):
        lines = search(run, wanted)
        if lines:
            return "\n".join(lines)
    raise AuditError(
        f"这次审计里没有这个编号（{len(wanted)} 个字符）。可以用统一社会信用代码、公民身份号码、申报编号、发放编号、"
        "疑点编号、证明编号，或“事项编码 主体代码”（加引号，中间空格）。",
        WRONG_CALL,
    )


def open_run(folder: Path) -> Run:
    about = manifest.read(folder)
    if about is None:
        raise AuditError(
            f"{folder} 不是一次审计的目录（没有可读的 manifest.json）。请给出存放结果的目录下的某一次，或 latest。",
            WRONG_CALL,
        )
    benefits = {row["benefit_code"]: row["title"] for row in about["totals"]["benefits"] if row["benefit_code"]}
    conditions = {(row["benefit_code"], row["condition_code"]): row["title"] for row in about["policy"]["conditions"]}
    findings = {row["code"]: row["title"] for row in about["totals"]["findings"]}
    return Run(publish.open_tables(folder), benefits, conditions, findings)


def by_finding(run: Run, wanted: str) -> list[str]:
    lines = []
    for finding in run.find("finding", "finding_id = $wanted", wanted=wanted):
        lines += finding_lines(run, finding)
        if finding["payout_no"] is not None:
            for payout in run.find("payout_verdict", "payout_no = $payout_no", **finding):
                lines += ["", *payout_lines(run, payout)]
    return lines


def by_payout(run: Run, wanted: str) -> list[str]:
    lines = []
    for payout in run.find("payout_verdict", "payout_no = $wanted", wanted=wanted):
        lines += payout_lines(run, payout)
        for entitlement in entitlements_of(run, payout):
            lines += ["", "所对应的资格", *entitlement_lines(run, entitlement)]
        for finding in run.find("finding", "payout_no = $payout_no", **payout):
            lines += ["", *finding_lines(run, finding)]
    return lines


def by_benefit_and_subject(run: Run, wanted: str) -> list[str]:
    benefit_code, _, subject_id = wanted.replace("/", " ").partition(" ")
    found = run.find("entitlement", SUBJECT, benefit_code=benefit_code, subject_id=subject_id.strip())
    return [line for row in found for line in ("", *entitlement_lines(run, row))][1:]


def by_certificate(run: Run, wanted: str) -> list[str]:
    return certificate_lines(run, run.find("certificate", "certificate_id = $wanted", "trial", wanted=wanted))


def by_former_code(run: Run, wanted: str) -> list[str]:
    """A code that was read as another one's: what is known stands under that."""
    links = run.find("subject_link", "uscc = $wanted and is_merged", wanted=wanted)
    return [
        line
        for link in links
        for line in (
            f"{wanted} 与 {link['linked_uscc']} 是同一单位（{link['basis']}），按后者判断。",
            "",
            *by_subject(run, link["linked_uscc"]),
        )
    ]


def by_subject(run: Run, wanted: str) -> list[str]:
    """Everything about an enterprise, a person or a claim: each measure, the money, the findings."""
    lines: list[str] = []
    anywhere = "subject_id = $wanted or uscc = $wanted or person_id = $wanted or claim_no = $wanted"
    for entitlement in run.find("entitlement", anywhere, wanted=wanted):
        lines += ["", *entitlement_lines(run, entitlement)]
    for head in run.find("entitlement_person", "person_id = $wanted", wanted=wanted):
        about = f"{run.benefit(head['benefit_code'])}　作为 {mask(head['subject_id'])} 的人员"
        lines += ["", about, *head_lines(run, head)]
    payouts = run.find("payout_verdict", "uscc = $wanted or person_id = $wanted", wanted=wanted)
    if payouts:
        lines += ["", f"发放款项 {len(payouts)} 笔"]
        lines += [f"  {payout_line(run, row)}" for row in payouts[:SHOWN_PAYOUTS]]
    findings = run.find(
        "finding", "uscc = $wanted or person_id = $wanted", "excess_amount desc, finding_id", wanted=wanted
    )
    if findings:
        lines += ["", f"疑点 {len(findings)} 条"]
        lines += [
            f"  {row['finding_id']}　{run.finding(row['code'])}　{row['message']}" for row in findings[:SHOWN_PAYOUTS]
        ]
    return lines[1:]


def entitlements_of(run: Run, payout: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entitlement that a payout was held against, where it found exactly one."""
    keys = {name: payout.get(f"entitlement_{name}") for name in ("subject_id", "period_start", "period_end")}
    return run.find("entitlement", OF_SUBJECT, benefit_code=payout["benefit_code"], **keys)


def entitlement_lines(run: Run, row: Mapping[str, Any]) -> list[str]:
    lines = [
        run.benefit(row["benefit_code"]),
        f"  主体：{mask(row['subject_id'])}　期间：{row['period_start']} 至 {row['period_end']}",
        f"  结论：{VERDICTS[row['verdict']]}",
    ]
    conditions = run.conditions(OF_SUBJECT, row)
    own = [condition for condition in conditions if condition["person_id"] is None or row["person_id"] is not None]
    if own:
        lines += ["  条件：", *(f"    {condition_line(run, condition)}" for condition in own)]
    lines.append(f"  金额：{arithmetic(row)}")
    if row["reason"]:
        lines.append(f"  理由：{row['reason']}")
    heads = run.find("entitlement_person", SUBJECT, **row)
    if heads:
        lines += ["  " + head_count(heads)]
        for head in heads[:SHOWN_HEADS]:
            lines += [f"  {line}" for line in head_lines(run, head)]
        if len(heads) > SHOWN_HEADS:
            lines.append(f"    其余 {len(heads) - SHOWN_HEADS} 人见 tables/entitlement_person.parquet")
    return lines


def condition_line(run: Run, condition: Mapping[str, Any]) -> str:
    code = condition["condition_code"]
    title = run.condition_titles.get((condition["benefit_code"], code), code)
    observed, required = condition["observed"] or "无数据", condition["required"] or "见条文"
    return f"{CONDITION_VERDICTS[condition['verdict']]}　{title}：实际 {observed}；要求 {required}"


def head_count(heads: list[dict[str, Any]]) -> str:
    counted = {verdict: sum(head["verdict"] == verdict for head in heads) for verdict in VERDICTS}
    parts = "、".join(f"{VERDICTS[verdict]} {number}" for verdict, number in counted.items())
    return f"按人计：共 {len(heads)} 人，{parts}"


def head_lines(run: Run, head: Mapping[str, Any]) -> list[str]:
    reason = f"（{head['reason']}）" if head["reason"] else ""
    lines = [f"  {mask(head['person_id'])}　{VERDICTS[head['verdict']]}{reason}"]
    conditions = run.conditions(f"{SUBJECT} and person_id = $person_id", head)
    return lines + [f"      {condition_line(run, condition)}" for condition in conditions]


def arithmetic(row: Mapping[str, Any]) -> str:
    """How the amount came about: quantity times unit, what the cap cut."""
    if row["amount"] is None:
        return "待核实，无法确定"
    if row["gross_amount"] is None:
        return yuan(row["amount"])
    text = yuan(row["gross_amount"])
    if row["quantity"] is not None and row["unit_amount"] is not None:
        text = f"{row['quantity'].normalize():f} × {yuan(row['unit_amount'])} = {text}"
    if row["cap_amount"] is None:
        return text
    cut = row["gross_amount"] - row["amount"]
    over = f"，超出 {yuan(cut)} 不计，得 {yuan(row['amount'])}" if cut > 0 else "，没有超出"
    return f"{text}；上限 {yuan(row['cap_amount'])}{over}"


def payout_line(run: Run, row: Mapping[str, Any]) -> str:
    return (
        f"{row['payout_no']}　{run.benefit(row['benefit_code'])}　{row['level']}　{yuan(row['amount'])}　"
        f"{PAYOUT_VERDICTS[row['verdict']]}"
    )


def payout_lines(run: Run, row: Mapping[str, Any]) -> list[str]:
    parts = [f"{PAYOUT_VERDICTS[part.removesuffix('_amount')]} {yuan(row[part])}" for part in PAYOUT_PARTS if row[part]]
    lines = [
        f"款项 {payout_line(run, row)}",
        f"  拆分：{'；'.join(parts) or yuan(row['amount'])}",
        f"  允许支付：{yuan(row['allowed_amount'])}　风险金额：{yuan(row['excess_amount'])}",
        f"  依据：{BASES[row['basis']]}",
    ]
    if row.get("explanation"):
        lines.append(f"  说明：{row['explanation']}")
    if row["conflicts_with"]:
        lines.append(f"  与之冲突的款项：{row['conflicts_with']}")
        lines += proof_lines(run, row)
    lines += [
        f"  {GROUNDS[part['ground']]} {yuan(part['amount'])}"
        for part in run.find("recovery", "payout_no = $payout_no", "ground, part", **row)
    ]
    return lines


def proof_lines(run: Run, payout: Mapping[str, Any]) -> list[str]:
    """The certificate of the set of exclusive payments that this one belongs to."""
    found = run.find(
        "certificate",
        "certificate_id in (select certificate_id from certificate_node where node_id = $node_id)",
        "trial",
        **payout,
    )
    return ["", *certificate_lines(run, found)] if found else []


def certificate_lines(run: Run, certificates: list[dict[str, Any]]) -> list[str]:
    """Chosen set, best alternative, what binds; then every payment of the set as it was judged."""
    if not certificates:
        return []
    first = certificates[0]
    lines = [f"从高不重复的证明 {first['certificate_id']}"]
    for row in certificates:
        possibility = f"第{row['trial'] + 1}种可能：" if len(certificates) > 1 else ""
        lines.append(f"  {possibility}{row['statement']}")
    lines.append("  组内款项：")
    for number in first["payout_nos"].split(","):
        for payout in run.find("payout_verdict", "payout_no = $number", number=number):
            lines.append(
                f"    {payout_line(run, payout)}；可保留 {yuan(payout['allowed_amount'])}，"
                f"多发 {yuan(payout['excess_amount'])}，待核实 {yuan(payout['unverifiable_amount'])}"
            )
    return lines


def finding_lines(run: Run, row: Mapping[str, Any]) -> list[str]:
    about = run.benefit(row["benefit_code"]) if row["benefit_code"] else "不限于一项措施"
    lines = [
        f"疑点 {row['finding_id']}　{run.finding(row['code'])}　严重程度 {SEVERITIES[row['severity']]}　{about}",
        f"  涉及金额：{yuan(row['amount'])}　风险金额：{yuan(row['excess_amount'])}",
        f"  说明：{row['message']}",
    ]
    if row["basis"]:
        reading = f"（{row['assumption_id']}）" if row["assumption_id"] else ""
        lines.append(f"  依据：{BASES[row['basis']]}{reading}")
    evidence = json.loads(row["evidence"]) if row["evidence"] else []
    if evidence:
        lines.append("  证据：")
        lines += [f"    {evidence_line(item)}" for item in evidence]
    return lines


def evidence_line(item: Mapping[str, Any]) -> str:
    """File, sheet and row as Excel shows them. The key may be a person's number: not shown."""
    place = " › ".join(str(item[name]) for name in ("file", "sheet") if item.get(name))
    return f"{SOURCES[item['source']].title}　{place} › 第 {item['row']} 行"


def yuan(amount: Any) -> str:
    return "待核实" if amount is None else f"{amount:,.2f}"


def mask(code: str) -> str:
    """A person's number with its middle hidden; the code of an enterprise or a claim stays whole."""
    return str(pl.select(mask_subject(pl.lit(code))).item())
