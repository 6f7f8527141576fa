"""Near misses of a header: scored, reported, and taken only where the values prove them."""

from dataclasses import dataclass
from difflib import SequenceMatcher

import polars as pl

from pipelines.identifiers import normalise_identifier, person_id_is_valid, upgrade_person_id, uscc_is_valid
from pipelines.ingest.header_names import HeaderCell, normalise
from schemas import SOURCES
from schemas.column import field_of

LEAST_SCORE = 0.7
# Only a check character proves a column: of so many of its values.
_PROVED_SHARE = 0.95


@dataclass(frozen=True)
class Suggestion:
    """A header of the file that may be a column of the schema. `is_certain`: its values prove it."""

    at: int
    header: str
    column: str
    title: str
    score: float
    is_certain: bool

    def say(self) -> str:
        return f"“{self.header}”可能是“{self.title}”（相似度 {self.score:.2f}）"


def suggest(
    source: str, missing: list[str], cells: list[tuple[int, HeaderCell]], sample: list[list[str]]
) -> list[Suggestion]:
    """The best header for each column that was not found, each header for one column at most."""
    found: list[Suggestion] = []
    scored = sorted(
        ((_score(source, column, cell), column, at, cell) for column in missing for at, cell in cells if cell.name),
        key=lambda item: (-item[0], item[2]),
    )
    for score, column, at, cell in scored:
        if score < LEAST_SCORE:
            break
        if any(each.column == column or each.at == at for each in found):
            continue
        is_certain = _is_same_but_for_end(source, column, cell) and _is_proved(source, column, at, sample)
        title = str(SOURCES[source].columns[column].title)
        found.append(Suggestion(at, cell.text, column, title, score, is_certain))
    return found


def _names(source: str, column: str) -> list[str]:
    spec = SOURCES[source].columns[column]
    return [normalise(name) for name in (str(spec.title), *field_of(spec).aliases)]


def _score(source: str, column: str, cell: HeaderCell) -> float:
    return max(_likeness(cell.name, name) for name in _names(source, column))


def _likeness(one: str, other: str) -> float:
    """1 is the same; a name that contains the other is the nearer the less it adds."""
    short, long = sorted((one, other), key=len)
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    if len(short) >= 3 and short in long:
        return max(ratio, 0.8 + 0.2 * len(short) / len(long) - 0.01)
    return ratio


def _is_same_but_for_end(source: str, column: str, cell: HeaderCell) -> bool:
    """What stands in front changes whose code it is (法人身份证号); what follows, or one wrong letter, does not."""
    for name in _names(source, column):
        if len(name) >= 4 and cell.name.startswith(name):
            return True
        if len(name) == len(cell.name) >= 6 and sum(a != b for a, b in zip(name, cell.name, strict=True)) == 1:
            return True
    return False


def _is_proved(source: str, column: str, at: int, sample: list[list[str]]) -> bool:
    kind = field_of(SOURCES[source].columns[column]).type
    if kind not in ("uscc", "person_id"):
        return False
    values = pl.DataFrame(
        {"code": [row[at] for row in sample if at < len(row) and row[at].strip()]}, {"code": pl.String}
    )
    if values.is_empty():
        return False
    code = pl.col("code")
    is_valid = (
        uscc_is_valid(normalise_identifier(code)) if kind == "uscc" else person_id_is_valid(upgrade_person_id(code))
    )
    return values.select(is_valid.mean()).item() >= _PROVED_SHARE
