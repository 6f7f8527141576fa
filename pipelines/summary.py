"""The figures of a run, taken from its published tables: for the manifest, the closing table and Prefect's artifact."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from schemas.outputs import PAYOUT_PARTS

UNKNOWN_CODE = "事项编码不明"
SHOWN_REASON = 50
NOT_GIVEN_MARK = "＊"
NOT_GIVEN_NOTE = f"{NOT_GIVEN_MARK} 缓缴、暂退、扣除、应缴的数，不是给出的钱，不计入应享合计。"
# What the closing table and the artifact show of a measure, in this order.
BENEFIT_MONEY = {
    "entitled_amount": "应享金额",
    "ledger_amount": "台账金额",
    "excess_amount": "风险金额",
    "unverifiable_amount": "待核实金额",
}
ENTITLEMENT = """
    select benefit_code,
           count(*) filter (where verdict = 'eligible') as eligible,
           count(*) filter (where verdict = 'ineligible') as ineligible,
           count(*) filter (where verdict = 'unknown') as unknown,
           coalesce(sum(amount), 0) as entitled_amount
    from entitlement
    group by benefit_code
"""
LEDGER = f"""
    select benefit_code, count(*) as payouts, coalesce(sum(amount), 0) as ledger_amount,
           {", ".join(f"coalesce(sum({part}), 0) as {part}" for part in PAYOUT_PARTS)},
           coalesce(sum(allowed_amount), 0) as allowed_amount, coalesce(sum(excess_amount), 0) as excess_amount
    from payout_verdict
    group by benefit_code
"""
FINDINGS = """
    select code, benefit_code, count(*) as findings, coalesce(sum(amount), 0) as amount,
           coalesce(sum(excess_amount), 0) as excess_amount
    from finding
    group by code, benefit_code
"""
NOT_JUDGED = """
    select code, population, judged, not_judged, reason
    from assessment
    where not_judged > 0 or judged = 0 and reason is not null
    order by code, reason
"""
DELIVERY = """
    select source, count(*) as files, sum(rows_read) as rows_read, sum(accepted) as accepted,
           sum(rejected) as rejected, sum(superseded) as superseded, sum(out_of_scope) as out_of_scope
    from delivery
    group by source
    order by source nulls last
"""
COUNTED = ("eligible", "ineligible", "unknown", "payouts", "findings")
SUMMED = ("entitled_amount", "ledger_amount", *PAYOUT_PARTS, "allowed_amount", "excess_amount")


def rows(con: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    result = con.execute(query, values)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def totals(
    con: duckdb.DuckDBPyConnection, titles: Mapping[str, str], codes: Mapping[str, str], not_given: Collection[str] = ()
) -> dict[str, Any]:
    """Per measure of the package, in its order, then what names no measure; over all of them; and per finding code.

    What a measure of `not_given` is worth (put off, deducted, held against a rate) is in its row and in no sum.
    """
    found = rows(con, FINDINGS)
    entitled = {row["benefit_code"]: row for row in rows(con, ENTITLEMENT)}
    ledger = {row["benefit_code"]: row for row in rows(con, LEDGER)}
    known = [*titles, *sorted({*entitled, *ledger} - {*titles, None})]
    benefits = []
    for code in [*known, *([None] if None in ledger else [])]:
        row = dict.fromkeys(COUNTED, 0) | dict.fromkeys(SUMMED, Decimal("0.00"))
        row |= entitled.get(code, {}) | ledger.get(code, {})
        row |= {"benefit_code": code, "title": titles.get(code) or unknown_title(code)}
        row["findings"] = sum(item["findings"] for item in found if item["benefit_code"] == code)
        benefits.append(row)
        row["is_given"] = code not in not_given
    whole = {name: sum(row[name] for row in benefits) for name in (*COUNTED, *SUMMED)}
    whole["entitled_amount"] = sum(row["entitled_amount"] for row in benefits if row["is_given"])
    whole["findings"] = sum(item["findings"] for item in found)
    return {"benefits": benefits, "all": whole, "findings": by_code(found, codes)}


def unknown_title(code: str | None) -> str:
    """A code the package does not know is shown as it was delivered."""
    return f"{UNKNOWN_CODE}（{code}）" if code else UNKNOWN_CODE


def by_code(found: list[dict[str, Any]], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    codes = sorted({item["code"] for item in found})
    return [
        {"code": code, "title": titles.get(code, code)}
        | {
            name: sum(item[name] for item in found if item["code"] == code)
            for name in ("findings", "amount", "excess_amount")
        }
        for code in codes
    ]


def counts(con: duckdb.DuckDBPyConnection, table_names: list[str]) -> dict[str, Any]:
    """Rows of every source by what became of them, and of every published table."""
    sources = rows(con, DELIVERY)
    names = ("files", "rows_read", "accepted", "rejected", "superseded", "out_of_scope")
    whole = {name: sum(int(row[name] or 0) for row in sources) for name in names}
    tables = {name: con.sql(f"select count(*) from {name}").fetchone()[0] for name in table_names}
    return whole | {"sources": [{**row, **{n: int(row[n] or 0) for n in names}} for row in sources], "tables": tables}


def not_judged(con: duckdb.DuckDBPyConnection, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Tests that saw nothing, or only a part."""
    return [{**row, "title": titles.get(row["code"], row["code"])} for row in rows(con, NOT_JUDGED)]


