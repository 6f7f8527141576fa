"""What must come back, what cannot be paid yet, and the proofs: the last sheets of findings.xlsx."""

from pathlib import Path

import duckdb
from openpyxl import Workbook
from workbook_district import info_of, make_lists
from workbook_reading import table, total, write_all


def test_what_is_to_come_back_stands_by_payee_with_its_ground(books: dict[str, Workbook]) -> None:
    sheet = books["findings"]["追缴清单"]
    rows = table(sheet)
    assert [(row["处理"], row["应追回"], row["建议核实"], row["需调账"]) for row in rows] == [
        ("应追回", 10000, 0, 0),
        ("建议核实", 0, 1000, 0),
        ("需调账", 0, 0, 234.56),
    ]
    summed = total(sheet)
    assert (summed["应追回"], summed["建议核实"], summed["需调账"]) == (10000, 1000, 234.56)
    assert {"通知日期", "已追回金额", "备注"} <= rows[0].keys()


def test_money_due_that_cannot_be_paid_yet_stands_apart(books: dict[str, Workbook]) -> None:
    assert [row["涉及金额"] for row in table(books["findings"]["应享暂不能付"])] == [300]
    assert [row["涉及金额"] for row in table(books["findings"]["应享未享"])] == [500]
    families = {(row["类别"], row["疑点种类"]): row["涉及金额"] for row in table(books["findings"]["汇总"])}
    assert families["应享暂不能付", "应享未享"] == 300
    assert families["应享未享", "应享未享"] == 500


def test_the_proof_and_the_linked_codes_have_their_sheets(books: dict[str, Workbook]) -> None:
    (proof,) = table(books["findings"]["从高证明"])
    assert (proof["从高合计"], proof["次优合计"], proof["互斥依据"]) == (50000, 1234.56, "级次")
    (link,) = table(books["findings"]["代码关联"])
    assert (link["原代码"], link["合并到"], link["处理"]) == ("91320502MA1AAAAA0X", "91320508MA1AAAAA01", "已合并判断")


def test_a_district_with_nothing_open_and_nothing_to_recover_has_its_workbooks(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Columns in which nothing stands are left out, and nothing may rest on them."""
    con.execute(
        "update verdicts.payout_verdict set verdict = 'compliant', compliant_amount = amount, allowed_amount = amount,"
        " over_cap_amount = 0, duplicate_amount = 0, unverifiable_amount = 0, excess_amount = 0"
    )
    con.execute("delete from verdicts.entitlement where verdict = 'unknown'")
    for relation in ("verdicts.finding", "verdicts.recovery", "verdicts.certificate", "judge.shortfall"):
        con.execute(f"delete from {relation}")
    con.execute("drop schema lists cascade")
    make_lists(con)
    books = write_all(con, tmp_path, info_of())
    assert table(books["eligibility"]["汇总"])
    assert "待核实金额" not in table(books["eligibility"]["汇总"])[0]
