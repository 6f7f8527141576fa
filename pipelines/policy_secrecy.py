"""Which measures rest on secrets of tax or health (涉税、健康信息), told from the schemas of what they read."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.policy_model import Benefit
from schemas import SOURCES
from schemas.column import Field, field_of

# Where a subject that is a row of a source comes from; its number is the source's key.
SUBJECT_SOURCES = {
    "claim": "claim",
    "filing": "tax_filing",
    "bill": "fee_bill",
    "deposit": "deposit",
    "settlement": "medical_settlement",
    "month": "social_insurance",
}


@dataclass(frozen=True)
class Secrecy:
    """What of a measure's list must not be shown outside the audit."""

    kind: str | None  # 涉税, 健康: observed values
    hides_amounts: bool
    hides_subjects: bool


def secrecy_of(benefit: Benefit) -> Secrecy:
    """Values where a source read has a secret; amounts where the subject's own has; the subject with its key."""
    own = SUBJECT_SOURCES.get(benefit.subject_kind)
    read = {*benefit.data_needed, *([own] if own else [])} & SOURCES.keys()
    fields = [field for source in sorted(read) for field in fields_of(source).values()]
    kinds = [
        word
        for word, is_there in (
            ("涉税", any(field.tax_secret for field in fields)),
            ("健康", any(field.health for field in fields)),
        )
        if is_there
    ]
    of_subject = fields_of(own) if own else {}
    key = SOURCES[own].metadata["key"] if own else ()
    return Secrecy(
        kind="、".join(kinds) or None,
        hides_amounts=any(is_secret(field) for field in of_subject.values()),
        hides_subjects=any(is_secret(of_subject[name]) for name in key),
    )


def fields_of(source: str) -> dict[str, Field]:
    return {name: field_of(column) for name, column in SOURCES[source].columns.items()}


def is_secret(field: Field) -> bool:
    return field.tax_secret or field.health
