"""Click's own words in Chinese: headings of the help, and what is wrong with a call."""

import click
from click.exceptions import NoArgsIsHelpError
from rich.cells import cell_len, set_cell_size


class Command(click.Command):
    """A command whose help has Chinese headings."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        super().__init__(*args, **kwargs)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            record
            for param in self.get_params(ctx)
            if not isinstance(param, click.Argument) and (record := param.get_help_record(ctx)) is not None
        ]
        write_aligned(formatter, "选项", [(name, text.replace("[required]", "（必填）")) for name, text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本帮助"
        return option


class Group(Command, click.Group):
    """A group of commands, listed in the order in which an auditor meets them."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("subcommand_metavar", "命令 [参数]...")
        super().__init__(*args, **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, command.get_short_help_str(limit=80)) for name, command in self.commands.items()]
        write_aligned(formatter, "命令", commands)


def write_aligned(formatter: click.HelpFormatter, heading: str, records: list[tuple[str, str]]) -> None:
    """Two columns, aligned as a terminal shows them: a Chinese character takes the room of two."""
    width = max(cell_len(name) for name, _ in records)
    with formatter.section(heading):
        for name, text in records:
            formatter.write(f"{'':{formatter.current_indent}}{set_cell_size(name, width)}  {text}\n")


def usage_error(error: click.UsageError) -> str:
    """What is wrong with the call, and where to look."""
    if isinstance(error, NoArgsIsHelpError):
        return error.format_message()
    lines = [f"错误：{problem(error)}。"]
    if error.ctx is not None:
        lines.append(error.ctx.get_usage())
        lines.append(f"帮助: {error.ctx.command_path} --help")
    return "\n".join(lines)


def problem(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            text = f"缺少{kind_of(error.param)} {name_of(error)}"
        case click.BadParameter():
            text = f"{name_of(error)} 的值不对：{error.message}"
        case click.NoSuchOption():
            text = f"没有选项 {error.option_name}{suggestion(error.possibilities)}"
        case click.NoSuchCommand():
            text = f"没有命令 {error.command_name}{suggestion(error.possibilities)}"
        case click.BadOptionUsage():
            text = f"选项 {error.option_name} 用得不对：可能缺少取值，或给了不需要的取值"
        case _:
            is_group = error.ctx is not None and isinstance(error.ctx.command, click.Group)
            text = "缺少命令" if is_group else "多了参数，或参数个数不对"
    return text


def kind_of(param: click.Parameter | None) -> str:
    return "选项" if isinstance(param, click.Option) else "参数"


def name_of(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return str(error.param.metavar or error.param.name) if error.param is not None else ""


def suggestion(possibilities: list[str] | None) -> str:
    return f"，是不是 {'、'.join(possibilities)}" if possibilities else ""
