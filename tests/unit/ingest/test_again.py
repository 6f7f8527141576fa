"""Deliveries again: what a correction changed, the same file twice, and when a source counts as missing."""

from decimal import Decimal
from typing import Any

from pipelines.ingest import Reading, load_sources
from tests.unit.ingest import corpus
from tests.unit.ingest.conftest import HEADERS, OTHER_PERSON, Inbox, insured
from tests.unit.ingest.test_supersede import CLAIM, claim

THIRD = "320508196001010017"


def changes(inbox: Inbox) -> list[tuple[Any, ...]]:
    inbox.load()
    columns = "file, measure, before_amount, after_amount, added_count, removed_count, changed_count"
    return [
        (file, measure, int(before), int(after), *counts)
        for file, measure, before, after, *counts in inbox.con.execute(
            f"select {columns} from source.change"
        ).fetchall()
    ]


def test_what_a_correction_changed(inbox: Inbox) -> None:
    inbox.csv(
        "社会保险缴费明细_1.csv",
        [insured(), insured(person_id=OTHER_PERSON), insured(insurance_type="失业"), insured(period="202302")],
    )
    inbox.csv(
        "社会保险缴费明细_1_更正.csv",
        [insured(), insured(person_id=OTHER_PERSON, contribution_base="5000"), insured(insurance_type="工伤")],
    )
    assert changes(inbox) == [
        ("社会保险缴费明细_1_更正.csv", "行数", 3, 3, 1, 1, 1),
        ("社会保险缴费明细_1_更正.csv", "缴费基数", 12000, 13000, None, None, None),
        ("社会保险缴费明细_1_更正.csv", "单位缴费额", 1920, 1920, None, None, None),
        ("社会保险缴费明细_1_更正.csv", "个人缴费额", 960, 960, None, None, None),
    ]


def test_what_a_key_delivered_again_changed(inbox: Inbox) -> None:
    """Only keys that were there before are a change; what is new is an addition like any other."""
    inbox.csv("申报台账_1.csv", [claim("A", 1), claim("B", 1)], headers=CLAIM)
    inbox.csv("申报台账_2.csv", [claim("B", 2), claim("C", 1)], headers=CLAIM)
    assert changes(inbox)[0] == ("申报台账_2.csv", "行数", 1, 1, 0, 0, 1)


def test_what_only_adds_or_repeats_changes_nothing(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细_1.csv", [insured()])
    inbox.csv("社会保险缴费明细_2_补充.csv", [insured(), insured(period="202302")])
    assert changes(inbox) == []


def test_the_same_file_twice_is_noticed(inbox: Inbox) -> None:
    content = corpus.text([HEADERS, insured()])
    inbox.raw("社会保险缴费明细_1.csv", content)
    inbox.raw("社会保险缴费明细_1(2).csv", content)
    inbox.load()
    counts = inbox.con.execute("select file, accepted, superseded, note from source.delivery order by 1").fetchall()
    assert [row[1:3] for row in counts] == [(0, 1), (1, 0)] or [row[1:3] for row in counts] == [(1, 0), (0, 1)]
    assert sum("逐字节相同" in str(row[3]) for row in counts) == 1


def state(inbox: Inbox, share: str | None) -> tuple[bool, bool]:
    reading = Reading(brake_share=None if share is None else Decimal(share))
    load_sources(inbox.con, inbox.ingest(), inbox.out, inbox.out / "current", reading)
    query = "select is_delivered, is_braked from source.availability where source = 'social_insurance'"
    return inbox.con.execute(query).fetchone()


def test_exactly_at_the_share_a_source_is_there_and_over_it_it_is_missing(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细_1.csv", [insured(), insured(person_id="1")])
    assert state(inbox, "0.5") == (True, False)
    assert state(inbox, "0.49") == (False, True)
    assert state(inbox, None) == (True, False)


def test_what_was_sent_back_and_corrected_whole_brakes_no_more(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细_1.csv", [insured(person_id="1")] * 3)
    assert state(inbox, "0.5") == (False, True)
    inbox.csv("社会保险缴费明细_1_更正.csv", [insured()])
    assert state(inbox, "0.5") == (True, False)


def test_files_refused_whole_count_as_many_rows_as_those_read_do(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细_1.csv", [insured(), insured(period="202302")])
    inbox.raw("社会保险缴费明细_2.csv", b"%PDF-1.7 2")
    assert state(inbox, "0.5") == (True, False)
    inbox.raw("社会保险缴费明细_3.csv", b"%PDF-1.7 3")
    assert state(inbox, "0.5") == (False, True)
    assert state(inbox, "0.66") == (False, True)
    assert state(inbox, "0.67") == (True, False)
    assert state(inbox, None) == (True, False)


def test_rejected_rows_and_refused_files_count_together(inbox: Inbox) -> None:
    """Two rows of six rejected, and three more in a refused file: five of nine."""
    wrong = insured(person_id="1")
    inbox.csv("社会保险缴费明细_1.csv", [insured(), insured(period="202302"), wrong])
    inbox.csv("社会保险缴费明细_2.csv", [insured(period="202303"), insured(period="202304"), wrong])
    inbox.raw("社会保险缴费明细_3.csv", b"%PDF-1.7")
    assert state(inbox, "0.55") == (False, True)
    assert state(inbox, "0.56") == (True, False)


def test_refused_files_beside_one_without_a_row_are_a_brake(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细_1.csv", [])
    assert state(inbox, "0.5") == (True, False)
    inbox.raw("社会保险缴费明细_2.csv", b"%PDF-1.7 2")
    inbox.raw("社会保险缴费明细_3.csv", b"%PDF-1.7 3")
    assert state(inbox, "0.5") == (False, True)


def test_a_refused_file_sent_twice_or_corrected_or_of_another_source_is_no_more(inbox: Inbox) -> None:
    inbox.csv("社会保险缴费明细_1.csv", [insured()])
    inbox.raw("社会保险缴费明细_2.csv", b"%PDF-1.7")
    inbox.raw("社会保险缴费明细_2(1).csv", b"%PDF-1.7")
    inbox.raw("工资发放明细_2.csv", b"%PDF-1.7 4")
    assert state(inbox, "0.5") == (True, False)
    inbox.raw("社会保险缴费明细_2(2).csv", b"%PDF-1.7 3")
    assert state(inbox, "0.5") == (False, True)
    inbox.csv("社会保险缴费明细_4_更正.csv", [insured(period="202302")])
    assert state(inbox, "0.5") == (True, False)


def test_a_refused_sheet_counts_as_a_sheet(inbox: Inbox) -> None:
    bad = [HEADERS[1:], insured()[1:]]
    months = {f"{month}月": [HEADERS, insured(period=f"20230{month}")] for month in (1, 2, 3, 4)}
    inbox.xlsx("社会保险缴费明细.xlsx", {**months, "5月": bad})
    assert state(inbox, "0.2") == (True, False)
    assert state(inbox, "0.19") == (False, True)
