"""One file in, its deliveries out: typed Parquet, rejected rows, what was mended, and a report beside them."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl

from pipelines.ingest import duplicates, repairs, report, rows
from pipelines.ingest.archive import members, unpack
from pipelines.ingest.batches import BatchReader, Judged
from pipelines.ingest.files import is_replacement, shown_name, source_of_stem
from pipelines.ingest.headers import EXPLAINING_SHEETS, MOST_COLUMNS, Match, is_aside, is_empty, recognise
from pipelines.ingest.opening import open_sheets
from pipelines.ingest.options import Reading
from pipelines.ingest.parquet_out import ParquetOut
from pipelines.ingest.reading import FileRejected, Sheet, StartAgain
from pipelines.ingest.refusals import explain_refusal
from pipelines.ingest.rejections import SCHEMA as REJECTED_SCHEMA
from pipelines.ingest.rejections import entries
from pipelines.ingest.report import SHEETS_A_FILE, DeliveryReport
from pipelines.manifest import file_digest
from pipelines.readers.kinds import ZIP, kind_of
from pipelines.readers.refusal import Refused
from schemas import SOURCES
from schemas.column import DTYPES, field_of

MOST_PARTITIONS = 2000
UNPACKED = "unpacked"


@dataclass(frozen=True)
class Origin:
    """Where a table comes from: the file as shown, its stem, and its place within an archive."""

    path: Path
    file: str
    stem: str
    place: int = 0


def ingest_file(
    path: Path, order: int, folder: Path, reading: Reading | None = None, digest: str | None = None
) -> list[DeliveryReport]:
    """Read one file once, into a folder of its own; a file that is no table is reported, not raised.

    What was read before stands there and is only reported again, so that the folder must belong to this content,
    under this name, read in this way. The reports give paths from the folder's parent on. `digest` is the file's
    sha256, where it is known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reports = report.load(folder)
    if reports is None:
        reports = _ingest(path, folder, reading or Reading(), digest)
        for one in reports:
            one.balance()
        report.save(folder, reports)
    return [one.placed(order, folder.name) for one in reports]


def _ingest(path: Path, out_dir: Path, reading: Reading, digest: str | None) -> list[DeliveryReport]:
    name = shown_name(path)
    whole = Origin(path, name, PurePosixPath(name).stem)
    reports: list[DeliveryReport] = []
    if not _is_archive(path):
        return _ingest_one(whole, reports, out_dir, reading, digest)
    try:
        for origin, refusal in _members(whole, out_dir, reading):
            if refusal:
                reports.append(_rejected(_about(origin, None, len(reports) + 1), refusal))
            else:
                reports += _ingest_one(origin, reports, out_dir, reading)
    except (FileRejected, Refused) as reason:
        reports.append(_rejected(_about(whole, None, len(reports) + 1), explain_refusal(reason)))
    return reports


def _is_archive(path: Path) -> bool:
    try:
        return kind_of(path) == ZIP
    except Refused:
        # Told where it is opened as a table.
        return False


def _members(whole: Origin, out_dir: Path, reading: Reading) -> Iterator[tuple[Origin, str]]:
    """The files of an archive, each with why it could not be unpacked, if so; removed when it has been read."""
    folder = out_dir / UNPACKED
    passwords = reading.access(whole.file, folder).passwords
    try:
        for member in members(whole.path):
            name = f"{whole.file}/{member.name}"
            stem = PurePosixPath(member.name).stem
            origin = Origin(whole.path, name, stem, member.place)
            try:
                unpacked = unpack(whole.path, member, folder, passwords)
            except Refused as reason:
                yield origin, explain_refusal(reason)
                continue
            yield Origin(unpacked, name, stem, member.place), ""
            unpacked.unlink()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _ingest_one(
    origin: Origin, before: list[DeliveryReport], out_dir: Path, reading: Reading, digest: str | None = None
) -> list[DeliveryReport]:
    access = reading.access(PurePosixPath(origin.file).name, out_dir)
    try:
        with closing(open_sheets(origin.path, access)) as sheets:
            reports = _ingest_sheets(origin, sheets, len(before), out_dir, reading)
        duplicates.find_within_file(reports, out_dir)
    except (FileRejected, Refused) as reason:
        reports = [_rejected(_about(origin, None, len(before) + 1), explain_refusal(reason))]
    for one in reports:
        one.digest = digest or file_digest(origin.path)
    return reports


