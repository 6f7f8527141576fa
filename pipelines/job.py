"""What a run is about: the caller's request, the job made of it, and the shape of a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pipelines.errors import AuditError
from pipelines.manifest import object_digest

if TYPE_CHECKING:
    from pipelines.policy_model import Package
    from pipelines.settings import Settings

DEFAULT_POLICY = "gusu-2023"
PUBLISHED = 0
PUBLISHED_WITH_REJECTS = 1
WRONG_CALL = 2
FAILED = 3


class NothingDeliveredError(AuditError):
    """There is nothing to audit yet: no file at all, none of a known source, or not what was asked for."""

    def __init__(self, message: str, missing: tuple[str, ...] = ()) -> None:
        super().__init__(message, WRONG_CALL)
        self.missing = missing


class Reporter(Protocol):
    """Where a run tells what it is doing; a terminal, a log and Prefect each show it their own way."""

    def step(self, number: int, total: int, title: str) -> None: ...

    def progress(self, done: int, total: int, detail: str) -> None: ...

    def note(self, text: str) -> None: ...


@dataclass(frozen=True)
class Request:
    """What the caller asked for, before anything is read."""

    input_dir: Path
    out_dir: Path
    policy: str = DEFAULT_POLICY
    as_of: date | None = None
    settings_path: Path | None = None
    assume: Mapping[str, str] | tuple[str, ...] = ()  # A-16A-1=none as typed, or by name
    only_proposed: bool = False


@dataclass
class Job:
    """A request whose policy and settings hold. `receive` fills in the inputs and with them the run's id."""

    request: Request
    package: Package
    settings: Settings
    policy_digest: str
    settings_digest: str
    program_digest: str
    files: list[Path]
    report: Reporter
    inputs: list[dict[str, Any]] = field(default_factory=list)
    # Size and time of each file before it was digested: what is read must be what was digested.
    stamps: list[tuple[int, int]] = field(default_factory=list)
    run_id: str = ""

    @cached_property
    def reading_digest(self) -> str:
        """Of what the settings say that changes how a file is read."""
        return object_digest(self.settings.reading.as_dict())

    def assumptions(self) -> dict[str, str]:
        """Every reading as this run takes it, chosen or by default."""
        return {name: assumption.value for name, assumption in self.package.assumptions.items()}

    def identity(self) -> dict[str, Any]:
        """All that may change a table. The clock, the folder's place and the machine are not in it."""
        return {
            "inputs": [[item["file"], item["sha256"]] for item in self.inputs],
            "policy": self.policy_digest,
            "settings": self.settings_digest,
            "assumptions": self.assumptions(),
            "program": self.program_digest,
            "as_of": self.request.as_of,
            "only_proposed": self.request.only_proposed,
        }

    @property
    def work_dir(self) -> Path:
        # Absolute: the database names its Parquet files by their paths, and a run may be resumed from elsewhere.
        return self.request.out_dir.absolute() / ".work" / self.run_id

    @property
    def read_dir(self) -> Path:
        """What was read of deliveries: for later runs too, or gone with this one."""
        return self.kept_dir if self.settings.bounds.keeps_read else self.work_dir / "read"

    @property
    def kept_dir(self) -> Path:
        return self.work_dir.parent / "read"

    @property
    def database(self) -> Path:
        return self.work_dir / "audit.duckdb"

    @property
    def spill_dir(self) -> Path:
        """Where the engine puts what does not fit into memory: a folder of this run in this place, also elsewhere."""
        elsewhere = self.settings.bounds.spill_dir
        if elsewhere is None:
            return self.work_dir / "spill"
        return elsewhere / f"{self.run_id}-{sha256(bytes(self.work_dir)).hexdigest()[:8]}"

    @property
    def draft_dir(self) -> Path:
        """Where the publication is put together; it becomes `final_dir` in one rename."""
        return self.work_dir / "publish"

    @property
    def final_dir(self) -> Path:
        return self.request.out_dir / self.run_id


@dataclass(frozen=True)
class Step:
    name: str
    title: str
    function: Callable[[Job], None]
    has_io: bool = False  # may fail for a moment (network share, full disk): worth another try
    is_marked: bool = True  # False: cheap, or what tells which run this is; done every time


@dataclass(frozen=True)
class Outcome:
    folder: Path
    manifest: Mapping[str, Any]
    was_published: bool  # an earlier run had left the same publication, and it still holds

    @property
    def exit_code(self) -> int:
        return int(self.manifest["exit_code"])
