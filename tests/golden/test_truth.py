"""The demo district, end to end: every planted case is found, and nothing is found that was not planted."""

from pathlib import Path

import polars as pl

from fixtures import demo, truth
from pipelines.policy import load_package, package_folder
from pipelines.settings import load_settings

GUSU = load_package(package_folder("gusu-2023"))

# The measures of which the policy leaves a figure open, as the demo's settings name them.
OPEN_BENEFITS = tuple(sorted({name.partition(".")[0] for name in load_settings(demo.SETTINGS, GUSU).parameters}))


def test_every_planted_case_is_found(demo_run: Path) -> None:
    misses = truth.misses(truth.read(demo.TRUTH), demo_run / "tables")
    assert not misses, "\n".join(misses)


def test_what_the_background_was_paid_is_right(demo_run: Path) -> None:
    payouts = pl.read_parquet(demo_run / "tables" / "payout_verdict.parquet")
    # Planted payouts are numbered FF-…, those of the background by measure.
    background = payouts.filter(~pl.col("payout_no").str.starts_with("FF-"))
    assert background.height > 50
    assert background["benefit_code"].n_unique() >= 7
    assert background["verdict"].unique().to_list() == ["compliant"]


def test_without_settings_the_money_of_the_open_parameters_is_to_be_checked(unset_run: Path) -> None:
    entitlements = pl.read_parquet(unset_run / "tables" / "entitlement.parquet")
    verdicts = entitlements.filter(pl.col("benefit_code").is_in(OPEN_BENEFITS))["verdict"]
    assert set(verdicts) == {"unknown", "ineligible"}
    payouts = pl.read_parquet(unset_run / "tables" / "payout_verdict.parquet")
    of_open = payouts.filter(pl.col("benefit_code").is_in(OPEN_BENEFITS) & (pl.col("verdict") != "ineligible"))
    assert of_open["compliant_amount"].sum() == 0
    assert of_open["unverifiable_amount"].sum() > 0


def test_without_settings_the_other_measures_stay_as_they_are(demo_run: Path, unset_run: Path) -> None:
    def others(folder: Path) -> pl.DataFrame:
        rows = pl.read_parquet(folder / "tables" / "entitlement.parquet")
        key = ["benefit_code", "subject_id", "period_start"]
        return rows.filter(~pl.col("benefit_code").is_in(OPEN_BENEFITS)).select(*key, "verdict", "amount").sort(key)

    assert others(unset_run).equals(others(demo_run))