def as_markdown(manifest: Mapping[str, Any], folder: Path) -> str:
    """The closing table for a page that renders Markdown."""
    headings = ["措施", "符合", "疑点", *BENEFIT_MONEY.values()]
    lines = [f"# 审计结果 {manifest['run_id']}", "", f"截止日 {manifest['as_of']}，结果目录 `{folder}`", ""]
    lines += [table_line(headings), table_line(["---", *["---:"] * (len(headings) - 1)])]
    totals = manifest["totals"]
    for title, row in (*shown_rows(totals), ("合计", totals["all"])):
        amounts = [f"{Decimal(row[name]):,.2f}" for name in BENEFIT_MONEY]
        lines.append(table_line([title, str(row["eligible"]), str(row["findings"]), *amounts]))
    if not all(row["is_given"] for row in totals["benefits"]):
        lines += ["", NOT_GIVEN_NOTE]
    lines += ["", *(f"- {line}" for line in remarks(manifest))]
    return "\n".join(lines) + "\n"


def shown_rows(totals: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Title and figures of the measures that have any: forty-five lines of nothing would hide the others."""
    return [
        (row["title"] + ("" if row["is_given"] else NOT_GIVEN_MARK), row)
        for row in totals["benefits"]
        if any(row[name] for name in COUNTED)
    ]


def table_line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def remarks(manifest: Mapping[str, Any]) -> list[str]:
    """Files and rows that did not come in, what hangs on figures nobody gave, and tests that saw nothing or a part."""
    lines = []
    counts = manifest["counts"]
    if counts["rejected_files"] or counts["rejected"]:
        lines.append(
            f"退回：{counts['rejected_files']} 个文件、{counts['rejected']} 行未被接受，"
            "原因和处理办法见 data_quality.xlsx。"
        )
    lines += unset_remarks(manifest["unset_parameters"])
    unseen: dict[str, list[str]] = {}
    for row in manifest["not_judged"]:
        if row["judged"] == 0:
            unseen.setdefault(row["reason"], []).append(row["title"])
    lines += [f"未能判断：{'、'.join(titles)}（{shortened(reason)}）" for reason, titles in unseen.items()]
    lines += [
        f"部分未能判断：{row['title']}，{row['population']} 项中的 {row['not_judged']} 项（{shortened(row['reason'])}）"
        for row in manifest["not_judged"]
        if row["judged"] > 0
    ]
    return lines


def unset_remarks(unset: list[dict[str, Any]]) -> list[str]:
    """A line for each figure that the policy leaves open and the settings do not give."""
    lines = []
    for row in unset:
        money = [f"已发拟发 {Decimal(row['paid_amount']):,.2f} 元"] if Decimal(row["paid_amount"]) else []
        money += [f"减免 {Decimal(row['claimed_amount']):,.2f} 元"] if Decimal(row["claimed_amount"] or 0) else []
        hanging = "、".join([f"{row['subject_count']} 个对象", *money])
        lines.append(f"参数未定：{row['setting']}（{row['benefit_title']}，{row['title']}），{hanging}待核实。")
    if lines:
        lines.append("未定参数的含义、单位和由谁定：benefit-audit settings init 写出待填的设置文件。")
    return lines


def shortened(reason: str) -> str:
    """The first of several reasons; all of them stand in the workbooks and in assessment.parquet."""
    text = reason.partition("；")[0]
    return text if len(text) <= SHOWN_REASON else text[:SHOWN_REASON] + "……"
