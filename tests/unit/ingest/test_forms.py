"""Every form in which a value of each type may be delivered, and every form that is refused."""

import datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipelines.ingest.forms import read_other_forms, usual_forms
from pipelines.ingest.spellings import Manner
from schemas.column import Field

PLAIN = Manner()
TEN_THOUSANDS = Manner(in_ten_thousand=True)


def read(kind: str, *texts: str | None, manner: Manner = PLAIN, **about: Any) -> tuple[list[Any], list[str | None]]:
    """Values, and reasons of what could not be read."""
    field = Field(type=kind, **about)
    delivered = pl.DataFrame({"x": list(texts)}, schema={"x": pl.String})
    got = read_other_forms(field, delivered["x"], usual_forms({"x": field}, delivered)["x"], manner)
    reasons = dict(got.failed.select("index", "reason").rows())
    return got.values.to_list(), [reasons.get(place) for place in range(len(texts))]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    ["202303", "2023-03", "2023-3", "2023/3", "2023/03", "2023年3月", "2023年03月", "2023.03", "２０２３０３",
     " 202303　",
     "2023-03-15", "2023/3/5", "20230305", "2023年3月5日", "2023-03-01 00:00:00", "'202303"],
)  # fmt: skip
def test_a_month_is_read_in_every_form(text: str) -> None:
    assert read("month", text) == ([202303], [None])


@pytest.mark.parametrize(
    "text", ["202313", "2023-13", "2023.1", "23-03", "2023", "三月", "2023-02-30", "2023033", "-202303"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    assert read("month", text) == ([None], ["month_unreadable"])


@pytest.mark.parametrize(
    "text",
    ["2023-03-05", "2023-3-5", "2023/3/5", "2023/03/05", "20230305", "2023年3月5日", "2023年03月05日", "2023.3.5",
     "2023-03-05 00:00:00", "2023/3/5 9:30", "2023-03-05T08:00:00", "　2023-03-05 ", "２０２３－０３－０５", "44990"],
)  # fmt: skip
def test_a_date_is_read_in_every_form(text: str) -> None:
    assert read("date", text) == ([day("2023-03-05")], [None])


@pytest.mark.parametrize(
    "text", ["2023-02-30", "20230230", "2023-13-01", "5/3/2023", "2023-03", "23-3-5", "20235", "昨天", "2023-03-05x"]
)
def test_what_is_no_day_of_the_calendar_is_refused(text: str) -> None:
    assert read("date", text) == ([None], ["date_unreadable"])


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1234.5", "1234.50"), ("1234.50", "1234.50"), ("1,234.50", "1234.50"), ("1，234.50", "1234.50"),
     ("￥1,234.50", "1234.50"), ("¥1234.5元", "1234.50"), ("1234.5 元", "1234.50"), ("１２３４．５", "1234.50"),
     ("1234.500", "1234.50"), ("1234.", "1234.00"), (".5", "0.50"), ("0", "0.00"), ("-12.30", "-12.30"),
     ("-￥12.30", "-12.30"), ("￥-12.30", "-12.30"), ("(12.30)", "-12.30"), ("（12.30）", "-12.30"), ("+5", "5.00"),
     ("007.10", "7.10"), (" 12.3\u00a0", "12.30"), ("9999999999999999.99", "9999999999999999.99"),
     ("1,000,000", "1000000.00"), ("人民币5元整", "5.00"), ("1.2万元", "12000.00"), ("9（万元）", "90000.00"),
     ("101.2000(万元人民币)", "1012000.00"), ("0.5亿元", "50000000.00"), ("红字12.30", "-12.30"),
     ("（红字）1,012.30", "-1012.30"),
     ("12.30-", "-12.30"), ("负12.30", "-12.30"), ('="12.30"', "12.30"), ("3千元", "3000.00"),
     ("１，２３４．５０元", "1234.50")],
)  # fmt: skip
def test_money_is_read_exactly_in_every_form(text: str, amount: str) -> None:
    assert read("money", text) == ([Decimal(amount)], [None])


