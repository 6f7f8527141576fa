"""The look of the workbooks: a few fonts, fills and formats, each registered once with a workbook."""

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FONT = "等线"
NAVY = "1F3864"
GRID = "BFC7D5"
BAND = "F4F7FB"
TOTAL = "DCE6F2"
FILL_IN = "FFF9E5"

NUMBER_FORMATS = {
    "money": "#,##0.00",
    "integer": "#,##0",
    # Heads and rates alike: a format with optional decimals leaves a bare point behind a whole number.
    "quantity": "General",
    "date": "yyyy-mm-dd",
}
# A column's kind says how its cells are aligned; what is not named here is left-aligned and may wrap.
RIGHT = {"money", "integer", "quantity"}
CENTRE = {"date", "month", "verdict", "short", "order"}
# Text that must stay what it is: format "text", so that typing into the cell does not turn it into a number.
TEXT_FORMAT = {"id", "code", "person_id", "account", "subject", "row"}
# Left on one line, however long.
UNBROKEN = {"id", "person_id", "row", "trail"}

# Tones of a verdict or a severity: font and fill.
TONES = {
    "good": ("1E6B3A", "E3F1E7"),
    "bad": ("9C1C1C", "FBE5E3"),
    "warn": ("8A5A00", "FFF2CC"),
    "mute": ("5F6B7A", "ECEFF3"),
}


@dataclass(frozen=True)
class Look:
    """What decides how a cell looks: its role (title, note, header, body, total …), its column's kind, its shade."""

    role: str
    kind: str = "text"
    is_banded: bool = False
    tone: str = ""
    is_quoted: bool = False


_THIN = Side(style="thin", color=GRID)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TOTAL_BOX = Border(left=_THIN, right=_THIN, top=Side(style="medium", color=NAVY), bottom=_THIN)

_FONTS = {
    "title": Font(name=FONT, size=16, bold=True, color=NAVY),
    "note": Font(name=FONT, size=10, color="44546A"),
    "letter": Font(name=FONT, size=14),
    "link": Font(name=FONT, size=10, color="0563C1", underline="single"),
    "header": Font(name=FONT, size=11, bold=True, color="FFFFFF"),
    "fill_header": Font(name=FONT, size=11, bold=True, color="FFFFFF"),
    "total": Font(name=FONT, size=11, bold=True, color=NAVY),
    "part": Font(name=FONT, size=11, bold=True, color=NAVY),
    "sign": Font(name=FONT, size=12, color="000000"),
}
_BODY_FONT = Font(name=FONT, size=10)


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _fill(look: Look) -> PatternFill:
    if look.tone:
        return _solid(TONES[look.tone][1])
    fixed = {"header": NAVY, "fill_header": "8A6D1F", "total": TOTAL, "part": TOTAL, "fill": FILL_IN}.get(look.role)
    if fixed:
        return _solid(fixed)
    if look.role in {"body", "link_body"} and look.is_banded:
        return _solid(BAND)
    return PatternFill()


def _font(look: Look) -> Font:
    if look.tone:
        return Font(name=FONT, size=10, bold=True, color=TONES[look.tone][0])
    if look.role == "link_body":
        return _FONTS["link"]
    return _FONTS.get(look.role, _BODY_FONT)


def _border(look: Look) -> Border:
    if look.role in {"title", "letter", "note", "link", "sign", "part"}:
        return Border()
    return _TOTAL_BOX if look.role == "total" else _BOX


def _alignment(look: Look) -> Alignment:
    if look.role in {"header", "fill_header"}:
        return Alignment(horizontal="center", vertical="center", wrap_text=True)
    if look.role in {"title", "link", "sign", "part"}:
        return Alignment(horizontal="left", vertical="center")
    if look.role in {"note", "letter"}:
        return Alignment(horizontal="left", vertical="top", wrap_text=True)
    if look.kind in RIGHT:
        return Alignment(horizontal="right", vertical="center")
    if look.kind in CENTRE:
        return Alignment(horizontal="center", vertical="center", wrap_text=look.kind != "date")
    wraps = look.role != "total" and look.kind not in UNBROKEN
    return Alignment(horizontal="left", vertical="center", wrap_text=wraps, indent=1)


class StyleBook:
    """Gives the number of a look in one workbook; cells carry the number, so a look is made once, not per cell."""

    def __init__(self, workbook: Workbook) -> None:
        self._sheet = workbook.create_sheet("样式")
        workbook.remove(self._sheet)
        self._numbers: dict[Look, int] = {}

    def number(self, look: Look) -> int:
        if look not in self._numbers:
            self._numbers[look] = self._register(look)
        return self._numbers[look]

    def _register(self, look: Look) -> int:
        cell = WriteOnlyCell(self._sheet)
        cell.font = _font(look)
        cell.fill = _fill(look)
        cell.border = _border(look)
        cell.alignment = _alignment(look)
        if look.kind in NUMBER_FORMATS:
            cell.number_format = NUMBER_FORMATS[look.kind]
        elif look.kind in TEXT_FORMAT:
            cell.number_format = "@"
        if look.is_quoted:
            cell.quotePrefix = True
        return cell.style_id
