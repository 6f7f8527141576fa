"""The command `benefit-audit`. Everything heavy is imported by the command that needs it: `--help` must be quick."""

import os
import sys
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines import cli_text
from pipelines.errors import AuditError
from pipelines.failure import as_audit_error

if TYPE_CHECKING:
    from pipelines.job import Outcome, Request

PROGRAM = "benefit-audit"
DEBUG_VARIABLE = "BENEFIT_AUDIT_DEBUG"
INTERRUPTED = "已中断，没有发布任何结果。重新执行同一命令会接着做，已完成的步骤不会重做。"

FOLDER = click.Path(path_type=Path)


class IsoDate(click.ParamType):
    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是日期，请写成 2023-12-31 的样子", param, ctx)


class Number(click.ParamType):
    name = "整数"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            self.fail(f"“{value}”不是整数", param, ctx)
        if number < self.least:
            self.fail(f"“{value}”太小，至少是 {self.least}", param, ctx)
        return number


@click.group(cls=cli_text.Group, name=PROGRAM)
@click.option("--debug", is_flag=True, envvar=DEBUG_VARIABLE, help="出错时显示程序细节（可能含个人信息，勿外传）")
def cli(debug: bool) -> None:
    """惠企政策资金审计：谁该享受、该享受多少、哪些钱发错了。"""
    if debug:
        os.environ[DEBUG_VARIABLE] = "1"


@cli.command(cls=cli_text.Command)
@click.argument("input_dir", metavar="收件目录", type=FOLDER)
@click.option("--out", "out_dir", metavar="目录", type=FOLDER, required=True, help="存放历次审计的目录，每次一个子目录")
@click.option("--policy", metavar="编码", default="gusu-2023", help="政策包（默认 gusu-2023）")
@click.option("--as-of", metavar="日期", type=IsoDate(), help="审计截止日（默认：社保数据最新月份的月末）")
@click.option("--settings", "settings_path", metavar="文件", type=FOLDER, help="设置文件（YAML）：未定参数、阈值、脱敏")
@click.option("--assume", multiple=True, metavar="编号=取值", help="改用另一种口径，如 A-16A-1=half_up，可重复")
@click.option("--only-proposed", is_flag=True, help="只发布拟发放款项的判断（支付前审核）")
def run(**options: Any) -> None:
    """审计一批收件，发布名单、疑点和数据质量。"""
    from pipelines.job import Request

    outcome = audit(Request(**options))
    click.echo(outcome.folder)
    raise click.exceptions.Exit(outcome.exit_code)


@cli.command(cls=cli_text.Command)
@click.argument("input_dir", metavar="收件目录", type=FOLDER)
@click.option("--out", "out_dir", metavar="目录", type=FOLDER, required=True, help="存放历次审计的目录")
@click.option("--policy", metavar="编码", default="gusu-2023", help="政策包（默认 gusu-2023）")
@click.option("--as-of", metavar="日期", type=IsoDate(), help="审计截止日（默认：社保数据最新月份的月末）")
@click.option("--settings", "settings_path", metavar="文件", type=FOLDER, help="设置文件（YAML）")
@click.option("--assume", multiple=True, metavar="编号=取值", help="作为比较基准的口径，可重复")
def sensitivity(**options: Any) -> None:
    """逐一换用每种口径，看结论和钱会怎样（不发布审计结果）。"""
    from pipelines import run as runner
    from pipelines import sensitivity as comparing
    from pipelines import terminal
    from pipelines.job import Request

    with terminal.reporter() as report:
        result = comparing.perform_all(runner.open_job(Request(**options), report))
    terminal.show_sensitivity(result.variants, result.skipped)
    click.echo(result.path)
    raise click.exceptions.Exit(result.exit_code)


