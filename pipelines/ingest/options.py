"""What the settings say of reading deliveries."""

import fnmatch
import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.ingest.header_names import known_headers
from pipelines.ingest.reading import Access


@dataclass(frozen=True)
class Password:
    """What opens the files whose name fits the pattern. Never shown."""

    pattern: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Confirmed:
    """A header that the settings say to be a column, for the files of a sender (all, where none is named)."""

    sender: str
    source: str
    header: str
    column: str


@dataclass(frozen=True)
class Reading:
    """Passwords, headers that were confirmed, and the limits beyond which something is said or a source given up."""

    passwords: tuple[Password, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    # Above this share of rejected rows, those of refused files estimated, a source counts as missing; none: never.
    brake_share: Decimal | None = Decimal("0.5")
    # A month whose rows or sums differ from the middle month's by more than this share is said aloud.
    month_jump_share: Decimal = Decimal("0.5")

    def as_dict(self) -> dict[str, Any]:
        """For the digest of the settings. Of a password a few bits that another one would hardly share, dearly made."""
        return {
            "passwords": [[each.pattern, _trace(each.secret)] for each in self.passwords],
            "headers": sorted([each.sender, each.source, each.header, each.column] for each in self.confirmed),
            "brake_share": None if self.brake_share is None else str(self.brake_share.normalize()),
            "month_jump_share": str(self.month_jump_share.normalize()),
        }

    def access(self, name: str, folder: Path) -> Access:
        fitting = [each.secret for each in self.passwords if fnmatch.fnmatch(name, each.pattern)]
        return Access(known_headers, folder, tuple(fitting))


def _trace(secret: str) -> str:
    return hashlib.scrypt(secret.encode("utf-8"), salt=b"benefit-audit", n=1 << 14, r=8, p=1, dklen=4).hex()
