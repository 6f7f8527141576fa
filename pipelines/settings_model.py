"""What settings can say, apart from the file they are read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pipelines.ingest import Reading
from pipelines.policy_model import CoverageOverride, SubjectLink
from pipelines.settings_bounds import Bounds

MASKING, MAX_ROWS, MAX_SHARE = "masking", "max_rejected_rows", "max_rejected_share"
ORDER, COVERAGE, LINKS = "order", "coverage", "same_subject"


@dataclass(frozen=True)
class ParameterSetting:
    value: Decimal
    note: str = ""


@dataclass(frozen=True)
class Settings:
    """Everything at its default where no file is given."""

    parameters: Mapping[str, ParameterSetting] = field(default_factory=dict)
    is_masked: bool = True
    max_rejected_rows: int = 0
    max_rejected_share: Decimal | None = None
    order: tuple[str, ...] = ()
    coverage: tuple[CoverageOverride, ...] = ()
    links: tuple[SubjectLink, ...] = ()
    reading: Reading = field(default_factory=Reading)
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def thresholds(self) -> dict[str, Decimal]:
        """Numbers that something is compared with, by the key that sets them; an unset brake is not there."""
        limits = {MAX_ROWS: Decimal(self.max_rejected_rows), MAX_SHARE: self.max_rejected_share}
        return {name: value for name, value in limits.items() if value is not None}

    def as_dict(self) -> dict[str, Any]:
        """What was set, for the digest: equal settings give equal dicts, however written. `bounds` change no result."""
        return {
            "parameters": {
                name: [str(given.value.normalize()), given.note] for name, given in sorted(self.parameters.items())
            },
            MASKING: self.is_masked,
            MAX_ROWS: self.max_rejected_rows,
            MAX_SHARE: None if self.max_rejected_share is None else str(self.max_rejected_share.normalize()),
            ORDER: list(self.order),
            COVERAGE: sorted([each.source, each.partition, each.is_covered] for each in self.coverage),
            LINKS: sorted([each.old, each.new, each.note] for each in self.links),
            "reading": self.reading.as_dict(),
        }
