"""What the SQL gets: types, half-open dates, and what the document says."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.policy import load_package, package_folder, to_tables

SMALL = to_tables(load_package(Path(__file__).parent / "policy_small"))
GUSU = to_tables(load_package(package_folder("gusu-2023")))
EMPLOYMENT = ("GS23-16", "GS23-17")


def test_dates_are_half_open_and_empty_ends_are_the_windows() -> None:
    spans = [
        (row["valid_from"], row["valid_until"], row["value"], row["basis"])
        for row in SMALL["policy.parameter"].to_pylist()
        if row["name"] == "unit_amount"
    ]
    assert spans == [
        (date(2023, 1, 1), date(2023, 4, 1), Decimal(500), "第一条"),
        (date(2023, 4, 1), date(2023, 7, 1), Decimal("600.5"), "某文〔2023〕1号"),
        (date(2023, 1, 1), date(2024, 1, 1), Decimal(1000), "第二条"),
    ]


def test_numbers_are_decimals_and_no_table_holds_a_float() -> None:
    types = {field.type for table in GUSU.values() for field in table.schema}
    assert types == {pa.string(), pa.bool_(), pa.date32(), pa.int32(), pa.decimal128(18, 6)}


def test_duckdb_sees_the_types_that_the_sql_relies_on() -> None:
    with duckdb.connect() as con:
        con.register("parameter", GUSU["policy.parameter"])
        described = {name: kind for name, kind, *_ in con.sql("describe parameter").fetchall()}
    assert described["value"] == "DECIMAL(18,6)"
    assert described["valid_from"] == described["valid_until"] == "DATE"


def test_an_article_names_the_measures_that_are_still_to_be_written() -> None:
    why = {row["article_no"]: row["why_not_computed"] for row in SMALL["policy.article"].to_pylist()}
    assert why == {1: None, 2: "本版本尚未计算：TS23-02B 奖励丙。其余是服务。"}, "02A is there, so it is not named"


def test_all_fifty_articles_stand_in_eleven_sections_with_their_departments() -> None:
    articles = GUSU["policy.article"].to_pylist()
    assert [row["article_no"] for row in articles] == list(range(1, 51))
    assert len({row["section"] for row in articles}) == 11
    assert all(row["departments"].endswith("、各街道") for row in articles)
    assert all(row["summary"] and row["evidence"] for row in articles)
    without = {row["article_no"] for row in articles if row["why_not_computed"] is None}
    measured = {row["article_no"] for row in GUSU["policy.benefit"].to_pylist()}
    assert without <= measured, "an article without a measure says why nothing of it is computed"


def test_the_six_measures_carry_the_figures_of_the_document() -> None:
    figures = {
        (row["benefit_code"], row["name"]): row["value"]
        for row in GUSU["policy.parameter"].to_pylist()
        if row["benefit_code"].startswith(EMPLOYMENT)
    }
    assert figures == {
        ("GS23-16A", "unit_amount"): 500,
        ("GS23-16A", "head_rate"): Decimal("0.1"),
        ("GS23-16A", "cap_amount"): 50_000,
        ("GS23-16B", "unit_amount"): 500,
        ("GS23-16B", "least_insured_months"): 3,
        ("GS23-16B", "least_contract_years"): 1,
        ("GS23-16C", "unit_amount"): 1_000,
        ("GS23-16D", "unit_amount"): 1_500,
        ("GS23-17A", "reimbursement_rate"): Decimal("0.5"),
        ("GS23-17A", "min_passengers"): None,
        ("GS23-17B", "unit_amount"): 500,
        ("GS23-17B", "cap_amount"): 50_000,
        ("GS23-17B", "least_insured_months"): 3,
        ("GS23-17B", "min_persons"): None,
    }


def test_windows_are_closed_dates() -> None:
    windows = {
        row["benefit_code"]: (
            row["window_start"].isoformat(),
            row["window_end"].isoformat(),
            row["window_assumption_id"],
        )
        for row in GUSU["policy.benefit"].to_pylist()
        if row["benefit_code"].startswith(EMPLOYMENT)
    }
    quarter, year = ("2023-01-01", "2023-03-31", None), ("2023-01-01", "2023-12-31", "A-00-1")
    assert windows == {
        "GS23-16A": quarter,
        "GS23-16B": quarter,
        "GS23-16C": year,
        "GS23-16D": year,
        "GS23-17A": ("2023-01-22", "2023-02-28", "A-17A-1"),
        "GS23-17B": quarter,
    }


def test_code_and_title_are_aliases_and_no_alias_has_two_owners() -> None:
    aliases = [(row["alias"], row["benefit_code"]) for row in GUSU["policy.alias"].to_pylist()]
    assert ("GS23-16A", "GS23-16A") in aliases
    assert ("留苏慰问补贴", "GS23-16A") in aliases
    assert len(dict(aliases)) == len(aliases)


def test_each_benefit_names_every_reading_it_rests_on() -> None:
    used: dict[str, set[str]] = {}
    for row in GUSU["policy.assumption_use"].to_pylist():
        if not row["benefit_code"].startswith((*EMPLOYMENT, "GS23-03", "GS23-18")):
            continue
        used.setdefault(row["benefit_code"], set()).add(row["assumption_id"])
    insured, other_level = {"A-SI-1", "A-SI-2"}, {"A-EX-4"}
    agency = insured | other_level | {"A-00-1", "A-16C-1", "A-16C-2", "A-EX-2"}
    talent = other_level | {"A-00-1"}
    assert used == {
        "GS23-03A": talent | {"A-EX-5"},
        "GS23-03B": talent | {"A-EX-1", "A-EX-5"},
        "GS23-03C": talent | insured,
        "GS23-03D": talent | {"A-EX-5"},
        "GS23-03E": talent | {"A-03E-1", "A-EX-1", "A-EX-5"},
        "GS23-16A": insured | other_level | {"A-16A-1"},
        "GS23-16B": insured | other_level | {"A-EX-3"},
        "GS23-16C": agency,
        "GS23-16D": agency,
        "GS23-17A": other_level | {"A-17A-1"},
        "GS23-17B": insured | other_level | {"A-EX-2", "A-EX-3"},
        "GS23-18A": talent | {"A-18A-1"},
        "GS23-18B": talent | insured | {"A-18B-1", "A-18B-2", "A-EX-1"},
    }


def test_the_targets_of_the_document() -> None:
    targets = {row["metric_code"]: (row["comparison"], row["value"]) for row in GUSU["policy.target"].to_pylist()}
    assert targets == {
        "16-JOBS": (">=", 8_000),
        "31-ENERGY": ("<=", 5),
        "36-REFUND": ("<=", 5),
        "44-ONLINE": (">=", Decimal("0.96")),
    }
