"""What the extracts look like: one module a source, found by its file name."""

import importlib
import pkgutil

import pandera.polars as pa


def _discover() -> dict[str, pa.DataFrameSchema]:
    """Every module of this package with a SCHEMA, in the order the schemas ask for."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    found = [module.SCHEMA for module in modules if hasattr(module, "SCHEMA")]
    return {schema.name: schema for schema in sorted(found, key=lambda schema: (schema.metadata["order"], schema.name))}


SOURCES: dict[str, pa.DataFrameSchema] = _discover()