def _ingest_sheets(
    origin: Origin, sheets: Iterable[Sheet], before: int, out_dir: Path, reading: Reading
) -> list[DeliveryReport]:
    """One sheet after the other: only one is in memory at a time."""
    reports: list[DeliveryReport] = []
    aside: list[str] = []
    refusal = "没有任何数据，连表头也没有。请重新导出后报送"
    for sheet in sheets:
        if sheet.name in EXPLAINING_SHEETS or is_empty(sheet.head):
            continue
        if is_aside(sheet.head):
            # A few lines without one known header: a cover, a list of choices, a pivot table.
            aside.append(str(sheet.name or origin.file))
            refusal = _refusal(origin, sheet)
            continue
        if before + len(reports) + 1 >= SHEETS_A_FILE:
            raise FileRejected(f"工作表超过 {SHEETS_A_FILE - 1} 张。请分成几个文件报送")
        reports.append(_deliver(origin, sheet, before + len(reports) + 1, out_dir, reading))
    if not reports:
        raise FileRejected(refusal)
    if aside:
        reports[0].notes.append(f"未读取的工作表：{'、'.join(aside)}（没有任何一列能识别）")
    return reports


def _refusal(origin: Origin, sheet: Sheet) -> str:
    try:
        match = recognise(origin.stem, sheet.name, sheet.head)
    except FileRejected as reason:
        return str(reason)
    raise AssertionError(f"{match.source} was recognised without a known header")


def _about(origin: Origin, sheet: str | None, number: int) -> DeliveryReport:
    return DeliveryReport(
        delivery_no=number,
        source=None,
        file=origin.file,
        sheet=sheet,
        file_order=origin.place,
        is_replacement=is_replacement(origin.stem),
    )


def _rejected(about: DeliveryReport, reason: str) -> DeliveryReport:
    about.error = True
    about.refusal = reason
    # Whose letter it belongs in: the name tells, where the content could not.
    about.source = about.source or source_of_stem(PurePosixPath(about.file).stem)
    about.notes.append(f"整个{'工作表' if about.sheet else '文件'}未读取：{reason}")
    return about


def _deliver(origin: Origin, sheet: Sheet, number: int, out_dir: Path, reading: Reading) -> DeliveryReport:
    about = _about(origin, sheet.name, number)
    about.form = sheet.form
    try:
        while True:
            match = recognise(origin.stem, sheet.name, sheet.head, reading.confirmed, origin.file)
            about.source = match.source
            try:
                return Delivery(about, match, sheet, out_dir).run()
            except StartAgain:
                about.form = sheet.form
    except FileRejected as reason:
        return _rejected(about, str(reason))


