"""Deliveries in, typed Parquet out: every row accepted, rejected with every reason, superseded or out of scope."""

from pipelines.ingest.deliver import ingest_file
from pipelines.ingest.files import list_files, shown_name
from pipelines.ingest.options import Confirmed, Password, Reading
from pipelines.ingest.report import DeliveryReport
from pipelines.ingest.sources import load_sources

__all__ = [
    "Confirmed",
    "DeliveryReport",
    "Password",
    "Reading",
    "ingest_file",
    "list_files",
    "load_sources",
    "shown_name",
]
