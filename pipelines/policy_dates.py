"""Windows and the dated figures in them: no day without a figure, no day with two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pipelines.policy_model import Package, Parameter
from pipelines.policy_yaml import problem

DAY = timedelta(days=1)


def window_problems(package: Package) -> Iterator[str]:
    """A window that ends before it starts; parameters that do not cover their benefit's window day by day."""
    start, end = package.window_start(package.window), package.window.end
    if start is None or end is None or start > end:
        yield problem(
            "package.yaml",
            f"政策有效期的首日 {start} 晚于末日 {end}",
            "请改正 effective，或另选它所依据的假设",
        )
        return
    for benefit in package.benefits.values():
        start, end = package.window_of(benefit)
        if start > end:
            # Under another reading the policy may take effect when a measure is already over: nobody is in its window.
            if benefit.window.start_assumption and not package.assumptions[benefit.window.start_assumption].is_default:
                continue
            yield problem(
                benefit.place,
                f"{benefit.code} 的窗口首日 {start} 晚于末日 {end}",
                "请改正 window 或所依据的假设",
            )
            continue
        for parameter in benefit.parameters:
            if not parameter.is_unset:
                yield from date_problems(f"{benefit.code} 的参数 {parameter.name}", parameter, start, end)


def date_problems(name: str, parameter: Parameter, start: date, end: date) -> Iterator[str]:
    if not parameter.values:
        yield problem(parameter.place, f"{name} 没有任何取值", "请在 values 下写明，或写 unset: true")
        return
    spans = sorted((value.valid_from or start, value.valid_to or end, value.place) for value in parameter.values)
    for first, last, place in spans:
        if first > last:
            yield problem(place, f"{name} 的起始日 {first} 晚于终止日 {last}", "请改正 from 或 to")
    if spans[0][0] > start:
        yield problem(
            spans[0][2],
            f"{name} 在 {start} 至 {spans[0][0] - DAY} 没有取值",
            "请把 from 提前，或写 from: window",
        )
    covered_to = spans[0][1]
    for first, last, place in spans[1:]:
        if first <= covered_to:
            yield problem(
                place,
                f"{name} 在 {first} 至 {min(covered_to, last)} 有两个取值",
                "请改正 from 或前一个值的 to",
            )
        elif first > covered_to + DAY:
            yield problem(
                place,
                f"{name} 在 {covered_to + DAY} 至 {first - DAY} 没有取值",
                "请改正 from 或前一个值的 to",
            )
        covered_to = max(covered_to, last)
    if covered_to < end:
        yield problem(spans[-1][2], f"{name} 在 {covered_to + DAY} 至 {end} 没有取值", "请把 to 延后，或删去 to")
