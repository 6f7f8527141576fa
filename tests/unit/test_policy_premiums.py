"""The measures of premiums and of claims judged one by one: the figures, days and readings that the package states."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipelines.policy import load_package, package_folder, to_tables

GUSU = to_tables(load_package(package_folder("gusu-2023")))
PREMIUMS = ("GS23-15A", "GS23-15B", "GS23-15C", "GS23-15D")
CLAIMS = ("GS23-10A", "GS23-26A", "GS23-26B", "GS23-28A")


def rows(table: str, *codes: str) -> list[dict[str, Any]]:
    return [row for row in GUSU[f"policy.{table}"].to_pylist() if row["benefit_code"] in codes]


def test_the_figures_are_those_of_the_documents() -> None:
    figures = {(row["benefit_code"], row["name"]): row["value"] or row["day"] for row in rows("parameter", *PREMIUMS)}
    assert figures == {
        ("GS23-15A", "rate"): Decimal("0.005"),
        ("GS23-15B", "premium_from"): date(2022, 1, 1),
        ("GS23-15B", "premium_to"): date(2022, 12, 31),
        ("GS23-15B", "layoff_limit"): Decimal("0.055"),
        ("GS23-15B", "small_layoff_limit"): Decimal("0.2"),
        ("GS23-15B", "small_persons"): 30,
        ("GS23-15B", "rate"): Decimal("0.3"),
        ("GS23-15B", "small_rate"): Decimal("0.6"),
        ("GS23-15C", "employer_rate"): None,
        ("GS23-15C", "personal_rate"): None,
        ("GS23-15C", "reduction_rate"): Decimal("0.01"),
        ("GS23-15D", "rate"): None,
    }
    figures = {(row["benefit_code"], row["name"]): row["value"] or row["day"] for row in rows("parameter", *CLAIMS)}
    assert figures == {
        ("GS23-10A", "occurred_from"): date(2022, 1, 1),
        ("GS23-10A", "occurred_to"): date(2022, 12, 31),
        ("GS23-10A", "rate"): None,
        ("GS23-26A", "rate"): Decimal("0.2"),
        ("GS23-26A", "cap_amount"): 300_000,
        ("GS23-26B", "amount"): None,
        ("GS23-28A", "least_prepaid_rate"): Decimal("0.5"),
    }


def test_each_is_about_one_insurance() -> None:
    scope = {row["benefit_code"]: (row["source"], row["column_name"], row["value"]) for row in rows(
        "benefit_scope", *PREMIUMS)}  # fmt: skip
    unemployment, medical = (("social_insurance", "insurance_type", value) for value in ("失业", "医疗"))
    assert scope == dict(zip(PREMIUMS, (unemployment, unemployment, medical, medical), strict=True))


def test_all_follow_the_year_and_three_are_paid_by_the_city_as_well() -> None:
    assert all(row["window_assumption_id"] == "A-00-1" for row in rows("benefit", *PREMIUMS, *CLAIMS))
    levels: dict[str, set[str]] = {}
    for row in rows("benefit_level", *PREMIUMS, *CLAIMS):
        levels.setdefault(row["benefit_code"], set()).add(row["level"])
    city = {"GS23-10A", "GS23-15B", "GS23-26A"}
    assert levels == {code: {"市", "区"} if code in city else {"区"} for code in (*PREMIUMS, *CLAIMS)}


def test_paying_less_is_lawful_where_the_document_says_at_most() -> None:
    kinds = {row["benefit_code"]: row["amount_kind"] for row in rows("benefit", *CLAIMS, "GS23-15B")}
    assert [code for code, kind in kinds.items() if kind == "ceiling"] == ["GS23-26A"]


@pytest.mark.parametrize("code", ["GS23-15A", "GS23-15C", "GS23-15D"])
def test_a_premium_held_against_its_rate_rests_on_the_tolerance(code: str) -> None:
    assert "A-15-1" in {row["assumption_id"] for row in rows("assumption_use", code)}
