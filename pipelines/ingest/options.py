"""What the settings say of reading deliveries."""

import fnmatch
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

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
    # Above this share of rejected rows a source counts as missing; none, and it never does.
    brake_share: Decimal | None = Decimal("0.5")
    # A month whose rows or sums differ from the middle month's by more than this share is said aloud.
    month_jump_share: Decimal = Decimal("0.5")

    def access(self, name: str, folder: Path) -> Access:
        fitting = [each.secret for each in self.passwords if fnmatch.fnmatch(name, each.pattern)]
        return Access(known_headers, folder, tuple(fitting))
