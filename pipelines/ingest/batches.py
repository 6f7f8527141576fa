"""One batch of a delivery: from delivered text to typed rows and faults."""

from dataclasses import dataclass
from decimal import Decimal

import pandera.polars as pa
import polars as pl

from pipelines.identifiers import is_legacy_registration, normalise_identifier, person_id_is_valid, uscc_is_valid
from pipelines.ingest import rows
from pipelines.ingest.forms import Read, read_other_forms, usual_forms
from pipelines.ingest.headers import Match
from pipelines.ingest.reading import RawBatch
from pipelines.ingest.rejections import Faults, name_legacy_codes
from pipelines.ingest.spellings import Manner, clean
from pipelines.ingest.validation import Gate
from pipelines.readers.grid import ERROR, LOST, MERGED, NO_VALUE
from schemas.column import field_of

CODES = {"uscc": uscc_is_valid, "person_id": person_id_is_valid}
# What a mark on a cell means for a column of these types; in others it means nothing.
SUMMED = ("money", "decimal", "integer")
MARK_REASONS = {
    LOST: ("digits_lost", ("text", "uscc", "person_id", "enum", "month")),
    ERROR: ("error_cell", None),
    NO_VALUE: ("formula_without_value", None),
    MERGED: ("merged_amount", SUMMED),
}


@dataclass
class Reading:
    """A batch as text and as types, with the faults of reading it and what was mended, by column."""

    delivered: pl.DataFrame
    typed: pl.DataFrame
    row_no: pl.Series
    faults: Faults
    mended: dict[str, pl.DataFrame]
    # For columns that keep an invalid code: one column each, null where the code is fine.
    marks: pl.DataFrame


@dataclass
class Judged(Reading):
    """A reading after its schema: every fault (index, column, reason), and which rows no measure reads."""

    found: pl.DataFrame
    is_out_of_scope: pl.Series


