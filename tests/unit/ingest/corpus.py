"""Writes tables as departments' systems do, in every container and with every vice: the bytes of a file."""

import datetime
import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import xlwt

from tests.unit.ingest.corpus_parts import PACKAGE, TYPES, Cell, Error, Formula, Rows
from tests.unit.ingest.corpus_xlsb import xlsb

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"


def letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass
class Xlsx:
    """An .xlsx part by part; the options are what is wrong with it, or unusual."""

    sheets: dict[str, Rows]
    is_strict: bool = False
    prefix: str = ""
    has_addresses: bool = True
    dimension: str | None = None
    is_1904: bool = False
    hidden: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merges: tuple[str, ...] = ()
    chart_sheet: bool = False
    doctype: str = ""
    extra_parts: dict[str, bytes] = field(default_factory=dict)

    def write(self) -> bytes:
        main = _STRICT_MAIN if self.is_strict else _MAIN
        relations = _STRICT_RELATIONS if self.is_strict else _RELATIONS
        p = f"{self.prefix}:" if self.prefix else ""
        spaces = f'xmlns{":" + self.prefix if self.prefix else ""}="{main}" xmlns:r="{relations}"'
        listed, linked, typed = [], [], []
        parts: dict[str, str] = {}
        names = [*self.sheets, *(["图表"] if self.chart_sheet else [])]
        for number, name in enumerate(names, start=1):
            is_chart = name not in self.sheets
            folder, kind = ("chartsheets", "chartsheet") if is_chart else ("worksheets", "worksheet")
            path = f"{folder}/sheet{number}.xml"
            state = ' state="hidden"' if name in self.hidden else ""
            listed.append(f'<{p}sheet name="{escape(name)}" sheetId="{number}"{state} r:id="rId{number}"/>')
            linked.append(f'<Relationship Id="rId{number}" Type="{relations}/{kind}" Target="{path}"/>')
            typed.append(f'<Override PartName="/xl/{path}" ContentType="{_SHEET_TYPE.format(kind)}"/>')
            content = f"<{p}chartsheet {spaces}/>" if is_chart else self._sheet(self.sheets[name], p, spaces)
            parts[f"xl/{path}"] = content
        about = f'<{p}workbookPr date1904="1"/>' if self.is_1904 else ""
        parts["xl/workbook.xml"] = (
            f"<{p}workbook {spaces}>{about}<{p}sheets>{''.join(listed)}</{p}sheets></{p}workbook>"
        )
        styles = f'<Relationship Id="rId99" Type="{relations}/styles" Target="styles.xml"/>'
        parts["xl/_rels/workbook.xml.rels"] = (
            f'<Relationships xmlns="{PACKAGE}">{"".join(linked)}{styles}</Relationships>'
        )
        parts["xl/styles.xml"] = (
            f'<{p}styleSheet {spaces}><{p}cellXfs count="2"><{p}xf numFmtId="0"/>'
            f'<{p}xf numFmtId="14" applyNumberFormat="1"/>'
            f"</{p}cellXfs></{p}styleSheet>"
        )
        parts["_rels/.rels"] = (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{relations}/officeDocument" '
            f'Target="xl/workbook.xml"/></Relationships>'
        )
        parts["[Content_Types].xml"] = (
            f'<Types xmlns="{TYPES}"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE.format("sheet.main")}"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE.format("styles")}"/>'
            f"{''.join(typed)}</Types>"
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content)
            for name, raw in self.extra_parts.items():
                archive.writestr(name, raw)
        return out.getvalue()

    def _sheet(self, rows: Rows, p: str, spaces: str) -> str:
        size = f'<{p}dimension ref="{self.dimension}"/>' if self.dimension else ""
        lines = []
        for number, row in enumerate(rows, start=1):
            if not any(cell is not None for cell in row):
                continue
            cells = "".join(self._cell(number, column, cell, p) for column, cell in enumerate(row) if cell is not None)
            hidden = ' hidden="1"' if number in self.hidden_rows else ""
            place = f' r="{number}"' if self.has_addresses else ""
            lines.append(f"<{p}row{place}{hidden}>{cells}</{p}row>")
        merged = "".join(f'<{p}mergeCell ref="{ref}"/>' for ref in self.merges)
        merged = f"<{p}mergeCells>{merged}</{p}mergeCells>" if merged else ""
        columns = "".join(f'<{p}col min="{at}" max="{at}" width="9" hidden="1"/>' for at in self.hidden_columns)
        size += f"<{p}cols>{columns}</{p}cols>" if columns else ""
        data = f"<{p}sheetData>{''.join(lines)}</{p}sheetData>"
        return f"{self.doctype}<{p}worksheet {spaces}>{size}{data}{merged}</{p}worksheet>"

    def _cell(self, row: int, column: int, cell: Cell, p: str) -> str:
        place = f' r="{letters(column)}{row}"' if self.has_addresses else ""
        if isinstance(cell, Formula):
            inner = f"<{p}f>{escape(cell.text)}</{p}f>"
            if cell.result is None:
                return f"<{p}c{place}>{inner}<{p}v></{p}v></{p}c>"
            kind = ' t="str"' if isinstance(cell.result, str) else ""
            return f"<{p}c{place}{kind}>{inner}<{p}v>{escape(str(cell.result))}</{p}v></{p}c>"
        if isinstance(cell, Error):
            return f'<{p}c{place} t="e"><{p}v>{cell.text}</{p}v></{p}c>'
        if isinstance(cell, bool):
            return f'<{p}c{place} t="b"><{p}v>{int(cell)}</{p}v></{p}c>'
        if isinstance(cell, datetime.date):
            start = datetime.date(1904, 1, 1) if self.is_1904 else datetime.date(1899, 12, 30)
            return f'<{p}c{place} s="1"><{p}v>{(cell - start).days}</{p}v></{p}c>'
        if isinstance(cell, int | float):
            return f"<{p}c{place}><{p}v>{cell}</{p}v></{p}c>"
        text = escape(str(cell))
        return f'<{p}c{place} t="inlineStr"><{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is></{p}c>'


