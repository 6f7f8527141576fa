"""Bar charts over the rows of a summary sheet."""

from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties

from pipelines.workbook.style import FONT

COLOURS = ("1F3864", "5B8DB8", "C58B2A", "A23B3B", "7F8C99")
GRID_COLOUR = "D5DBE5"
# More bars than this can no longer be read; the table beside the chart has them all.
MOST_BARS = 24
LEAST_HEIGHT_CM, BAR_CM = 9.5, 0.6
NUMBER_FORMAT = "#,##0"


@dataclass(frozen=True)
class Bars:
    """A chart of some columns of a table: `rows` are its first and last row; the header stands in its own row."""

    title: str
    rows: tuple[int, int]
    header_row: int
    label_column: int
    value_columns: tuple[int, ...]
    anchor: str
    width: float
    # Long labels want lying bars.
    is_lying: bool = False


def add_bar_chart(sheet: Any, bars: Bars) -> None:
    """The header names the series, the label column the bars."""
    first, last = bars.rows[0], min(bars.rows[1], bars.rows[0] + MOST_BARS - 1)
    chart = BarChart()
    chart.type = "bar" if bars.is_lying else "col"
    chart.grouping = "clustered"
    chart.gapWidth = 60
    chart.overlap = -5
    chart.title = bars.title
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_letters(1300, bold=True))
    for run in chart.title.tx.rich.p[0].r:
        run.rPr = _letters(1300, bold=True)
    for place, column in enumerate(bars.value_columns):
        chart.add_data(Reference(sheet, min_col=column, min_row=first, max_row=last))
        title = Reference(sheet, min_col=column, min_row=bars.header_row)
        chart.series[-1].tx = SeriesLabel(strRef=StrRef(str(title)))
        colour = COLOURS[place % len(COLOURS)]
        chart.series[-1].graphicalProperties = GraphicalProperties(solidFill=colour)
    chart.set_categories(Reference(sheet, min_col=bars.label_column, min_row=first, max_row=last))
    _plain_axes(chart)
    if len(bars.value_columns) == 1:
        chart.legend = None
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        chart.dataLabels.numFmt = NUMBER_FORMAT
    else:
        chart.legend.position = "b"
        chart.legend.txPr = _text(900)
    if bars.is_lying:
        # The first row of the table is the topmost bar, and the figures stay at the foot.
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
    bar_count = (last - first + 1) if bars.is_lying else 0
    chart.width, chart.height = bars.width, max(LEAST_HEIGHT_CM, 3 + BAR_CM * bar_count)
    sheet.add_chart(chart, bars.anchor)


def _plain_axes(chart: BarChart) -> None:
    # openpyxl leaves both axes marked as deleted for some readers unless told otherwise.
    chart.x_axis.delete = False
    chart.y_axis.delete = False
    chart.y_axis.numFmt = NUMBER_FORMAT
    chart.y_axis.number_format = NUMBER_FORMAT
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GRID_COLOUR))
    chart.x_axis.txPr = _text(900)
    chart.y_axis.txPr = _text(900)


def _letters(size: int, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, latin=Font(typeface=FONT), ea=Font(typeface=FONT))


def _text(size: int) -> RichText:
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_letters(size)), endParaRPr=_letters(size))
    return RichText(p=[paragraph])