class Delivery:
    """The reading of one sheet: batches through the schema, into Parquet under a temporary name, then renamed."""

    def __init__(self, about: DeliveryReport, match: Match, sheet: Sheet, out_dir: Path) -> None:
        self.about = about
        self.match = match
        self.sheet = sheet
        self.schema = SOURCES[match.source]
        self.reader = BatchReader(self.schema, match, rows.Heading.of(sheet.head, match), sheet.is_1904)
        self.headers = {name: str(column.title) for name, column in self.schema.columns.items()}
        self.headers |= {name: place.header for name, place in match.places.items()}
        stem = f"{about.delivery_no:03d}_{match.source}"
        self.rows_path = out_dir / f"{stem}.parquet"
        self.rejected_path = out_dir / f"{stem}.rejected.parquet"
        self.repairs_path = out_dir / f"{stem}.repairs.parquet"
        self.counts: Counter[str] = Counter()
        self.outside: Counter[str] = Counter()
        self.faulty: Counter[str] = Counter()
        self.partitions: set[int] | None = set() if self._partition() else None

    def _partition(self) -> str | None:
        """The month column by which a 更正 replaces, if that is all: then overlaps can be told from the reports."""
        by = self.schema.metadata["replace_by"]
        is_month = len(by) == 1 and field_of(self.schema.columns[by[0]]).type == "month"
        return by[0] if is_month else None

    def run(self) -> DeliveryReport:
        with (
            closing(self.sheet.batches(self.match.row, self.match.width)) as batches,
            ParquetOut(self.rows_path, self._rows_schema()) as rows_out,
            ParquetOut(self.rejected_path, REJECTED_SCHEMA) as rejected_out,
            ParquetOut(self.repairs_path, repairs.SCHEMA) as repairs_out,
        ):
            for batch in batches:
                judged = self.reader.judge(batch)
                accepted, rejected = self._place(judged)
                rows_out.write(accepted)
                rejected_out.write(rejected)
                for name, mended in judged.mended.items():
                    listed = repairs.listed(self.schema, name, mended, judged.row_no, self.headers)
                    repairs_out.write(self._addressed(listed))
        return self._report(rows_out.height, rejected_out.height, repairs_out.height)

    def _rows_schema(self) -> dict[str, pl.DataType]:
        types = {name: DTYPES[field.type] for name, field in self.reader.fields.items()}
        types |= {f"{name}_fault": pl.String() for name in self.reader.kept}
        return types | {"row_no": pl.Int32(), "content_hash": pl.UInt64()}

    def _addressed(self, found: pl.DataFrame) -> pl.DataFrame:
        about = self.about
        return found.select(
            pl.lit(about.source).alias("source"),
            pl.lit(about.file).alias("file"),
            pl.lit(about.sheet, dtype=pl.String).alias("sheet"),
            pl.all(),
        )

    def _place(self, judged: Judged) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Each row into exactly one of accepted, rejected, out of scope."""
        typed = judged.typed
        stays = ~judged.is_out_of_scope
        rejected_rows = judged.found["index"].unique()
        if rejected_rows.len():
            stays = stays.scatter(rejected_rows, False)
            self.faulty.update(dict(judged.found["column"].value_counts().iter_rows()))
        self.counts["read"] += typed.height
        self.counts["rejected"] += rejected_rows.len()
        self.counts["out_of_scope"] += int(judged.is_out_of_scope.sum())
        for name in self.reader.open:
            self.outside.update(dict(typed[name].filter(judged.is_out_of_scope).value_counts().iter_rows()))
        everything = typed.with_columns(
            *judged.marks.get_columns(),
            judged.row_no.alias("row_no"),
            typed.hash_rows().alias("content_hash"),
        )
        accepted = everything if stays.all() else everything.filter(stays)
        if self.partitions is not None:
            self.partitions.update(accepted[self._partition()].unique().to_list())
        found = entries(self.schema, judged.found, judged.delivered, judged.row_no, self.headers)
        return accepted, self._addressed(found)

    def _report(self, accepted: int, faults: int, mended: int) -> DeliveryReport:
        about, reader = self.about, self.reader
        about.rows_read, about.accepted = self.counts["read"], accepted
        about.rejected, about.out_of_scope = self.counts["rejected"], self.counts["out_of_scope"]
        about.rows_judged, about.faults, about.repairs = reader.gate.rows_judged, faults, mended
        about.not_rows = {kind: count for kind, count in reader.not_rows.counts.items() if count}
        about.control_total, about.control_check = rows.control(self.schema, reader.not_rows, reader.sums)
        about.extra_columns = self.match.extra
        about.out_of_scope_values = dict(sorted(self.outside.items()))
        about.faulty_columns = dict(sorted(self.faulty.items()))
        about.delivered_columns = sorted(self.match.places)
        if self.partitions is not None and len(self.partitions) <= MOST_PARTITIONS:
            about.partitions = sorted(self.partitions)
        about.rows_path, about.rejected_path = self.rows_path.name, self.rejected_path.name
        about.repairs_path = self.repairs_path.name
        about.notes += self._notes()
        return about

    def _notes(self) -> list[str]:
        about = self.about
        notes = [*self.match.notes]
        if about.extra_columns:
            notes.append(f"多出的列未读取：{'、'.join(about.extra_columns[:20])}")
        if self.match.width >= MOST_COLUMNS:
            notes.append(f"列数过多，只看了前 {MOST_COLUMNS} 列")
        notes += self.sheet.notes
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
