"""Which row ends where, with which reasons, and that every row read was judged by its schema."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest

from pipelines.errors import AuditError
from pipelines.ingest import DeliveryReport
from pipelines.ingest.validation import Gate
from schemas import SOURCES
from tests.unit.ingest.conftest import FIRM, HEADERS, PERSON, Inbox, insured

NAME = "社会保险缴费明细_202301.csv"
PAYOUT = ["发放编号", "事项编码", "资金级次", "统一社会信用代码", "证件号码", "收款人名称", "发放金额", "发放状态"]


def payout(number: int, **changed: Any) -> list[Any]:
    row = {
        "no": f"P{number}",
        "code": "GS23-16A",
        "level": "区",
        "uscc": FIRM,
        "person_id": "",
        "payee": "甲",
        "amount": "10",
    }
    return [*(row | changed).values(), "已发放"]


def test_every_reason_of_a_row_at_once(inbox: Inbox) -> None:
    row = insured(
        person_id="320508196001010008", uscc="320508000012345", period="2023年13月", contribution_base="1.234"
    )
    row[4 + 3] = ""
    inbox.csv(NAME, [row, insured(contribution_base="-1"), insured()])
    report = inbox.one()
    assert [(row, column) for row, column, *_ in inbox.faults(report)] == [
        (2, "证件号码"), (2, "统一社会信用代码"), (2, "费款所属期"), (2, "缴费基数"), (2, "个人缴费额"),
        (3, "缴费基数、单位缴费额、个人缴费额、缴费类型"),
    ]  # fmt: skip
    reasons = [fault[3] for fault in inbox.faults(report)]
    assert "旧注册号" in reasons[1]
    assert "为空" in reasons[4]
    assert "校验码" in reasons[0]
    assert (report.rows_read, report.accepted, report.rejected, report.faults) == (3, 1, 2, 6)
    assert all(inbox.rejected(report)["advice"].str.len_chars() > 0)


def test_headers_of_rejected_rows_are_those_delivered(inbox: Inbox) -> None:
    inbox.csv(NAME, [insured(person_id="1")], headers=["身份证号", *HEADERS[1:]])
    assert inbox.faults(inbox.one())[0][1] == "身份证号"


def test_the_rows_pandera_saw_are_the_rows_read(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, pieces: Callable[..., None]
) -> None:
    """Counted where pandera is called, row by row: accepted, rejected, unreadable, damaged and out of scope alike."""
    seen: list[pl.DataFrame] = []
    schema = SOURCES["social_insurance"]
    validate = pa.DataFrameSchema.validate

    def watched(self: pa.DataFrameSchema, frame: pl.DataFrame, **options: Any) -> pl.DataFrame:
        assert self is schema
        assert options == {"lazy": True}
        seen.append(frame)
        return validate(self, frame, **options)

    monkeypatch.setattr(pa.DataFrameSchema, "validate", watched)
    pieces(600, 4)
    kinds = [
        insured(),
        insured(person_id="1"),
        insured(period="x"),
        ["a", "b"],
        insured(insurance_type="大病"),
        [""] * 10,
    ]
    inbox.csv(NAME, [row for _ in range(10) for row in kinds] + [["合计", *[""] * 9]])
    report = inbox.one()
    assert len(seen) > 3
    assert sum(frame.height for frame in seen) == report.rows_read == report.rows_judged == 50
    assert [frame.columns for frame in seen] == [list(schema.columns)] * len(seen)
    accepted = inbox.accepted(report).select(list(schema.columns))
    judged = pl.concat(seen)
    assert judged.filter(pl.col("period").is_not_null()).height == 10 * 3
    assert accepted.height == 10
    # What was accepted is word for word what pandera saw pass.
    assert accepted.join(judged, on=list(schema.columns), how="semi", nulls_equal=True).height == 10
    assert (report.accepted, report.rejected, report.out_of_scope) == (10, 30, 10)


def test_rows_that_pandera_did_not_see_stop_the_run(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Gate, "judge", lambda self, typed: [])
    inbox.csv(NAME, [insured()])
    with pytest.raises(AuditError, match="行数不平") as stopped:
        inbox.one()
    assert stopped.value.exit_code == 3
    assert NAME in str(stopped.value)


def test_other_values_of_an_open_enumeration_are_kept_apart(inbox: Inbox) -> None:
    rows = [
        insured(),
        insured(insurance_type="大病"),
        insured(insurance_type="大病", person_id="1"),
        insured(insurance_type=""),
    ]
    inbox.csv(NAME, rows)
    report = inbox.one()
    assert (report.accepted, report.out_of_scope, report.rejected) == (1, 2, 1)
    assert report.out_of_scope_values == {"大病": 2}
    assert "大病" in str(report.note)


def test_other_values_of_a_closed_enumeration_are_rejected(inbox: Inbox) -> None:
    inbox.csv(NAME, [insured(payment_kind="其他")])
    ((_, column, value, _),) = inbox.faults(inbox.one())
    assert (column, value) == ("缴费类型", "其他")


def test_money_under_audit_stays_with_a_mark(inbox: Inbox) -> None:
    rows = [
        payout(1),
        payout(2, uscc=FIRM[:-1] + "H"),
        payout(3, uscc="320508000012345"),
        payout(4, uscc="", person_id=PERSON[:-1] + "8"),
        payout(5, uscc="", person_id="320508600101000"),
        payout(6, uscc="3.2E+17"),
        payout(7, uscc="", person_id=""),
        payout(8, uscc=FIRM.lower()),
        payout(9, code="不知名", amount="-1"),
    ]
    inbox.csv("补贴发放台账.csv", rows, headers=PAYOUT)
    report = inbox.one()
    kept = inbox.accepted(report).select("payout_no", "uscc", "uscc_fault", "person_id", "person_id_fault").rows()
    assert kept == [
        ("P1", FIRM, None, None, None),
        ("P2", FIRM[:-1] + "H", "invalid", None, None),
        ("P3", "320508000012345", "legacy", None, None),
        ("P4", None, None, PERSON[:-1] + "8", "invalid"),
        ("P5", None, None, PERSON, None),
        ("P6", "3.2E+17", "invalid", None, None),
        ("P8", FIRM, None, None, None),
    ]
    assert [row for row, *_ in inbox.faults(report)] == [8, 10]


def test_totals_notes_and_headers_are_no_rows(inbox: Inbox) -> None:
    empty = [""] * 10
    total = ["合 计", *[""] * 4, "12,000.00", "1920", "960.00元", "", ""]
    rows = [insured(), ["小计", *[""] * 4, "4000", *[""] * 4], list(HEADERS), insured(), insured(), empty, total]
    rows += [["制表人：王五", *[""] * 4, "审核人：赵六", *[""] * 4], ["注：以上为全部数据", *[""] * 9]]
    inbox.csv(NAME, rows)
    report = inbox.one()
    assert (report.rows_read, report.accepted, report.rejected) == (3, 3, 0)
    assert report.not_rows == {"blank": 1, "header": 1, "total": 1, "subtotal": 1, "note": 2}
    assert (report.control_total, report.control_check) == (Decimal("12000.00"), "相符")


def test_a_total_that_does_not_tie_says_by_which_column(inbox: Inbox) -> None:
    inbox.csv(NAME, [insured(), insured(person_id="1"), ["合计", *[""] * 4, "8000", "1280", "640.01", "", ""]])
    report = inbox.one()
    assert report.control_total == Decimal(8000)
    assert str(report.control_check) == "不符：个人缴费额合计行为 640.01，各行相加为 640.00"


def test_a_row_with_faults_is_not_taken_for_a_note(inbox: Inbox) -> None:
    """Something is wrong with most of it, but it is a row: it has to go back."""
    inbox.csv(NAME, [insured(person_id="", period="", contribution_base=""), insured(person_id="合计x", period="")])
    report = inbox.one()
    assert report.rejected == 1 + 1 - report.not_rows.get("total", 0)
    assert report.rejected >= 1


def test_a_short_total_row_is_no_damaged_row(inbox: Inbox) -> None:
    inbox.csv(NAME, [insured(), ["合计", "4000"], ["备注：无"], ["", ""], ["x", "y"]])
    report = inbox.one()
    assert report.not_rows == {"total": 1, "note": 1, "blank": 1}
    assert (report.rows_read, report.rejected) == (2, 1)


def test_ten_thousands_are_scaled_in_rows_and_total_alike(inbox: Inbox) -> None:
    headers = ["缴费基数（万元）" if title == "缴费基数" else title for title in HEADERS]
    total = ["合计", *[""] * 4, "0.8", *[""] * 4]
    inbox.csv(NAME, [insured(contribution_base="0.4"), insured(contribution_base="0.400000"), total], headers=headers)
    report = inbox.one()
    assert inbox.accepted(report)["contribution_base"].to_list() == [Decimal(4000)] * 2
    assert (report.control_total, report.control_check) == (Decimal(8000), "相符")


def test_a_finished_file_is_not_read_again(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.csv(NAME, [insured(), insured(person_id="1"), ["合计", *[""] * 4, "8000", *[""] * 4]])
    first = inbox.one()
    monkeypatch.setattr("pipelines.ingest.deliver.open_sheets", None)
    assert inbox.one() == first
    assert isinstance(first, DeliveryReport)


def test_an_interrupted_file_leaves_nothing_finished(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.csv(NAME, [insured()])
    with monkeypatch.context() as broken:
        broken.setattr("pipelines.ingest.deliver.entries", None)
        with pytest.raises(TypeError):
            inbox.one()
    assert list(inbox.out.glob("*/*")) == []
    assert inbox.one().accepted == 1


def test_equal_rows_have_equal_hashes_in_any_file_and_batch(inbox: Inbox) -> None:
    inbox.csv(
        "社会保险缴费明细_1.csv",
        [insured(period="2023-01", paid_on=""), insured(person_name="李四")],
        encoding="gb18030",
    )
    inbox.csv("社会保险缴费明细_2.csv", [insured(person_name="王五"), insured(contribution_base="4,000", paid_on="")])
    one, two = (inbox.accepted(report)["content_hash"].to_list() for report in inbox.ingest())
    assert one[0] == two[1]
    assert len({*one, *two}) == 3


def test_typed_columns(inbox: Inbox) -> None:
    inbox.csv(NAME, [insured()])
    row = inbox.accepted(inbox.one()).row(0, named=True)
    assert (row["period"], row["paid_on"]) == (202301, datetime.date(2023, 1, 15))
    assert (row["contribution_base"], row["row_no"]) == (Decimal("4000.00"), 2)