class BatchReader:
    """Reads the batches of one sheet through one schema, and counts what is met on the way."""

    def __init__(self, schema: pa.DataFrameSchema, match: Match, heading: rows.Heading, is_1904: bool) -> None:
        self.schema = schema
        self.match = match
        self.heading = heading
        self.fields = {name: field_of(column) for name, column in schema.columns.items()}
        self.required = [name for name, column in schema.columns.items() if not column.nullable]
        self.kept = [name for name, field in self.fields.items() if field.keep_invalid]
        self.open = [name for name, field in self.fields.items() if field.open_values]
        self.manners = {
            name: Manner(place.in_ten_thousand, place.has_unit, is_1904) for name, place in match.places.items()
        }
        self.summed = rows.summed_columns(schema)
        self.sums: dict[str, Decimal] = dict.fromkeys(self.summed, Decimal(0))
        self.gate = Gate(schema)
        self.not_rows = rows.NotRows(self.summed)

    def judge(self, batch: RawBatch) -> Judged:
        self._set_damaged_apart(batch)
        reading = self._read(batch)
        not_rows = rows.not_rows(batch.cells, self._suspects(reading.typed, batch), self.match, self.heading)
        if not_rows.height:
            self.not_rows.add(not_rows, reading.typed.head(batch.cells.height), batch.row_no, self.sums)
            reading = self._read(batch.without(not_rows["index"]))
        for name in self.summed:
            self.sums[name] += reading.typed[name].sum() or 0
        found = self._all_faults(reading)
        outside = self._out_of_scope(reading.typed)
        if outside.any():
            found = found.filter(~outside.gather(found["index"]))
        return Judged(**vars(reading), found=found, is_out_of_scope=outside)

    def _set_damaged_apart(self, batch: RawBatch) -> None:
        kinds = [(row, rows.kind_of_damaged(row)) for row in batch.damaged]
        for _, kind in kinds:
            if kind:
                self.not_rows.add_damaged(kind)
        batch.damaged = [row for row, kind in kinds if kind is None]

    def _suspects(self, typed: pl.DataFrame, batch: RawBatch) -> pl.Series:
        """Rows that lack something required: only such can be totals, notes or blank lines."""
        lacking = typed.head(batch.cells.height).select(pl.any_horizontal(pl.col(self.required).is_null()))
        return lacking.to_series().arg_true()

    # ---- reading ----

    def _read(self, batch: RawBatch) -> Reading:
        delivered = self._delivered(batch)
        faults = Faults()
        mended: dict[str, pl.DataFrame] = {}
        usual = usual_forms(self.fields, delivered)
        columns = []
        for name, field in self.fields.items():
            read = read_other_forms(field, delivered[name], usual[name], self.manners.get(name, Manner()))
            read = self._without_marked(name, read, batch)
            faults.add(name, read.failed)
            columns.append(read.values.alias(name))
            if read.mended.height:
                mended[name] = read.mended
        height = batch.cells.height
        damaged = pl.DataFrame({"index": pl.int_range(height, height + len(batch.damaged), eager=True)})
        faults.add("", damaged.with_columns(reason=pl.lit("row_too_long")))
        if batch.may_be_garbled:
            self._find_garbled(delivered, faults)
        typed = pl.DataFrame(columns)
        row_no = pl.concat([batch.row_no, pl.Series([row.row_no for row in batch.damaged], dtype=pl.Int32)])
        reading = Reading(delivered, typed, row_no, faults, mended, pl.DataFrame())
        if self.kept:
            self._mark_invalid_codes(reading)
        return reading

    def _delivered(self, batch: RawBatch) -> pl.DataFrame:
        """The columns of the schema as delivered; empty ones where the file has none; damaged rows at the end."""
        height = batch.cells.height
        nothing = pl.repeat(None, height, dtype=pl.String, eager=True)
        places = {name: str(place.at) for name, place in self.match.places.items()}
        columns = {
            name: batch.cells[places[name]] if places.get(name) in batch.cells.columns else nothing
            for name in self.fields
        }
        delivered = pl.DataFrame(columns)
        if not batch.damaged:
            return delivered
        return pl.concat([delivered, delivered.clear(len(batch.damaged))])

    def _without_marked(self, name: str, read: Read, batch: RawBatch) -> Read:
        """A cell that is not what its text says: a lost code, an error value, a formula without result."""
        if batch.marks.is_empty() or name not in self.match.places:
            return read
        here = batch.marks.filter(pl.col("column") == self.match.places[name].at)
        reasons = {
            kind: reason
            for kind, (reason, types) in MARK_REASONS.items()
            if types is None or self.fields[name].type in types
        }
        wrong = here.filter(pl.col("kind").is_in(list(reasons))).unique("index", maintain_order=True)
        if wrong.is_empty():
            return read
        failed = wrong.select("index", pl.col("kind").replace(reasons).alias("reason"))
        others = read.failed.join(failed, on="index", how="anti")
        mended = read.mended.join(failed, on="index", how="anti")
        return Read(
            read.values.scatter(failed["index"], pl.Series([None], dtype=read.values.dtype)),
            pl.concat([others, failed]),
            mended,
        )

    def _find_garbled(self, delivered: pl.DataFrame, faults: Faults) -> None:
        for name in delivered.columns:
            index = delivered[name].str.contains("\ufffd|锟斤拷").fill_null(False).arg_true().cast(pl.UInt32)
            faults.add(name, pl.DataFrame({"index": index, "reason": pl.repeat("garbled", index.len(), eager=True)}))

    def _mark_invalid_codes(self, reading: Reading) -> None:
        """Money under audit stays in the ledger: its wrong code is kept as delivered, with a mark."""
        marks = {}
        for name in self.kept:
            both = pl.DataFrame({"delivered": reading.delivered[name], "code": reading.typed[name]})
            both = both.with_columns(delivered=clean(pl.col("delivered")))
            is_valid = CODES[self.fields[name].type](pl.col("code")).fill_null(False)
            is_legacy = is_legacy_registration(normalise_identifier(pl.col("delivered")))
            legacy = "legacy" if self.fields[name].type == "uscc" else "invalid"
            both = both.with_columns(
                value=pl.when(is_valid).then("code").otherwise("delivered"),
                mark=pl.when(pl.col("delivered").is_not_null() & ~is_valid).then(
                    pl.when(is_legacy).then(pl.lit(legacy)).otherwise(pl.lit("invalid"))
                ),
            )
            reading.typed = reading.typed.with_columns(both["value"].alias(name))
            marks[f"{name}_fault"] = both["mark"]
        reading.marks = pl.DataFrame(marks)
        reading.faults.drop(self.kept, ("garbled", "error_cell", "formula_without_value"))

    # ---- judging ----

    def _all_faults(self, reading: Reading) -> pl.DataFrame:
        """The faults of reading and those of the schema; where a value could not be read, that is the fault."""
        read = reading.faults.frame()
        damaged = read.filter(pl.col("column") == "")["index"].unique()
        found = [read]
        for column, rows_failed in self.gate.judge(reading.typed):
            failed = rows_failed.with_columns(column=pl.lit(column))
            # A rule over several columns says nothing of a row in which one of them could not be read.
            unread = read.filter(pl.col("column").is_in(column.split(",")))
            failed = failed.join(unread, on="index", how="anti")
            found.append(failed.filter(~pl.col("index").is_in(damaged.implode())))
        return name_legacy_codes(pl.concat(found), reading.typed)

    def _out_of_scope(self, typed: pl.DataFrame) -> pl.Series:
        """Rows of a kind that no measure reads: another value in an open enumeration."""
        other = [pl.col(name).is_not_null() & ~pl.col(name).is_in(self.fields[name].values) for name in self.open]
        if not other:
            return pl.repeat(False, typed.height, dtype=pl.Boolean, eager=True)
        return typed.select(pl.any_horizontal(other)).to_series()