@pytest.mark.parametrize(
    ("text", "reason"),
    [("1.005", "money_too_precise"), ("1,234.567", "money_too_precise"), ("99999999999999999", "number_too_large"),
     ("12,34", "money_unreadable"), ("1e3", "money_unreadable"), ("1.2E+05", "money_unreadable"),
     ("--5", "money_unreadable"),
     ("-", "money_unreadable"),
     ("壹佰元", "money_unreadable"), ("1.2.3", "money_unreadable"), ("元", "money_unreadable"), ("#N/A", "error_cell"),
     ("#DIV/0!", "error_cell"), ("2023-01-05", "money_unreadable")],
)  # fmt: skip
def test_money_is_never_rounded_or_guessed(text: str, reason: str) -> None:
    assert read("money", text) == ([None], [reason])


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1.2", "12000.00"), ("0.000001", "0.01"), ("1,234.567891", "12345678.91"), ("12", "120000.00"),
     ("-0.5", "-5000.00"),
     ("1.2万元", "12000.00"), (".5", "5000.00"), ("1.2000000", "12000.00")],
)  # fmt: skip
def test_a_header_in_ten_thousands_moves_the_point_exactly(text: str, amount: str) -> None:
    assert read("money", text, manner=TEN_THOUSANDS) == ([Decimal(amount)], [None])


def test_less_than_a_fen_in_ten_thousands_is_refused() -> None:
    assert read("money", "0.0000001", "x", manner=TEN_THOUSANDS) == (
        [None, None],
        ["money_too_precise", "money_unreadable"],
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.03", "0.03"), ("3%", "0.03"), ("0.5%", "0.005"), ("100%", "1"), ("１２．５％", "0.125"), ("12", "12"),
     ("1,200.5", "1200.5"), ("0.1234560", "0.123456"), ("-0.2", "-0.2")],
)  # fmt: skip
def test_a_decimal_is_read_exactly(text: str, number: str) -> None:
    assert read("decimal", text) == ([Decimal(number)], [None])


@pytest.mark.parametrize(
    ("text", "reason"),
    [("0.1234567", "decimal_too_precise"), ("三", "decimal_unreadable"), ("9" * 13, "number_too_large")],
)
def test_a_decimal_is_never_rounded(text: str, reason: str) -> None:
    assert read("decimal", text) == ([None], [reason])


def test_integers() -> None:
    texts = ["12", "12.0", "1,200", "-3", "12.5", "x"]
    values, reasons = read("integer", *texts)
    assert values == [12, 12, 1200, -3, None, None]
    assert reasons == [None] * 4 + ["integer_unreadable"] * 2


def test_flags() -> None:
    values, reasons = read("flag", "是", " 否", "TRUE", "false", "Y", "1")
    assert values == [True, False, True, False, None, None]
    assert reasons == [None] * 4 + ["flag_unreadable"] * 2


def test_text_loses_blanks_around_it_and_nothing_else() -> None:
    texts = ["甲", " 甲　", "\u00a0甲 乙\t", "'0012", "　 ", "", None, "#1 楼", "#REF!"]
    values, reasons = read("text", *texts)
    assert values == ["甲", "甲", "甲 乙", "0012", None, None, None, "#1 楼", None]
    assert reasons == [None] * 8 + ["error_cell"]


def test_an_enumeration_keeps_a_value_it_does_not_know() -> None:
    values, reasons = read("enum", "养老", " 养老 ", "大病", "", values=("养老",))
    assert values == ["养老", "养老", "大病", None]
    assert reasons == [None] * 4


@pytest.mark.parametrize(
    ("text", "stored"),
    [("320508196001010009", "320508196001010009"), ("32050819600101004x", "32050819600101004X"),
     ("'320508196001010009", "320508196001010009"), ("３２０５０８１９６００１０１０００９", "320508196001010009"),
     ("320508 19600101 0009", "320508196001010009"), ("320508600101000", "320508196001010009")],
)  # fmt: skip
def test_an_identity_number_comes_into_its_stored_form(text: str, stored: str) -> None:
    assert read("person_id", text) == ([stored], [None])


def test_a_unified_code_comes_into_its_stored_form() -> None:
    values, _ = read("uscc", " 91320508ma0000000g", "91320508-MA000000-0G", None, "")
    assert values == ["91320508MA0000000G"] * 2 + [None, None]


@pytest.mark.parametrize("kind", ["uscc", "person_id"])
@pytest.mark.parametrize("text", ["3.20508E+17", "3.20508196001E+17", "9e14"])
def test_a_code_in_scientific_notation_has_lost_its_digits(kind: str, text: str) -> None:
    assert read(kind, text) == ([None], ["digits_lost"])


def test_a_column_may_mix_all_forms() -> None:
    values, reasons = read("date", "2023-03-05", None, "2023/3/6", "x", "20230307", "")
    assert values == [day("2023-03-05"), None, day("2023-03-06"), None, day("2023-03-07"), None]
    assert reasons == [None, None, None, "date_unreadable", None, None]
