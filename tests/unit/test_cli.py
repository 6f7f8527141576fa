"""The command line: what it says, where it says it, and its exit codes."""

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from pipelines import cli, terminal
from pipelines.errors import AuditError
from pipelines.job import Outcome
from pipelines.summary import as_markdown, remarks

ROW = {
    "benefit_code": "GS23-16A", "title": "留苏慰问补贴", "eligible": 12, "findings": 3, "entitled_amount": "6000.00",
    "ineligible": 0, "unknown": 0, "payouts": 4, "is_given": True,
    "ledger_amount": "7000.00", "excess_amount": "1000.00", "unverifiable_amount": "0.00",
}  # fmt: skip
MANIFEST = {
    "run_id": "gusu-2023-0123456789ab",
    "exit_code": 1,
    "as_of": "2023-12-31",
    "counts": {"rejected_files": 1, "rejected": 2},
    "totals": {"benefits": [ROW], "all": ROW},
    "unset_parameters": [
        {
            "setting": "GS23-17A.min_passengers",
            "benefit_title": "返岗包车",
            "title": "最少人数",
            "subject_count": 4,
            "paid_amount": "338511.67",
            "claimed_amount": "0.00",
        }
    ],
    "not_judged": [
        {"code": "GS23-17A", "title": "返岗包车", "population": 4, "judged": 0, "not_judged": 4, "reason": "缺参数"},
        {"code": "paid_twice", "title": "重复发放", "population": 9, "judged": 8, "not_judged": 1, "reason": "缺数据"},
    ],
}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "命令:"),
        (["rnu"], "没有命令 rnu，是不是 run"),
        (["run"], "缺少参数 收件目录"),
        (["run", "in"], "缺少选项 --out"),
        (["run", "in", "--out"], "选项 --out 用得不对"),
        (["run", "in", "more", "--out", "runs"], "多了参数"),
        (["run", "in", "--out", "runs", "--as-off", "2023-01-01"], "没有选项 --as-off，是不是 --as-of"),
        (["run", "in", "--out", "runs", "--as-of", "2023-02-30"], "“2023-02-30”不是日期"),
        (["synth", "dir", "--enterprises", "many"], "“many”不是整数"),
        (["synth", "dir", "--enterprises", "0"], "“0”太小，至少是 1"),
        (["policy"], "show"),
    ],
)
def test_a_wrong_call_is_told_in_chinese_with_exit_code_2(arguments, said, capsys):
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
    assert "Error" not in err
    assert "Usage" not in err


