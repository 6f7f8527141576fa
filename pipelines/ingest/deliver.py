"""One file in, its deliveries out: typed Parquet, rejected rows, and a report beside them."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.ingest import csv_reader, duplicates, report, rows, xlsx_reader
from pipelines.ingest.batches import BatchReader, Judged
from pipelines.ingest.files import is_replacement
from pipelines.ingest.headers import EXPLAINING_SHEETS, Match, is_aside, is_empty, known_headers, recognise
from pipelines.ingest.parquet_out import ParquetOut
from pipelines.ingest.reading import FileRejected, Sheet, StartAgain, open_sheets
from pipelines.ingest.rejections import SCHEMA as REJECTED_SCHEMA
from pipelines.ingest.rejections import entries
from pipelines.ingest.report import DeliveryReport
from schemas import SOURCES
from schemas.column import DTYPES, field_of

# The readers register themselves; a new format is a module named here.
FORMATS = (csv_reader, xlsx_reader)
# Deliveries of one file are numbered on from its place among the files.
SHEETS_A_FILE = 1000
MOST_PARTITIONS = 2000


def ingest_file(path: Path, delivery_order: int, out_dir: Path, package: Any = None) -> list[DeliveryReport]:
    """Read one file once. A file finished before is not read again; a file that is no table is reported, not raised."""
    del package  # What a code means is decided later, in SQL; any package reads a file the same way.
    out_dir.mkdir(parents=True, exist_ok=True)
    done = out_dir / f"{delivery_order:05d}.json"
    finished = report.load(done, path, delivery_order)
    if finished is not None:
        return finished
    reports = _ingest(path, delivery_order, out_dir)
    for one in reports:
        one.balance()
    duplicates.find_within_file(reports, out_dir)
    report.save(done, path, delivery_order, reports)
    return reports


def _ingest(path: Path, order: int, out_dir: Path) -> list[DeliveryReport]:
    try:
        return _ingest_sheets(path, open_sheets(path, known_headers), order, out_dir)
    except FileRejected as reason:
        return [_rejected(DeliveryReport(order * SHEETS_A_FILE + 1, None, path.name, None, order), str(reason))]


def _ingest_sheets(path: Path, sheets: Iterable[Sheet], order: int, out_dir: Path) -> list[DeliveryReport]:
    """One sheet after the other: only one is in memory at a time."""
    reports: list[DeliveryReport] = []
    aside: list[str] = []
    refusal = "没有任何数据，连表头也没有。请重新导出后报送"
    for sheet in sheets:
        if sheet.name in EXPLAINING_SHEETS or is_empty(sheet.head):
            continue
        if is_aside(sheet.head):
            # A few lines without one known header: a cover, a list of choices, a pivot table.
            aside.append(str(sheet.name or path.name))
            refusal = str(_refusal(path, sheet))
            continue
        reports.append(_deliver(path, sheet, order, len(reports) + 1, out_dir))
    if not reports:
        raise FileRejected(refusal)
    if aside:
        reports[0].notes.append(f"未读取的工作表：{'、'.join(aside)}（没有任何一列能识别）")
    return reports


def _refusal(path: Path, sheet: Sheet) -> FileRejected:
    try:
        match = recognise(path.stem, sheet.name, sheet.head)
    except FileRejected as reason:
        return reason
    raise AssertionError(f"{match.source} was recognised without a known header")


def _rejected(about: DeliveryReport, reason: str) -> DeliveryReport:
    about.error = True
    about.notes.append(f"整个{'工作表' if about.sheet else '文件'}未读取：{reason}")
    return about


def _deliver(path: Path, sheet: Sheet, order: int, number: int, out_dir: Path) -> DeliveryReport:
    about = DeliveryReport(order * SHEETS_A_FILE + number, None, path.name, sheet.name, order)
    about.is_replacement = is_replacement(path.stem)
    try:
        match = recognise(path.stem, sheet.name, sheet.head)
        about.source = match.source
        while True:
            delivery = Delivery(about, match, sheet, out_dir)
            try:
                return delivery.run()
            except StartAgain:
                continue
    except FileRejected as reason:
        return _rejected(about, str(reason))


class Delivery:
    """The reading of one sheet: batches through the schema, into Parquet under a temporary name, then renamed."""

    def __init__(self, about: DeliveryReport, match: Match, sheet: Sheet, out_dir: Path) -> None:
        self.about = about
        self.match = match
        self.sheet = sheet
        self.schema = SOURCES[match.source]
        header = dict(sheet.head)[match.row]
        self.reader = BatchReader(self.schema, match, header)
        self.headers = {name: column.title for name, column in self.schema.columns.items()}
        self.headers |= {name: place.header for name, place in match.places.items()}
        stem = f"{about.delivery_no:08d}_{match.source}"
        self.rows_path = out_dir / f"{stem}.parquet"
        self.rejected_path = out_dir / f"{stem}.rejected.parquet"
        self.counts: Counter[str] = Counter()
        self.outside: Counter[str] = Counter()
        self.sums: dict[str, Decimal] = dict.fromkeys(self.reader.summed, Decimal(0))
        self.partitions: set[int] | None = set() if self._partition() else None

    def _partition(self) -> str | None:
        """The month column by which a 更正 replaces, if that is all: then overlaps can be told from the reports."""
        by = self.schema.metadata["replace_by"]
        is_month = len(by) == 1 and field_of(self.schema.columns[by[0]]).type == "month"
        return by[0] if is_month else None

    def run(self) -> DeliveryReport:
        batches = self.sheet.batches(self.match.row, self.match.width, self.reader.number_columns())
        with (
            ParquetOut(self.rows_path, self._rows_schema()) as rows_out,
            ParquetOut(self.rejected_path, REJECTED_SCHEMA) as rejected_out,
        ):
            for batch in batches:
                judged = self.reader.judge(batch)
                accepted, rejected = self._place(judged)
                rows_out.write(accepted)
                rejected_out.write(rejected)
        return self._report(rows_out.height, rejected_out.height)

    def _rows_schema(self) -> dict[str, pl.DataType]:
        types = {name: DTYPES[field.type] for name, field in self.reader.fields.items()}
        types |= {f"{name}_fault": pl.String() for name in self.reader.kept}
        return types | {"delivery_no": pl.Int32(), "row_no": pl.Int32(), "content_hash": pl.UInt64()}

    def _place(self, judged: Judged) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Each row into exactly one of accepted, rejected, out of scope."""
        typed = judged.typed
        stays = ~judged.is_out_of_scope
        rejected_rows = judged.found["index"].unique()
        if rejected_rows.len():
            stays = stays.scatter(rejected_rows, False)
        self.counts["read"] += typed.height
        self.counts["rejected"] += rejected_rows.len()
        self.counts["out_of_scope"] += int(judged.is_out_of_scope.sum())
        for name in self.reader.open:
            self.outside.update(dict(typed[name].filter(judged.is_out_of_scope).value_counts().iter_rows()))
        for name in self.reader.summed:
            self.sums[name] += typed[name].sum() or 0
        everything = typed.with_columns(
            *judged.marks.get_columns(),
            pl.lit(self.about.delivery_no, dtype=pl.Int32).alias("delivery_no"),
            judged.row_no.alias("row_no"),
            typed.hash_rows().alias("content_hash"),
        )
        accepted = everything if stays.all() else everything.filter(stays)
        if self.partitions is not None:
            self.partitions.update(accepted[self._partition()].unique().to_list())
        found = entries(self.schema, judged.found, judged.delivered, judged.row_no, self.headers)
        about = self.about
        return accepted, found.select(
            pl.lit(about.source).alias("source"),
            pl.lit(about.file).alias("file"),
            pl.lit(about.sheet, dtype=pl.String).alias("sheet"),
            pl.all(),
        )

    def _report(self, accepted: int, faults: int) -> DeliveryReport:
        about, reader = self.about, self.reader
        about.rows_read, about.accepted = self.counts["read"], accepted
        about.rejected, about.out_of_scope = self.counts["rejected"], self.counts["out_of_scope"]
        about.rows_judged, about.faults = reader.gate.rows_judged, faults
        about.not_rows = {kind: count for kind, count in reader.not_rows.counts.items() if count}
        about.control_total, about.control_check = rows.control(self.schema, reader.not_rows.total, self.sums)
        about.extra_columns = self.match.extra
        about.out_of_scope_values = dict(sorted(self.outside.items()))
        if self.partitions is not None and len(self.partitions) <= MOST_PARTITIONS:
            about.partitions = sorted(self.partitions)
        about.rows_path, about.rejected_path = self.rows_path.name, self.rejected_path.name
        about.notes += self._notes()
        return about

    def _notes(self) -> list[str]:
        about = self.about
        notes = []
        if about.extra_columns:
            notes.append(f"多出的列未读取：{'、'.join(about.extra_columns)}")
        if self.sheet.is_hidden:
            notes.append("这是隐藏的工作表，也已读取")
        for value, count in about.out_of_scope_values.items():
            title = self.schema.columns[self.reader.open[0]].title
            notes.append(f"{title}为“{value}”的 {count} 行不在审计范围")
        words = {"total": "合计行", "subtotal": "小计行", "note": "表尾说明", "header": "重复的表头", "blank": "空行"}
        apart = [f"{words[kind]} {count} 行" for kind, count in about.not_rows.items() if kind != "blank"]
        if apart:
            notes.append(f"不作为数据的行：{'、'.join(apart)}")
        if not about.rows_read:
            notes.append("只有表头，没有数据")
        return notes
