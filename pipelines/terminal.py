"""What a run shows on standard error: animated on a terminal, plain lines in a log, and the closing table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipelines.job import Outcome, Reporter
from pipelines.sensitivity_figures import MONEY, Skipped, Variant, totals
from pipelines.summary import BENEFIT_MONEY, NOT_GIVEN_NOTE, remarks, shown_rows

# Where no terminal says how wide it is: as wide as the closing table needs.
LOG_WIDTH = 120
# A log gets a line each tenth of a long step, not one per file.
LOG_PARTS = 10


def console() -> Console:
    shown = Console(stderr=True, highlight=False)
    return shown if shown.is_terminal else Console(stderr=True, highlight=False, width=LOG_WIDTH, no_color=True)


class Lines:
    """Plain lines: for a log file, a pipe, a scheduler."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._part = 0

    def step(self, number: int, total: int, title: str) -> None:
        self._part = 0
        self.note(f"[{number}/{total}] {title}")

    def progress(self, done: int, total: int, detail: str) -> None:
        part = done * LOG_PARTS // total if total else LOG_PARTS
        if part > self._part:
            self._part = part
            self.note(f"      {done}/{total} {detail}")

    def note(self, text: str) -> None:
        self._write(text)


class Bars:
    """One bar for the step under way; finished steps stay as lines above it."""

    def __init__(self, target: Console, bar: Progress) -> None:
        self._target = target
        self._bar = bar
        self._task = bar.add_task("", total=None)

    def step(self, number: int, total: int, title: str) -> None:
        self._bar.reset(self._task, description=f"[{number}/{total}] {title}", total=None, detail="")

    def progress(self, done: int, total: int, detail: str) -> None:
        self._bar.update(self._task, completed=done, total=total, detail=detail)

    def note(self, text: str) -> None:
        self._target.print(text, markup=False, soft_wrap=True)


@contextmanager
def reporter() -> Iterator[Reporter]:
    target = console()
    if not target.is_terminal:
        yield Lines(lambda text: target.print(text, markup=False, soft_wrap=True))
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}", markup=False),
    )
    with Progress(*columns, console=target, transient=True) as bar:
        yield Bars(target, bar)


def money(value: str | Decimal) -> str:
    return f"{Decimal(value):,.2f}"


def show_closing(outcome: Outcome) -> None:
    """The figures a leader asks for first, then everything that could not be judged."""
    target = console()
    totals = outcome.manifest["totals"]
    target.print(closing_table(totals))
    for line in remarks(outcome.manifest):
        target.print(line, markup=False, soft_wrap=True)
    if outcome.was_published:
        target.print("这次审计以前已发布，核对无误，没有重新计算。")


def show_sensitivity(variants: Sequence[Variant], skipped: Sequence[Skipped]) -> None:
    """One line an alternative; those that change nothing are named together."""
    target = console()
    table = Table(title="换一种口径的变化（改后减本次）", title_justify="left")
    for title in ("口径", "改为", "受影响的事项"):
        table.add_column(title, overflow="fold")
    for title in ("结论改变", "应享金额", "风险金额", "减免多享", "待核实金额"):
        table.add_column(title, justify="right", no_wrap=True)
    for variant in (each for each in variants if each.differences):
        sums = totals(variant.differences)
        codes = "、".join(difference.benefit_code for difference in variant.differences)
        changed = str(sum(difference.changed_count for difference in variant.differences))
        name = f"{variant.assumption.id} {variant.assumption.title}"
        amounts = [f"{sums[kind]:+,.2f}" for kind in MONEY]
        table.add_row(name, variant.choice.value, codes, changed, *amounts)
    target.print(table)
    same = [f"{each.assumption.id}={each.choice.value}" for each in variants if not each.differences]
    for title, items in (
        ("无变化", same),
        ("没有比较", [f"{each.assumption.id}（{each.reason}）" for each in skipped]),
    ):
        if items:
            target.print(f"{title}：{'、'.join(items)}", markup=False, soft_wrap=True)


def closing_table(totals: Mapping[str, Any]) -> Table:
    table = Table(title="审计结果", title_justify="left", show_footer=True)
    whole = totals["all"]
    if not all(row["is_given"] for row in totals["benefits"]):
        table.caption, table.caption_justify = NOT_GIVEN_NOTE, "left"
    table.add_column("措施", footer="合计", overflow="fold")
    table.add_column("符合", justify="right", footer=str(whole["eligible"]), no_wrap=True)
    for name, title in BENEFIT_MONEY.items():
        if name == "excess_amount":
            table.add_column("疑点", justify="right", footer=str(whole["findings"]), no_wrap=True)
        table.add_column(title, justify="right", footer=money(whole[name]), no_wrap=True)
    for title, row in shown_rows(totals):
        amounts = [money(row[name]) for name in BENEFIT_MONEY]
        at = list(BENEFIT_MONEY).index("excess_amount")
        table.add_row(title, str(row["eligible"]), *amounts[:at], str(row["findings"]), *amounts[at:])
    return table
