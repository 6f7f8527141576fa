"""Settings: what a district may set, and what each mistake is told."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.engine import Engine
from pipelines.ingest import Confirmed
from pipelines.policy import load_package, package_folder
from pipelines.policy_model import CoverageOverride, SubjectLink
from pipelines.settings import SettingsError, load_settings
from pipelines.settings_bounds import Bounds
from pipelines.settings_model import ParameterSetting, Settings

GUSU = load_package(package_folder("gusu-2023"))


def load(folder: Path, text: str) -> Settings:
    path = folder / "设置.yaml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path, GUSU)


def test_without_a_file_everything_is_at_its_default() -> None:
    settings = load_settings(None, GUSU)
    assert settings == Settings()
    assert (settings.is_masked, settings.max_rejected_rows, settings.max_rejected_share) == (True, 0, None)


def test_all_keys_are_read(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        """
        # 演示
        GS23-17A.min_passengers: 20
        GS23-17B.min_persons: {value: 5, note: 演示值}
        masking: false
        max_rejected_rows: 10
        max_rejected_share: 0.05
        order: [乙.csv, 甲.csv]
        coverage:
          - {source: social_insurance, partition: 2023-03, covered: true}
          - {source: roster, partition: 重点企业, covered: false}
          - {source: claim, partition: GS23-16A, covered: true}
          - {source: contract, partition: whole, covered: true}
        """,
    )
    assert settings.parameters == {
        "GS23-17A.min_passengers": ParameterSetting(Decimal(20)),
        "GS23-17B.min_persons": ParameterSetting(Decimal(5), "演示值"),
    }
    assert (settings.is_masked, settings.max_rejected_rows, settings.max_rejected_share) == (
        False,
        10,
        Decimal("0.05"),
    )
    assert settings.order == ("乙.csv", "甲.csv")
    assert settings.coverage[0] == CoverageOverride("social_insurance", "202303", True)
    assert settings.thresholds == {"max_rejected_rows": 10, "max_rejected_share": Decimal("0.05")}


def test_the_digest_is_of_the_meaning_not_of_the_spelling(tmp_path: Path) -> None:
    first = load(tmp_path, "GS23-17A.min_passengers: 20\nmasking: true\n")
    second = load(tmp_path, "# 说明\nGS23-17A.min_passengers: {value: 20.0}\n")
    assert first.as_dict() == second.as_dict()
    assert first.as_dict() != Settings().as_dict()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("masing: true", "设置.yaml 第 1 行：不认识的键 masing。您是否想写 masking？"),
        ("GS23-17A.min_passenger: 20", "您是否想写 GS23-17A.min_passengers？"),
        ("GS23-16A.unit_amount: 600", "GS23-16A.unit_amount 由政策写明（第十六条），不能用设置改写"),
        ("GS23-17A.min_passengers: 二十", "应写数字"),
        ("GS23-17A.min_passengers: -1", "（每次包车的最少人数）的值 -1 是负数或太大"),
        ("GS23-17A.min_passengers: 2.5", "请写整数"),
        ("GS23-17A.min_passengers: {note: 演示值}", "缺少键 value"),
        ("masking: 是", "masking 的值“是”不对。应写 true 或 false"),
        ("\nmemory_limit: 4G", "设置.yaml 第 2 行：memory_limit 的值“4G”不对。应写大小，如 800MB 或 4GB"),
        ("memory_limit: 0GB", "memory_limit 的值“0GB”不对"),
        ("memory_limit: 80%", "memory_limit 的值“80%”不对"),
        ("threads: 0", "threads 的值“0”不对。应写处理器核数，1 以上的整数"),
        ("threads: 全部", "threads 的值“全部”不对"),
        ("spill_dir: 溢出", "spill_dir 的值“溢出”不是完整路径。从根目录写起"),
        ("spill_dir: /no/such/folder", "没有目录 /no/such/folder。请先建好这个目录"),
        ("max_rejected_rows: 1.5", "应写整数"),
        ("max_rejected_share: 5", "max_rejected_share 应在 0 与 1 之间"),
        ("order: 甲.csv", "order 应是一个列表"),
        ("coverage: [{source: rosters, partition: whole, covered: true}]", "您是否想写 roster？"),
        ("coverage: [{source: roster, partition: 重点企业名单, covered: true}]", "您是否想写 重点企业？"),
        (
            "coverage: [{source: social_insurance, partition: 2023-13, covered: true}]",
            "写月份，如 202301，或写 whole",
        ),
        ("coverage: [{source: contract, partition: 202301, covered: true}]", "可以写：whole"),
        ("coverage: [{source: contract, partition: whole}]", "缺少键 covered"),
        ("- 1", "这里应是一组“键: 值”"),
        ("a: [", "不是合格的 YAML"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_remedy(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, text)
    assert words in caught.value.message
    assert caught.value.exit_code == 2


def test_how_much_of_the_machine_a_run_may_take_is_no_part_of_what_it_is(tmp_path: Path) -> None:
    bounded = load(tmp_path, f"memory_limit: 4 gb\nthreads: 2\nspill_dir: {tmp_path}\nmasking: false\n")
    assert bounded.bounds == Bounds("4GB", 2, tmp_path)
    assert bounded.as_dict() == load(tmp_path, "masking: false\n").as_dict()


def test_the_engine_keeps_to_the_bounds(tmp_path: Path) -> None:
    with Engine(settings=Bounds("64MB", 1, tmp_path).for_engine(tmp_path / "spill")) as engine:
        told = "select current_setting('memory_limit'), current_setting('threads'), current_setting('temp_directory')"
        assert engine.con.execute(told).fetchone() == ("61.0 MiB", 1, str(tmp_path / "spill"))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, "masking: 是\norder: 甲\nmax: 1\n")
    assert len(caught.value.problems) == 3


def test_a_partition_given_twice_is_refused(tmp_path: Path) -> None:
    entry = "{source: contract, partition: whole, covered: true}"
    with pytest.raises(SettingsError, match="contract 的 whole 写了两次"):
        load(tmp_path, f"coverage: [{entry}, {entry}]")


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "# 还没有设置\n") == Settings()


def test_two_codes_of_one_unit_can_be_named(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        """
        same_subject:
          - {old: 91320508000000000D, new: 91320508000000001G, note: 来函}
        """,
    )
    assert settings.links == (SubjectLink("91320508000000000D", "91320508000000001G", "来函"),)
    assert settings.as_dict()["same_subject"] == [["91320508000000000D", "91320508000000001G", "来函"]]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{old: 91320508000000000D, new: 913205080000000010}", "new 不是有效的统一社会信用代码"),
        ("{old: 91320508000000000D, new: 91320508000000000D}", "旧代码与新代码相同"),
        ("{old: 91320508000000000D}", "缺少键 new"),
    ],
)
def test_a_link_that_cannot_be_is_refused(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load(tmp_path, f"same_subject:\n  - {line}\n")


def test_how_deliveries_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SI_SECRET", "秘密")
    settings = load(
        tmp_path,
        """
        brake_share: 0.3
        month_jump_share: 0.25
        passwords:
          - {pattern: "社会保险*", env: SI_SECRET}
          - {pattern: "*.xlsx", password: 另一个}
        headers:
          - {sender: 区人社局, source: social_insurance, header: 基数, column: contribution_base}
          - {source: payroll, header: 应发, column: gross_pay}
        """,
    )
    reading = settings.reading
    assert (reading.brake_share, reading.month_jump_share) == (Decimal("0.3"), Decimal("0.25"))
    assert [(each.pattern, each.secret) for each in reading.passwords] == [("社会保险*", "秘密"), ("*.xlsx", "另一个")]
    assert reading.confirmed[1] == Confirmed("", "payroll", "应发", "gross_pay")
    assert "秘密" not in repr(settings) + str(settings.as_dict())


def test_another_password_is_another_run(tmp_path: Path) -> None:
    one, other = (load(tmp_path, f"passwords: [{{pattern: '*', password: {word}}}]") for word in ("甲", "乙"))
    assert one.as_dict() != other.as_dict()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("brake_share: 1.5", "0 与 1 之间"),
        ("passwords: [{pattern: '*'}]", "只写一个"),
        ("passwords: [{pattern: '*', env: NOT_THERE_AT_ALL}]", "没有环境变量"),
        ("headers: [{source: payrol, header: 甲, column: gross_pay}]", "payroll"),
        ("headers: [{source: payroll, header: 甲, column: gros_pay}]", "gross_pay"),
        (
            "headers: [{source: payroll, header: 甲, column: month}, {source: payroll, header: 甲, column: month}]",
            "两次",
        ),
    ],
)
def test_mistakes_in_how_deliveries_are_read(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load(tmp_path, text)