def xlsx(rows: Rows, **options: Any) -> bytes:
    return Xlsx({"Sheet1": rows}, **options).write()


def xls(
    rows: Rows, hidden_rows: Iterable[int] = (), hidden_columns: Iterable[int] = (), is_1904: bool = False
) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = is_1904
    sheet = book.add_sheet("Sheet1")
    days = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, Error):
                sheet.row(number).set_cell_error(column, {"#N/A": 42, "#DIV/0!": 7, "#REF!": 23}[cell.text])
            elif isinstance(cell, datetime.date):
                sheet.write(number, column, cell, days)
            elif cell is not None:
                sheet.write(number, column, cell)
    for number in hidden_rows:
        sheet.row(number - 1).hidden = True
    for number in hidden_columns:
        sheet.col(number - 1).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(
    rows: Rows, hidden_rows: Iterable[int] = (), hidden_columns: Iterable[int] = (), is_1904: bool = False
) -> bytes:
    hidden = set(hidden_rows)
    lines = []
    for number in range(1, max(map(len, rows)) + 1):
        state = ' table:visibility="collapse"' if number in hidden_columns else ""
        lines.append(f"<table:table-column{state}/>")
    lines.append('<table:table-column table:number-columns-repeated="16000" table:visibility="collapse"/>')
    for number, row in enumerate(rows, start=1):
        state = ' table:visibility="filter"' if number in hidden else ""
        lines.append(f"<table:table-row{state}>{''.join(map(_ods_cell, row))}</table:table-row>")
    rest = '<table:table-row table:number-rows-repeated="1048000">'
    rest += '<table:table-cell table:number-columns-repeated="16384"/>'
    start = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    start = start if is_1904 else ""
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:body><office:spreadsheet>{start}"
        f'<table:table table:name="Sheet1">{"".join(lines)}{rest}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def fods(rows: Rows) -> bytes:
    with zipfile.ZipFile(io.BytesIO(ods(rows))) as packed:
        return packed.read("content.xml").replace(b"office:document-content", b"office:document")


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    shown = escape(cell.text if isinstance(cell, Error) else str(cell))
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in shown.split("\n"))
    if isinstance(cell, Error):
        about = 'table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"'
    elif isinstance(cell, bool):
        about = f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, int | float):
        about = f'office:value-type="float" office:value="{cell}"'
    elif isinstance(cell, datetime.date):
        about = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    else:
        about = 'office:value-type="string"'
    return f"<table:table-cell {about}>{paragraphs}</table:table-cell>"