@pytest.mark.parametrize("command", [[], *([name] for name in cli.cli.commands), ["policy", "show"]])
def test_help_has_chinese_headings_only(command, capsys):
    assert cli.main([*command, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("用法: benefit-audit")
    assert "选项:" in out
    english = {"Usage", "Options", "Commands", "[OPTIONS]", "[required]", "Show"}
    assert not english & set(out.replace(":", " ").split())


def test_help_is_quick_and_imports_nothing_heavy():
    code = (
        "import sys; from pipelines.cli import main; main(['--help']); "
        "print([name for name in ('prefect', 'duckdb', 'polars', 'pandera', 'openpyxl') if name in sys.modules])"
    )
    started = time.monotonic()
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "[]"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "{tmp}/absent", "--out", "{tmp}/runs"], "找不到收件目录"),
        (["run", "{tmp}", "--out", "{tmp}/runs"], "不能是收件目录或在它里面"),
        (["run", "{tmp}/empty", "--out", "{tmp}/runs"], "里没有文件"),
        (["run", "{tmp}/empty", "--out", "{tmp}/runs", "--settings", "{tmp}/absent.yaml"], "找不到设置文件"),
        (["run", "{tmp}/empty", "--out", "{tmp}/runs", "--policy", "gusu-2032"], "没有名为 gusu-2032 的政策包"),
        (["run", "{tmp}/empty", "--out", "{tmp}/runs", "--assume", "A-16A-1"], "A-16A-1"),
        (["run", "{tmp}/empty", "--out", "{tmp}/runs", "--assume", "A-16A-1=up"], "half_up"),
        (["explain", "{tmp}", "P-1"], "不是一次审计的目录"),
        (["policy", "show", "GS23-99Z"], "GS23-99Z"),
    ],
)
def test_what_cannot_be_started_is_exit_code_2_and_leaves_nothing(arguments, said, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert cli.main([part.format(tmp=tmp_path) for part in arguments]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
    assert not (tmp_path / "runs").exists()


def test_an_unexpected_failure_says_where_but_not_on_what(monkeypatch, capsys):
    def fail(*_: object, **__: object) -> None:
        raise ValueError("Could not convert string '320508199001010010'")

    monkeypatch.setattr("pipelines.policy.load_package", fail)
    assert cli.main(["policy", "check"]) == 3
    err = capsys.readouterr().err
    assert "ValueError" in err
    assert "test_cli.py" in err
    assert "320508199001010010" not in err
    assert "Traceback" not in err


def test_debug_shows_the_trace(monkeypatch, capsys):
    monkeypatch.setenv(cli.DEBUG_VARIABLE, "")
    assert cli.main(["--debug", "explain", "nowhere", "x"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_the_last_line_of_a_run_is_its_folder_and_the_exit_code_is_the_manifests(monkeypatch, capsys):
    outcome = Outcome(Path("runs/gusu-2023-0123456789ab"), MANIFEST, was_published=False)
    monkeypatch.setattr(cli, "audit", lambda _: outcome)
    assert cli.main(["run", "in", "--out", "runs"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "runs/gusu-2023-0123456789ab"


@pytest.mark.parametrize("code", [2, 3])
def test_a_failure_keeps_its_exit_code(code, monkeypatch, capsys):
    def fail(_: object) -> None:
        raise AuditError("对不上", code)

    monkeypatch.setattr(cli, "audit", fail)
    assert cli.main(["run", "in", "--out", "runs"]) == code
    assert capsys.readouterr().err == "错误：对不上\n"


def test_an_interrupted_run_says_how_to_go_on(monkeypatch, capsys):
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "audit", interrupt)
    assert cli.main(["run", "in", "--out", "runs"]) == 3
    assert cli.INTERRUPTED in capsys.readouterr().err


def test_the_closing_table_shows_money_and_what_was_not_judged(capsys):
    terminal.show_closing(Outcome(Path("runs/x"), MANIFEST, was_published=True))
    out, err = capsys.readouterr()
    assert out == ""
    for text in ("留苏慰问补贴", "6,000.00", "1,000.00", "合计", "未能判断：返岗包车（缺参数）", "以前已发布"):
        assert text in err
    assert "部分未能判断：重复发放，9 项中的 1 项（缺数据）" in err
    assert "退回：1 个文件、2 行" in err
    assert "GS23-17A.min_passengers（返岗包车，最少人数），4 个对象、已发拟发 338,511.67 元待核实" in err
    assert "减免" not in err


def test_the_closing_table_is_aligned_for_chinese():
    console = Console(width=terminal.LOG_WIDTH, record=True, file=io.StringIO())
    console.print(terminal.closing_table(MANIFEST["totals"]))
    lines = [line for line in console.export_text().splitlines() if line.startswith(("│", "┃"))]
    assert len({console.render_str(line).cell_len for line in lines}) == 1


def test_a_log_gets_a_line_per_tenth_of_a_step():
    lines: list[str] = []
    report = terminal.Lines(lines.append)
    report.step(1, 2, "读入收件")
    for done in range(1, 101):
        report.progress(done, 100, "某文件.csv")
    assert len(lines) == 11


def test_the_artifact_shows_the_same_figures():
    text = as_markdown(MANIFEST, Path("runs/x"))
    assert "| 留苏慰问补贴 | 12 | 3 | 6,000.00 | 7,000.00 | 1,000.00 | 0.00 |" in text
    assert all(line in text for line in remarks(MANIFEST))


def test_a_measure_with_nothing_to_show_has_no_line_and_what_is_not_given_says_so():
    nothing = dict.fromkeys(("eligible", "ineligible", "unknown", "payouts", "findings"), 0)
    others = [
        {**ROW, **nothing, "title": "没有对象的"},
        {**ROW, "title": "只有待核实的", **nothing, "unknown": 1},
        {**ROW, "title": "抵扣", "is_given": False},
    ]
    text = as_markdown({**MANIFEST, "totals": {"benefits": [ROW, *others], "all": ROW}}, Path("runs/x"))
    assert "没有对象的" not in text
    assert "| 只有待核实的 | 0 |" in text
    assert "| 抵扣＊ |" in text
    assert "不计入应享合计" in text
    assert "不计入应享合计" not in as_markdown(MANIFEST, Path("runs/x"))
