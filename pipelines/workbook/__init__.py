"""The workbooks of a run, written from the relations of schema `lists`."""

from pipelines.workbook.data_quality import write_data_quality
from pipelines.workbook.eligibility import write_eligibility
from pipelines.workbook.feedback import write_feedback
from pipelines.workbook.findings import write_findings
from pipelines.workbook.info import EXCEL_ROWS, RunInfo

__all__ = ["EXCEL_ROWS", "RunInfo", "write_data_quality", "write_eligibility", "write_feedback", "write_findings"]
