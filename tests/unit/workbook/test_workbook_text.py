"""Widths, names of sheets, and text that a spreadsheet would run."""

import pytest

from pipelines.workbook.text import clean, display_width, lines_needed, looks_like_formula, sheet_name


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("苏州", 4), ("苏a", 3), ("", 0), ("一行\n很长的第二行", 12), ("（）", 4)],
)
def test_a_chinese_character_is_as_wide_as_two(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("超标准/超限额", (), "超标准_超限额"),
        ("a[b]:c*d?e\\f", (), "a_b__c_d_e_f"),
        ("汇总", ("汇总",), "汇总 (2)"),
        ("汇总", ("汇总", "汇总 (2)"), "汇总 (3)"),
        ("Sheet", ("SHEET",), "Sheet (2)"),
        ("'", (), "表"),
        ("长" * 40, (), "长" * 31),
        ("长" * 40, ("长" * 31,), "长" * 27 + " (2)"),
    ],
)
def test_a_sheet_gets_a_name_that_excel_takes(wanted: str, taken: tuple[str, ...], name: str) -> None:
    assert sheet_name(wanted, taken) == name
    assert len(name) <= 31


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_known(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["", "1-1", "苏州=好", " =1", "—"])
def test_other_text_is_not_taken_for_a_formula(text: str) -> None:
    assert not looks_like_formula(text)


def test_characters_that_a_file_cannot_hold_are_dropped() -> None:
    assert clean("a\x00b\x0bc\r\nd\re") == "abc\nd\ne"


def test_wrapped_text_needs_as_many_lines_as_its_width_asks_for() -> None:
    assert lines_needed("苏" * 10, 20) == 1
    assert lines_needed("苏" * 11, 20) == 2
    assert lines_needed("a\nb", 20) == 2
