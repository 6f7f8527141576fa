"""What became of a delivery: the counts, and what the workbooks tell the department about the file."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.errors import AuditError

# Deliveries of one file are numbered on from its place among the files.
SHEETS_A_FILE = 1000
REPORT = "report.json"
FAILED = 3


@dataclass
class DeliveryReport:
    """One table of one file. `rows_judged` are the rows its pandera schema has seen.

    As kept beside the file's rows it knows nothing of other files: `placed` says where it stands among them.
    """

    delivery_no: int
    source: str | None
    file: str
    sheet: str | None
    delivered_order: int = 0
    # In which order the file replaces others: as delivered, and within an archive by name.
    file_order: int = 0
    is_replacement: bool = False
    # How it came: kind of file, encoding, delimiter.
    form: str | None = None
    digest: str | None = None
    rows_read: int = 0
    accepted: int = 0
    rejected: int = 0
    superseded: int = 0
    out_of_scope: int = 0
    rows_judged: int = 0
    faults: int = 0
    repairs: int = 0
    not_rows: dict[str, int] = field(default_factory=dict)
    control_total: Decimal | None = None
    control_check: str | None = None
    extra_columns: list[str] = field(default_factory=list)
    out_of_scope_values: dict[str, int] = field(default_factory=dict)
    # How many faults each column (or rule over several) had, and which columns were there at all.
    faulty_columns: dict[str, int] = field(default_factory=dict)
    delivered_columns: list[str] = field(default_factory=list)
    partitions: list[int] | None = None
    notes: list[str] = field(default_factory=list)
    error: bool = False
    refusal: str | None = None
    rows_path: str | None = None
    rejected_path: str | None = None
    repairs_path: str | None = None
    duplicates_path: str | None = None

    @property
    def note(self) -> str | None:
        """All that is to be said about the file as a whole."""
        return "；".join(self.notes) or None

    def placed(self, order: int, folder: str) -> "DeliveryReport":
        """The report of a file that is the order-th of its run, its paths leading through the file's folder."""
        paths = {name: f"{folder}/{path}" for name, path in self._paths().items() if path}
        return replace(
            self,
            delivery_no=order * SHEETS_A_FILE + self.delivery_no,
            delivered_order=order,
            file_order=order * SHEETS_A_FILE + self.file_order,
            notes=list(self.notes),
            **paths,
        )

    @property
    def first_no(self) -> int:
        """What the numbers of its file's deliveries are counted on from."""
        return self.delivered_order * SHEETS_A_FILE

    def _paths(self) -> dict[str, str | None]:
        return {name: getattr(self, name) for name in ("rows_path", "rejected_path", "repairs_path", "duplicates_path")}

    def paths(self) -> tuple[str | None, ...]:
        """What was written beside the report."""
        return tuple(self._paths().values())

    def balance(self) -> None:
        """Every row read has ended in exactly one of the four, and was judged by its schema."""
        placed = self.accepted + self.rejected + self.superseded + self.out_of_scope
        if placed != self.rows_read or (not self.error and self.rows_judged != self.rows_read):
            raise AuditError(
                f"“{self.file}”的行数不平：读入 {self.rows_read} 行，接收 {self.accepted}、退回 {self.rejected}、"
                f"被替代 {self.superseded}、不在范围 {self.out_of_scope}，经校验 {self.rows_judged} 行。"
                "没有发布任何结果，请联系维护人员",
                FAILED,
            )


def rows_paths(reports: Iterable[DeliveryReport], read_dir: Path) -> dict[int, Path]:
    """Where the rows of deliveries lie, by the deliveries' numbers."""
    return {report.delivery_no: read_dir / str(report.rows_path) for report in reports}


def save(folder: Path, reports: list[DeliveryReport]) -> None:
    """Written last and whole: where a report is, the file is finished."""
    partial = folder / f"{REPORT}.partial"
    partial.write_text(
        json.dumps([asdict(report) for report in reports], ensure_ascii=False, default=str), encoding="utf-8"
    )
    os.replace(partial, folder / REPORT)


def load(folder: Path) -> list[DeliveryReport] | None:
    """The reports of a file that was finished before; none if there is anything to do."""
    try:
        reports = [_from_json(item) for item in json.loads((folder / REPORT).read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return None
    beside = [name for report in reports for name in report.paths()]
    return reports if all((folder / name).is_file() for name in beside if name) else None


def _from_json(item: dict[str, Any]) -> DeliveryReport:
    total = item.pop("control_total")
    return DeliveryReport(**item, control_total=None if total is None else Decimal(total))
