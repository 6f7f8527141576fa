"""Settings and `--assume` change what a run reads, and nothing that they may not change."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.policy import PolicyError, load_package, package_folder, resolve, to_tables
from pipelines.settings_model import ParameterSetting, Settings

SMALL = Path(__file__).parent / "policy_small"
GUSU = load_package(package_folder("gusu-2023"))


def rows(package, name: str) -> list[dict]:
    return to_tables(package)[f"policy.{name}"].to_pylist()


def test_without_choices_nothing_changes() -> None:
    plain = resolve(GUSU)
    assert (plain.benefits, plain.assumptions, plain.coverage) == (GUSU.benefits, GUSU.assumptions, ())


def test_the_first_day_of_17a_follows_its_reading() -> None:
    moved = resolve(GUSU, assume={"A-17A-1": "2023-01-01"})
    assert GUSU.window_of(GUSU.benefits["GS23-17A"])[0] == date(2023, 1, 22)
    assert moved.window_of(moved.benefits["GS23-17A"])[0] == date(2023, 1, 1)
    rate = next(row for row in rows(moved, "parameter") if row["name"] == "reimbursement_rate")
    assert rate["valid_from"] == date(2023, 1, 1), "and its figures cover the longer window"


def test_the_effective_day_moves_only_windows_called_year() -> None:
    moved = resolve(GUSU, assume=["A-00-1=2023-02-10"])
    starts = {row["benefit_code"]: row["window_start"] for row in rows(moved, "benefit")}
    assert starts["GS23-16C"] == starts["GS23-16D"] == date(2023, 2, 10)
    assert starts["GS23-16B"] == date(2023, 1, 1)


def test_a_pair_follows_its_switch() -> None:
    def is_on(package) -> dict[str, bool]:
        pairs = rows(package, "exclusive_pair")
        return {row["pair_id"]: row["is_on"] for row in pairs if row["pair_id"].startswith("16")}

    assert is_on(GUSU) == {"16C-16D": True, "16C-17B": True, "16D-17B": True, "16B-17B": False}
    flipped = resolve(GUSU, assume=["A-EX-2=off", "A-EX-3=on"])
    assert is_on(flipped) == {"16C-16D": False, "16C-17B": False, "16D-17B": False, "16B-17B": True}


@pytest.mark.parametrize(("switch", "pairs"), [("A-EX-5", {"03A-03D", "03B-03E"}), ("A-EX-1", {"03B-18B", "03E-18B"})])
def test_the_pairs_of_the_talents_follow_their_switches(switch: str, pairs: set[str]) -> None:
    def off(assume: list[str]) -> set[str]:
        found = rows(resolve(GUSU, assume=assume), "exclusive_pair")
        return {row["pair_id"] for row in found if not row["is_on"]}

    assert off([f"{switch}=off"]) - off([]) == pairs


def test_the_kind_of_amount_follows_its_reading() -> None:
    def kinds(package) -> dict[str, str]:
        found = {row["benefit_code"]: row["amount_kind"] for row in rows(package, "benefit")}
        return {code: found[code] for code in ("GS23-03D", "GS23-03E")}

    assert kinds(GUSU) == {"GS23-03D": "ceiling", "GS23-03E": "ceiling"}
    assert kinds(resolve(GUSU, assume=["A-03E-1=no"])) == {"GS23-03D": "ceiling", "GS23-03E": "exact"}


def test_the_rosters_of_an_employer_follow_their_reading() -> None:
    def employers(package) -> set[str]:
        found = rows(package, "benefit_roster")
        return {row["roster"] for row in found if (row["benefit_code"], row["role"]) == ("GS23-18B", "employer")}

    narrow = {"高新技术企业", "领军人才企业"}
    assert employers(GUSU) == narrow
    assert employers(resolve(GUSU, assume=["A-18B-2=yes"])) == narrow | {"重点企业"}


def test_a_measure_that_was_over_before_the_policy_took_effect_has_nobody_in_its_window() -> None:
    moved = resolve(GUSU, assume=["A-00-1=2023-05-01"])
    window = next(row for row in rows(moved, "benefit") if row["benefit_code"] == "GS23-40A")
    assert (window["window_start"], window["window_end"]) == (date(2023, 5, 1), date(2023, 3, 31))


def test_a_chosen_reading_is_marked_beside_its_default() -> None:
    chosen = resolve(GUSU, assume=["A-16A-1=half_up"])
    marked = {row["assumption_id"]: row for row in rows(chosen, "assumption") if not row["is_default"]}
    assert marked.keys() == {"A-16A-1"}
    assert (marked["A-16A-1"]["value"], marked["A-16A-1"]["default_value"]) == ("half_up", "down")


@pytest.mark.parametrize(
    ("assume", "words"),
    [
        (["A-16A-1=up"], "不能取“up”。可以取：down、half_up、none"),
        (["A-16A-9=down"], "没有编号为 A-16A-9 的假设。您是否想写 A-16A-1？"),
        (["A-16C-1=4"], "可以取：3、6、12"),
        (["A-00-1=明年"], "可以取：日期，如 2023-02-01"),
        (["A-00-1=2024-02-01"], "政策有效期的首日 2024-02-01 晚于末日 2023-12-31"),
        (["A-17A-1=2023-01-10"], "可以取：2023-01-22、2023-01-01"),
        (["A-16A-1"], "应写 编号=取值"),
        (["A-16A-1=down", "A-16A-1=none"], "假设 A-16A-1 给了两次"),
    ],
)
def test_a_reading_that_the_package_does_not_allow_is_refused(assume: list[str], words: str) -> None:
    with pytest.raises(PolicyError, match=words) as caught:
        resolve(GUSU, assume=assume)
    assert caught.value.exit_code == 2


def test_all_faults_of_the_choices_are_told_at_once() -> None:
    with pytest.raises(PolicyError) as caught:
        resolve(GUSU, assume={"A-16A-1": "up", "A-X": "1"})
    assert len(caught.value.problems) == 2


def test_a_figure_dated_apart_from_its_window_is_caught_when_the_window_moves() -> None:
    package = load_package(SMALL)
    assert resolve(package, assume=["A-00-1=2022-06-01"]).benefits == package.benefits, "from: window moves along"


def test_settings_give_an_unset_parameter_and_say_so() -> None:
    settings = Settings(parameters={"GS23-17A.min_passengers": ParameterSetting(Decimal("20"), "演示值")})
    given = resolve(GUSU, settings)
    before = next(row for row in rows(GUSU, "parameter") if row["name"] == "min_passengers")
    after = next(row for row in rows(given, "parameter") if row["name"] == "min_passengers")
    assert (before["value"], before["is_set_by_settings"]) == (None, False)
    assert (after["value"], after["is_set_by_settings"], after["basis"]) == (
        Decimal("20"),
        True,
        "设置：演示值",
    )
    assert after["figure"] == before["figure"] == "一定规模", "the document still prints what it prints"
    is_set = {row["setting"]: row["is_set"] for row in rows(given, "unset_setting")}
    assert [setting for setting, was_set in is_set.items() if was_set] == ["GS23-17A.min_passengers"]
    assert "GS23-17B.min_persons" in is_set, "what nobody gives stays on the list"
