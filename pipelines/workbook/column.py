"""A column of a sheet: what it shows, under which header, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.workbook.text import display_width, shown, widest

# Room for a cell's margins, and for the filter button of a header.
PADDING = 2
FILTER_BUTTON = 3
LEAST_WIDTH = {"money": 11, "date": 11, "integer": 7, "quantity": 7, "order": 6}
WIDEST_TEXT = 48
# A header longer than this breaks over two lines.
WIDEST_HEADER = 10
# A sheet narrower than this leaves a landscape page half empty.
PAGE_WIDTH = 118
# Kinds that take what room is left, the first that a sheet has of them.
STRETCHED = ("text", "subject", "source", "person_name")


@dataclass(frozen=True)
class Column:
    """`name` is the column of the relation; a column to be filled in by the auditor has none."""

    name: str
    title: str
    kind: str = "text"
    has_total: bool = False
    tones: Mapping[str, str] = field(default_factory=dict)
    widest: int = WIDEST_TEXT
    # Of a delivered value: the columns (names and headers) in which it must not be shown.
    secret_names: tuple[str, ...] = ()
    # Left out of a sheet in which it would be empty (or nothing but zeros) from top to bottom.
    is_optional: bool = False


@dataclass(frozen=True)
class FillIn(Column):
    """A column the auditor fills in: a list to choose from, a date, an amount, or free text."""

    choices: tuple[str, ...] = ()


def fill_in(title: str, kind: str = "text", choices: Sequence[str] = (), width: int = 12) -> FillIn:
    return FillIn(name="", title=title, kind=kind, choices=tuple(choices), widest=width)


def column_widths(
    columns: Sequence[Column], rows: Sequence[Sequence[Any]], numbers: Sequence[Sequence[Any]]
) -> list[float]:
    """Widths in which no number is cut; long text wraps at its column's widest.

    `rows` are a sample for the texts; `numbers` the extremes of each column over the whole list.
    """
    widths = [_width(column, [*(row[place] for row in rows), *numbers[place]]) for place, column in enumerate(columns)]
    stretched = _stretched(columns)
    spare = PAGE_WIDTH - sum(widths)
    if spare > 0 and stretched:
        for place in stretched:
            widths[place] += spare / len(stretched)
    return [round(width, 1) for width in widths]


def _stretched(columns: Sequence[Column]) -> list[int]:
    for kind in STRETCHED:
        places = [
            place for place, column in enumerate(columns) if column.kind == kind and not isinstance(column, FillIn)
        ]
        if places:
            return places
    return []


def _width(column: Column, values: Sequence[Any]) -> float:
    longest = 2 * WIDEST_HEADER if column.kind == "text" else WIDEST_HEADER
    header = min(display_width(column.title), longest) + FILTER_BUTTON
    least = max(header, LEAST_WIDTH.get(column.kind, 0))
    if isinstance(column, FillIn):
        return max(least, column.widest)
    content = widest(shown(value, column.kind) for value in values) + PADDING
    is_whole = column.kind in {"money", "integer", "quantity", "date", "id", "person_id"}
    return max(least, content if is_whole else min(content, column.widest))
