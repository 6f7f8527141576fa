"""What the workbooks say of a source: its title, its department, and which of its columns are secret."""

from schemas import SOURCES
from schemas.column import field_of

HIDDEN = "（涉密，仅在反馈函中列示）"
UNRECOGNISED = "未识别"


def title_of(source: str | None) -> str:
    if source is None:
        return UNRECOGNISED
    schema = SOURCES.get(source)
    return str(schema.title) if schema is not None and schema.title else source


def department_of(source: str) -> str:
    schema = SOURCES.get(source)
    return str((schema.metadata or {}).get("department") or "") if schema is not None else ""


def titles() -> dict[str, str]:
    return {name: title_of(name) for name in SOURCES}


def header_titles() -> dict[str, str]:
    """Canonical column names with their Chinese headers; one name has one header in nearly every source."""
    return {name: str(column.title) for schema in SOURCES.values() for name, column in schema.columns.items()}


def secret_columns(source: str | None) -> tuple[str, ...]:
    """Names and headers of a source's tax and health secrets."""
    schema = SOURCES.get(source or "")
    if schema is None:
        return ()
    names: list[str] = []
    for name, column in schema.columns.items():
        field = field_of(column)
        if field.tax_secret or field.health:
            names += [name, str(column.title), *field.aliases]
    return tuple(names)
