"""Seconds over rows, both axes in powers of ten: one line for each way, as an SVG that any browser shows."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from pathlib import Path

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 40, 50
_SLACK = 0.02
COLOURS = ("#1f3864", "#8a6d1f", "#1e6b3a", "#9c1c1c")


class _Axis:
    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        # A little less than a million rows is a million.
        self.first, self.last = floor(log10(min(values)) + _SLACK), ceil(log10(max(values)) - _SLACK)
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        share = (log10(value) - self.first) / max(self.last - self.first, 1)
        return self._start + share * (self._end - self._start)

    def powers(self) -> list[float]:
        return [10.0**power for power in range(self.first, self.last + 1)]


def draw(path: Path, title: str, lines: Mapping[str, Points]) -> None:
    """`lines` by their names, each as (rows, seconds)."""
    across = _Axis([rows for points in lines.values() for rows, _ in points], LEFT, WIDTH - RIGHT)
    up = _Axis([seconds for points in lines.values() for _, seconds in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif"'
        ' font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        _text(LEFT, 22, title, size=15),
        *(_grid_across(across.at(rows), _rows(rows)) for rows in across.powers()),
        *(_grid_up(up.at(seconds), f"{seconds:g} 秒") for seconds in up.powers()),
    ]
    lowest = HEIGHT
    for (name, points), colour in sorted(
        zip(lines.items(), COLOURS, strict=False), key=lambda line: up.at(line[0][1][-1][1]), reverse=True
    ):
        places = [(across.at(rows), up.at(seconds)) for rows, seconds in points]
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="'
            + " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
            + '"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places]
        x, y = places[-1]
        if x < WIDTH - RIGHT - 20:
            # It ends early: another line may pass behind its end.
            parts.append(_text(x - 10, y - 8, name, colour=colour, anchor="end"))
            continue
        # Names stand at the ends of their lines, from below upwards, none over another.
        lowest = min(y + 4, lowest - 17)
        parts.append(_text(x + 10, lowest, name, colour=colour))
    path.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")


def _grid_across(x: float, label: str) -> str:
    line = f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#dde2ea"/>'
    return line + _text(x, HEIGHT - BOTTOM + 20, label, anchor="middle")


def _grid_up(y: float, label: str) -> str:
    line = f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#dde2ea"/>'
    return line + _text(LEFT - 8, y + 4, label, anchor="end")


def _text(x: float, y: float, text: str, colour: str = "#222", anchor: str = "start", size: int = 13) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" font-size="{size}">{text}</text>'


def _rows(count: float) -> str:
    return f"{count / 1e8:g} 亿行" if count >= 1e8 else f"{count / 1e4:g} 万行"