def html(rows: Rows, encoding: str = "utf-8") -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{escape(_shown(cell))}</td>" for cell in row) + "</tr>\n" for row in rows)
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head>'
    return f"{head}<body><table border=1>{lines}</table></body></html>".encode(encoding)


def spreadsheetml(rows: Rows, hidden_columns: Iterable[int] = (), is_1904: bool = False) -> bytes:
    lines = [f'<Column ss:Index="{at}" ss:Hidden="1"/>' for at in hidden_columns]
    for row in rows:
        cells = "".join(
            f'<Cell ss:Index="{place}"><Data ss:Type="{_kind(cell)}">{escape(_shown(cell))}</Data></Cell>'
            for place, cell in enumerate(row, start=1)
            if cell is not None
        )
        lines.append(f"<Row>{cells}</Row>")
    start = (
        '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>' if is_1904 else ""
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"{start}"
        '<Worksheet ss:Name="Sheet1"><Table>'
        f"{''.join(lines)}</Table></Worksheet></Workbook>"
    ).encode()


def _kind(cell: Cell) -> str:
    if isinstance(cell, Error):
        return "Error"
    return "Number" if isinstance(cell, int | float) else "String"


def _shown(cell: Cell) -> str:
    return "" if cell is None else cell.text if isinstance(cell, Error) else str(cell)


def text(
    rows: Rows, encoding: str = "utf-8", delimiter: str = ",", newline: str = "\n", quotes_all: bool = False
) -> bytes:
    def field_of(cell: Cell) -> str:
        shown = _shown(cell)
        if quotes_all or any(mark in shown for mark in (delimiter, '"', "\n", "\r")):
            return '"' + shown.replace('"', '""') + '"'
        return shown

    return "".join(delimiter.join(map(field_of, row)) + newline for row in rows).encode(encoding)


CONTAINERS: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "xlsx": (".xlsx", xlsx),
    "xls": (".xls", xls),
    "ods": (".ods", ods),
    "flat ods": (".fods", fods),
    "xlsb": (".xlsb", xlsb),
    "html as xls": (".xls", html),
    "html in gb2312": (".xls", lambda rows: html(rows, "gb2312")),
    "xml as xls": (".xls", spreadsheetml),
    "csv as xls": (".xls", text),
    "xlsx as csv": (".csv", xlsx),
    "strict xlsx": (".xlsx", lambda rows: xlsx(rows, is_strict=True)),
    "prefixed xlsx": (".xlsx", lambda rows: xlsx(rows, prefix="x")),
    "xlsx without addresses": (".xlsx", lambda rows: xlsx(rows, has_addresses=False)),
    "xlsx with a short dimension": (".xlsx", lambda rows: xlsx(rows, dimension="A1:B1")),
    "xlsx with a forged dimension": (".xlsx", lambda rows: xlsx(rows, dimension="A1:XFD1048576")),
    "xlsx with a chart sheet": (".xlsx", lambda rows: xlsx(rows, chart_sheet=True)),
    "xlsm": (".xlsm", lambda rows: xlsx(rows, extra_parts={"xl/vbaProject.bin": b"\x00macro"})),
}
