"""Plain text for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

WIDTH = 96
PIECE = re.compile(r"[!-~]+|.")


def display_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, width: int) -> str:
    return text + " " * max(0, width - display_width(text))


def wrap(text: str, width: int) -> list[str]:
    """Lines of about `width` columns: Chinese breaks but before a closing mark, a code or number nowhere."""
    lines, line = [], ""
    for piece in PIECE.findall(text):
        if line and display_width(line + piece) > width and piece not in "，。；：、）》”？！":
            lines.append(line.rstrip())
            line = ""
        line += piece if line or piece != " " else ""
    return [*lines, line] if line or not lines else lines


def paragraph(text: str, indent: str = "  ") -> str:
    return "\n".join(indent + line for line in wrap(text, WIDTH - display_width(indent)))


def aligned(rows: Sequence[Sequence[str]], indent: str = "  ") -> str:
    """Columns under each other; the last one wraps under itself."""
    if not rows:
        return ""
    widths = [max(display_width(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    left = display_width(indent) + sum(widths) + 2 * len(widths)
    lines = []
    for row in rows:
        head = indent + "".join(pad(cell, width) + "  " for cell, width in zip(row, widths, strict=False))
        first, *rest = wrap(row[-1], max(20, WIDTH - left))
        lines += [(head + first).rstrip(), *(" " * left + line for line in rest)]
    return "\n".join(lines)
