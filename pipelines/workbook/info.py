"""What every workbook of a run says about itself."""

import datetime
from dataclasses import dataclass

# The last row a sheet of an .xlsx file can have.
EXCEL_ROWS = 1_048_576


@dataclass(frozen=True)
class RunInfo:
    """The title block of a run's workbooks, and how they are written."""

    package_title: str
    package_code: str
    period: str
    as_of: datetime.date
    run_id: str
    mask: bool = True
    only_proposed: bool = False
    row_limit: int = EXCEL_ROWS

    @property
    def is_check(self) -> bool:
        """Only the deliveries were looked at: there is no run, and no day it was made for."""
        return not self.run_id

    @property
    def footer(self) -> str:
        return "收件检查" if self.is_check else f"{self.package_title}　截止日 {self.as_of:%Y-%m-%d}"

    @property
    def trace(self) -> str:
        return "" if self.is_check else f"运行编号 {self.run_id}"

    @property
    def line(self) -> str:
        """The line under every title: what was audited, for when, and by which run."""
        if self.is_check:
            return "收件检查：只核对报送的数据，没有审计"
        parts = [
            f"政策：{self.package_title}（{self.package_code}）",
            f"审核期间：{self.period}",
            f"截止日：{self.as_of:%Y-%m-%d}",
            f"运行编号：{self.run_id}",
        ]
        if self.only_proposed:
            parts.append("范围：仅拟发放")
        return "　".join(parts)