@cli.command(cls=cli_text.Command)
@click.argument("input_dir", metavar="收件目录", type=FOLDER)
@click.option(
    "--out", "out_dir", metavar="目录", type=FOLDER, default=Path("检查"), help="存放检查结果的目录（默认 检查）"
)
@click.option("--policy", metavar="编码", default="gusu-2023", help="政策包（默认 gusu-2023）")
@click.option(
    "--settings", "settings_path", metavar="文件", type=FOLDER, help="设置文件（YAML）：密码、确认过的表头、脱敏"
)
def check(**options: Any) -> None:
    """只检查收件：写出数据质量和给各部门的反馈函，不审计。"""
    from pipelines import terminal
    from pipelines.check import check as check_deliveries
    from pipelines.job import Request

    with terminal.reporter() as report:
        exit_code = check_deliveries(Request(**options), report)
    click.echo(options["out_dir"])
    raise click.exceptions.Exit(exit_code)


@cli.command(cls=cli_text.Command)
@click.argument("input_dir", metavar="收件目录", type=FOLDER)
@click.option(
    "--out", "out_dir", metavar="目录", type=FOLDER, default=Path("结果"), help="打算存放结果的目录（默认 结果）"
)
@click.option("--policy", metavar="编码", default="gusu-2023", help="政策包（默认 gusu-2023）")
@click.option("--settings", "settings_path", metavar="文件", type=FOLDER, help="设置文件（YAML）：内存上限、溢出目录")
def estimate(**options: Any) -> None:
    """只估计一次审计要多久、要多少内存和磁盘，不读数据。"""
    from pipelines import capacity, terminal
    from pipelines import run as runner
    from pipelines.job import Request

    capacity.foresee(runner.open_job(Request(**options), terminal.Lines(click.echo)))


def audit(request: "Request") -> "Outcome":
    """One run from a terminal: with progress, and the closing table on standard error."""
    from pipelines import run as runner
    from pipelines import terminal

    with terminal.reporter() as report:
        job = runner.open_job(request, report)
        outcome = runner.perform_all(job)
    terminal.show_closing(outcome)
    return outcome


@cli.command(cls=cli_text.Command)
@click.option("--out", "out_dir", metavar="目录", type=FOLDER, default=Path("demo"), help="演示目录（默认 demo）")
def demo(out_dir: Path) -> None:
    """造一个演示区并审计两次：一次用演示值，一次不用。"""
    from fixtures import demo as district
    from pipelines.job import Request

    input_dir, runs = out_dir / "input", out_dir / "runs"
    click.echo("正在生成演示区数据……", err=True)
    district.build(input_dir)
    first = audit(Request(input_dir, runs, settings_path=district.SETTINGS))
    click.echo("\n再审计一次，不用演示设置：政策未定的参数没有取值，相关资金列为待核实。", err=True)
    second = audit(Request(input_dir, runs))
    for title, outcome in (("使用演示值", first), ("未定参数留空", second)):
        click.echo(f"\n{title}：", err=True)
        for path in (*sorted(outcome.folder.glob("*.xlsx")), outcome.folder / "feedback"):
            click.echo(f"  {path}", err=True)
    click.echo(first.folder)
    click.echo(second.folder)


@cli.command(cls=cli_text.Command)
@click.argument("folder", metavar="目录", type=FOLDER)
def templates(folder: Path) -> None:
    """写出各数据源的空白模板（.xlsx）。"""
    from pipelines.templates import write_templates

    for path in write_templates(folder):
        click.echo(path)


@cli.group(cls=cli_text.Group)
def policy() -> None:
    """查看、核对政策包。"""


@policy.command(cls=cli_text.Command, name="show")
@click.argument("code", metavar="事项编码")
@click.option("--policy", "package_code", metavar="编码", default="gusu-2023", help="政策包（默认 gusu-2023）")
def show_policy(code: str, package_code: str) -> None:
    """显示一项措施：参数、条款、口径假设和 SQL。"""
    from pipelines.policy import load_package, package_folder
    from pipelines.policy_show import render_benefit

    click.echo(render_benefit(load_package(package_folder(package_code)), code))


@policy.command(cls=cli_text.Command, name="check")
@click.option("--policy", "package_code", metavar="编码", default="gusu-2023", help="政策包（默认 gusu-2023）")
def check_policy(package_code: str) -> None:
    """核对政策包是否完整、自洽。"""
    from pipelines.policy import load_package, package_folder
    from pipelines.policy_check import check_package

    problems = check_package(load_package(package_folder(package_code)))
    for problem in problems:
        click.echo(problem)
    if problems:
        raise AuditError(f"政策包 {package_code} 有 {len(problems)} 处问题，见上。", 2)
    click.echo(f"政策包 {package_code} 核对无误。")


@cli.group(cls=cli_text.Group)
def settings() -> None:
    """设置文件：政策未定的参数、阈值、脱敏。"""


@settings.command(cls=cli_text.Command, name="init")
@click.option(
    "--out", "path", metavar="文件", type=FOLDER, default=Path("设置.yaml"), help="写到哪里（默认 设置.yaml）"
)
@click.option("--policy", "package_code", metavar="编码", default="gusu-2023", help="政策包（默认 gusu-2023）")
def init_settings(path: Path, package_code: str) -> None:
    """写出一份待填的设置文件，列出政策未定的全部参数。"""
    from pipelines.policy import load_package, package_folder
    from pipelines.settings_init import write_template

    write_template(path, load_package(package_folder(package_code)))
    click.echo(path)


@cli.command(cls=cli_text.Command)
@click.argument("run_folder", metavar="审计目录", type=FOLDER)
@click.argument("identifier", metavar="编号")
def explain(run_folder: Path, identifier: str) -> None:
    """解释某个主体、人员、申报、款项或疑点为何如此判断。

    编号可以是统一社会信用代码、公民身份号码、申报编号、事项编码+空格+主体、发放编号、疑点编号或证明编号。
    """
    from pipelines.explain import explain as explain_one

    click.echo(explain_one(run_folder, identifier))


@cli.command(cls=cli_text.Command)
@click.argument("folder", metavar="目录", type=FOLDER)
@click.option("--enterprises", metavar="数量", type=Number(1), required=True, help="企业户数")
@click.option("--seed", metavar="整数", type=Number(0), default=1, help="随机种子（默认 1），同种子同数据")
def synth(folder: Path, enterprises: int, seed: int) -> None:
    """生成任意规模的合成数据。"""
    from fixtures.synth import generate

    generate(folder, enterprises=enterprises, seed=seed)
    click.echo(folder)


@cli.command(cls=cli_text.Command)
@click.option("--host", metavar="地址", default="127.0.0.1", help="监听地址（默认仅本机）")
@click.option("--port", metavar="端口", type=Number(1), default=4200, help="端口（默认 4200）")
@click.option("--home", metavar="目录", type=FOLDER, default=Path(".prefect"), help="服务数据目录（默认 .prefect）")
def serve(host: str, port: int, home: Path) -> None:
    """启动本机 Prefect 服务，按 prefect.yaml 的计划执行审计。"""
    from pipelines.serve import serve as serve_deployments

    serve_deployments(host, port, home)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one call. Every failure is one Chinese sentence; a trace only where it was asked for."""
    try:
        code = cli.main(
            args=list(sys.argv[1:] if arguments is None else arguments), prog_name=PROGRAM, standalone_mode=False
        )
        return int(code or 0)
    except click.UsageError as error:
        click.echo(cli_text.usage_error(error), err=True)
        return 2
    except AuditError as error:
        if os.environ.get(DEBUG_VARIABLE):
            traceback.print_exc()
        click.echo(f"错误：{error}", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(f"\n{INTERRUPTED}", err=True)
        return 3
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            traceback.print_exc()
        click.echo(f"错误：{as_audit_error('执行', error)}", err=True)
        return 3
